"""When a mail may come: in the morning where the person is, on a day that they did not ask to be left alone.

Pure: instants and zones come in as arguments. The wall clock decides, so mornings stay mornings when clocks change.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

BEGINS: Final = time(8)
ENDS: Final = time(12)


def local_day(zone: str, *, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def is_morning(zone: str, *, now: datetime) -> bool:
    return BEGINS <= now.astimezone(ZoneInfo(zone)).time() < ENDS


def in_the_morning(zones: Iterable[str], *, now: datetime) -> list[str]:
    """Those of the zones in which it is morning."""
    return sorted(zone for zone in set(zones) if is_morning(zone, now=now))


def week_of(day: date) -> str:
    """The ISO week, as in "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
