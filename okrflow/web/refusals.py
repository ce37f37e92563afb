"""What services say no with."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """A service will not do it: its text tells a person why, and whom to ask or what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What somebody may do instead of what they may not: `rel` names it for programs, `title` for people."""

    rel: str
    title: str
    url: str


class NotYours(PermissionDenied):
    """The right is missing (403); with what may be done instead, if there is something."""

    def __init__(self, text: str, instead: Instead | None = None) -> None:
        super().__init__(text)
        self.instead = instead
