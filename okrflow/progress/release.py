"""Which code and templates pages are rendered with."""

import hashlib
from functools import cache

from django.conf import settings


@cache
def release() -> str:
    """A digest of okrflow's code and templates, the same on every host; read once a process, in about 30 ms."""
    digest = hashlib.sha256()
    for folder, pattern in (("templates", "*.html"), ("okrflow", "*.py")):
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
