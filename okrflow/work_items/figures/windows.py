"""Windows of days, as people and programs ask for them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from okrflow.flow import ELAPSED, Clock, Days, Grain, Period, cut_period, day_number
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.models import Organisation

LONGEST_DAYS: Final = 3660
MOST_GROUPS: Final = 400
DEFAULT_DAYS: Final = 90


class WindowError(ValueError):
    """A window that can't be asked for: the parameter at fault and what to do instead."""

    def __init__(self, parameter: str, text: str) -> None:
        super().__init__(text)
        self.parameter = parameter


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days [first, to) of an organisation's time zone, and the clock that durations of items are read on."""

    first: date
    to: date
    zone: ZoneInfo
    clock: Clock = ELAPSED

    @classmethod
    def of(cls, organisation: Organisation, *, first: date, to: date) -> Self:
        """Days of the organisation, with the clock that it has chosen. One query, once an organisation object."""
        return cls(first=first, to=to, zone=zone_of(organisation), clock=clock_of(organisation))

    @property
    def period(self) -> Period:
        return Period(day_number(self.first), day_number(self.to))

    @property
    def days(self) -> Days:
        return Days.build(self.zone, first=self.first, last=self.to - timedelta(days=1))

    @property
    def length(self) -> int:
        return (self.to - self.first).days

    @property
    def before(self) -> "Window":
        """The window of the same length that ends where this one begins."""
        return replace(self, first=self.first - (self.to - self.first), to=self.first)

    def cut(self, grain: Grain) -> list[Period]:
        return cut_period(self.period, by=grain)


def zone_of(organisation: Organisation) -> ZoneInfo:
    return ZoneInfo(organisation.time_zone)


def today(organisation: Organisation, *, now: datetime) -> date:
    """The date that it is in the organisation's time zone."""
    return now.astimezone(zone_of(organisation)).date()


def trailing(organisation: Organisation, *, days: int, now: datetime) -> Window:
    """The window of so many days that ends with today."""
    to = today(organisation, now=now) + timedelta(days=1)
    return Window.of(organisation, first=to - timedelta(days=days), to=to)


def asked(
    organisation: Organisation, *, first: date | None, to: date | None, grain: Grain | None, now: datetime
) -> Window:
    """The window that parameters ask for; without both dates the 90 days that end with today. Raises WindowError."""
    if first is None and to is None:
        return trailing(organisation, days=DEFAULT_DAYS, now=now)
    if first is None or to is None:
        missing, given = ("from", "to") if first is None else ("to", "from")
        raise WindowError(missing, f"“{given}” alone is half a period. Give “{missing}” as well, or neither.")
    if first >= to:
        raise WindowError(
            "to", "“from” must lie before “to”, which is the first day no longer in the period."
        )
    window = Window.of(organisation, first=first, to=to)
    if window.length > LONGEST_DAYS:
        raise WindowError("from", f"A period may have {LONGEST_DAYS} days at most. Ask for a shorter one.")
    if grain is not None:
        require_few_groups(window, grain)
    if not date(1970, 1, 2) <= first < to <= date(2200, 1, 1):
        raise WindowError("from", "The period must lie between 1970 and 2200.")
    return window


def require_few_groups(window: Window, grain: Grain) -> None:
    """Raise WindowError where the grain cuts the window into more groups than can be asked for."""
    if len(window.cut(grain)) > MOST_GROUPS:
        raise WindowError("group", f"This makes more than {MOST_GROUPS} groups. Group by something longer.")
