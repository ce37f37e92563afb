"""Values of a metric by day: which one is in force, and for how long it tells anything."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple, Self


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as it was recorded: the instant it is about, when it was entered, the stored decimal."""

    about: datetime
    recorded: datetime
    value: Decimal


class DayValue(NamedTuple):
    """The value in force at the end of a day on which it changed."""

    day: date
    value: Decimal


_DAY: Final = attrgetter("day")


@dataclass(frozen=True, slots=True)
class Series:
    """The days on which the value changed, ascending, each once; a value holds until the next.

    `known_days` is how long a value tells anything, the day it is about included; None: until the next one.
    `gaps` are days, ascending, from which on there is no value until the next one.
    """

    days: tuple[DayValue, ...]
    known_days: int | None = None
    gaps: tuple[date, ...] = ()

    @classmethod
    def of_measured(cls, values: Iterable[Measured], *, zone: tzinfo, cadence_days: int) -> Self:
        """Of typed-in values: of one day the one about the latest instant, of equal instants the one recorded last."""
        ordered = sorted(values, key=lambda each: (each.about, each.recorded))
        by_day = {each.about.astimezone(zone).date(): each.value for each in ordered}
        return cls.of_days(by_day.items(), cadence_days=cadence_days)

    @classmethod
    def of_days(cls, values: Iterable[tuple[date, Decimal]], *, cadence_days: int) -> Self:
        """Of typed-in values by ascending day; each tells something for two cadences."""
        return cls(tuple(DayValue(day, value) for day, value in values), 2 * cadence_days)

    @classmethod
    def of_computed(cls, values: Iterable[tuple[date, Decimal | None]]) -> Self:
        """Of computed values by ascending day; each is known until the next, and None is a gap."""
        every = list(values)
        days = tuple(DayValue(day, value) for day, value in every if value is not None)
        return cls(days, gaps=tuple(day for day, value in every if value is None))

    def since(self, day: date | None) -> Self:
        """Without what lies before a day."""
        if day is None:
            return self
        return replace(self, days=self.days[bisect_left(self.days, day, key=_DAY) :])

    def on(self, day: date) -> DayValue | None:
        """The value in force on a day. Days before the first have none."""
        place = bisect_right(self.days, day, key=_DAY)
        found = self.days[place - 1] if place else None
        gap = bisect_right(self.gaps, day)
        return None if found and gap and self.gaps[gap - 1] > found.day else found

    def known_on(self, day: date) -> DayValue | None:
        """The value in force if it is still young enough to tell something."""
        found = self.on(day)
        if found is None or self.known_days is None or (day - found.day).days < self.known_days:
            return found
        return None

    def measured_days(self, first: date, last: date) -> int:
        return sum(first <= each.day <= last for each in self.days)
