"""ETags: to fetch a thing only when it changed, and to change it only when nobody else did meanwhile.

The tag of a versioned row is `"version-hash"`: the hash tells whether what *this reader* sees is the same, the version
whether somebody changed the row. `If-None-Match` compares all of it, `If-Match` the version.
"""

import re
from collections.abc import Collection
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest
from rest_framework.renderers import JSONRenderer

from okrflow.api.problems import Problem

TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
ANY: Final = "*"


def tag_of(content: bytes, version: int | None = None) -> str:
    digest = sha256(content).hexdigest()[:32]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def known(request: HttpRequest, tag: str) -> bool:
    """Whether the client has what it asks for already (weak comparison)."""
    given = request.headers.get("If-None-Match", "")
    return given.strip() == ANY or tag.strip('"') in TAG.findall(given)


def expected_version(request: HttpRequest) -> int | None:
    """The version that `If-Match` asks for; None for `*`. Raises Problem: 428 without one, 412 for a foreign one."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Problem(
            428,
            "if_match_required",
            "Send If-Match with the ETag of what you read, so that nobody's change is lost.",
        )
    if given == ANY:
        return None
    versions = {int(found[1]) for tag in TAG.findall(given) if (found := re.match(r"(\d{1,9})(?:-|$)", tag))}
    if len(versions) != 1:
        raise changed_meanwhile()
    return versions.pop()


def require_match(request: HttpRequest, shown: Any) -> None:
    """For rows without a version, read under a lock: raise Problem (412) unless `If-Match`, if given, fits them."""
    given = request.headers.get("If-Match", "").strip()
    if given and given != ANY and tag_of(JSONRenderer().render(shown)).strip('"') not in _strong(given):
        raise changed_meanwhile()


def _strong(given: str) -> Collection[str]:
    return re.findall(r'(?<!W/)"([^"]*)"', given)


def changed_meanwhile() -> Problem:
    return Problem(412, "changed_meanwhile", "Somebody changed it meanwhile. Read it again, then decide.")
