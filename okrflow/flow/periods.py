"""Periods of whole days: clipping them to what has happened, and cutting them up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from okrflow.flow.codes import DAY_US, Reason
from okrflow.flow.days import Days, date_of, day_number


class Period(NamedTuple):
    """The whole days `[from_day, to_day)`, as day numbers."""

    from_day: int
    to_day: int


class Grain(StrEnum):
    """Into what a period is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Clip:
    """A period as far as it has happened: `[start, end]` in microseconds.

    What happened by the end lies before `edge`: before `to`, or up to `as_of` and that instant included.
    """

    start: int
    end: int
    edge: int

    @property
    def days(self) -> float:
        """Elapsed seconds / 86,400."""
        return (self.end - self.start) / DAY_US

    @property
    def reason(self) -> Reason | None:
        """Why there are no figures: nothing has happened yet, or the zone left out the period's only date."""
        if self.end > self.start:
            return None
        return Reason.EMPTY_PERIOD if self.start == self.end == self.edge else Reason.FUTURE_PERIOD


def clip(period: Period, *, days: Days, as_of: int) -> Clip:
    """Clip a period to what had happened as of an instant; `days` must cover it."""
    if period.to_day <= period.from_day:
        raise ValueError("a period has at least one day")
    start, to = days.start_of(period.from_day), days.start_of(period.to_day)
    return Clip(start, min(to, as_of), min(to, as_of + 1))


def monday_of(day: int) -> int:
    """The day number of the Monday that began the day's week; 1970-01-01 was a Thursday."""
    return day - (day + 3) % 7


def _next_month(day: int) -> int:
    """The day number of the first of the following month."""
    return day_number((date_of(day).replace(day=1) + timedelta(days=31)).replace(day=1))


_NEXT: Final[dict[Grain, Callable[[int], int]]] = {
    Grain.DAY: lambda day: day + 1,
    Grain.WEEK: lambda day: monday_of(day) + 7,
    Grain.MONTH: _next_month,
}


def cut_period(period: Period, *, by: Grain) -> list[Period]:
    """Cut a period into calendar days, weeks from Monday or months; the first and last may be cut short."""
    parts = []
    day = period.from_day
    while day < period.to_day:
        following = min(_NEXT[by](day), period.to_day)
        parts.append(Period(day, following))
        day = following
    return parts


def whole_weeks(period: Period) -> list[Period]:
    """The weeks, Monday to Sunday, that lie wholly in the period."""
    return [week for week in cut_period(period, by=Grain.WEEK) if week.to_day - week.from_day == 7]
