"""What a mail is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart inside the mail: `cid` is what the HTML calls it, `alt` says in words what it shows."""

    cid: str
    alt: str
    png: bytes


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The subject, what the two templates of this kind of mail are rendered with, and the pictures of the HTML."""

    subject: str
    context: Mapping[str, Any]
    pictures: Sequence[Picture] = field(default=())
