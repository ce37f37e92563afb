"""What waits for a person: the inbox asks, the rooms that know of something answer."""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.core.cache import cache
from django.dispatch import Signal

COUNT_GOOD_FOR: Final = 60
"""Seconds for which the count in the rail is not asked anew."""
logger = logging.getLogger(__name__)


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


def waiting_count(access: Any, *, now: datetime) -> int:
    """How many things wait for a member, at most a minute old."""
    try:
        known: int | None = cache.get(_key(access))
    except Exception:  # whichever cache it is: the page does not need it
        logger.warning("The cache of what waits can't be reached", exc_info=True)
        return len(waiting_for(access, now=now))
    return count_anew(access, len(waiting_for(access, now=now))) if known is None else known


def count_anew(access: Any, count: int) -> int:
    """Remember how many things wait, as somebody has just looked."""
    try:
        cache.set(_key(access), count, COUNT_GOOD_FOR)
    except Exception:
        logger.warning("The cache of what waits can't be reached", exc_info=True)
    return count


def _key(access: Any) -> str:
    return f"waiting:{access.membership.uuid}"
