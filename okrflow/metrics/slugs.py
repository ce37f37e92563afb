"""Addresses made of names."""

from collections.abc import Collection
from itertools import count
from typing import Final

from django.utils.text import slugify

LONGEST: Final = 76


def free_slug(name: str, *, taken: Collection[str], otherwise: str) -> str:
    """A slug of the name that nobody has; `otherwise` for names without a letter or digit of the alphabet."""
    base = slugify(name.replace("_", "-"))[:LONGEST].strip("-") or otherwise
    while "--" in base:
        base = base.replace("--", "-")
    return next(
        slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )
