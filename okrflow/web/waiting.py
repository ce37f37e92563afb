"""What waits for a person: the inbox asks, the rooms that know of something answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.dispatch import Signal


class WaitingKind(StrEnum):
    PROPOSAL = "proposal"
    CHECK_IN = "check_in"
    MENTION = "mention"
    FINDING = "finding"
    REQUEST = "request"
    IMPEDIMENT = "impediment"
    CLOSING = "closing"
    VERDICT = "verdict"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that a person can do now, and where. `words` say whose it is or why it waits."""

    kind: WaitingKind
    title: str
    url: str
    since: datetime
    words: str = ""


waiting_wanted: Final = Signal()
"""Receivers take `access` and `now` and return a list of `Waiting` for that member."""


def waiting_for(access: Any, *, now: datetime) -> list[Waiting]:
    """What waits for a member, the oldest first; `access` is their `okrflow.organisations.access.Access`."""
    answers: list[tuple[Any, Any]] = waiting_wanted.send(sender=Waiting, access=access, now=now)
    found: list[Waiting] = [each for _, every in answers for each in every]
    return sorted(found, key=lambda each: (each.since, each.url))
