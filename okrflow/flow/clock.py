"""Clocks that the durations of items are read on: elapsed time, and the working time of an organisation.

A clock is a monotone function from instants to microseconds, and a duration the difference of two of its readings.
Each clock has its own day: 24 hours of elapsed time, `hours_per_day` of working time.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final, Protocol

import numpy as np

from okrflow.flow.codes import DAY_US, MISSING, IntArray
from okrflow.flow.days import date_of, day_number, first_showing

_DAYS_BEFORE: Final = 3
"""A working day that runs over midnight, far west of Greenwich, still goes on so many days of UTC later."""
_DAYS_AFTER: Final = 1


class Clock(Protocol):
    """What durations are measured with; `day_us` are the microseconds that make one day of it, called `unit`."""

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def day_us(self) -> int: ...

    def between(self, began: IntArray, ended: IntArray) -> IntArray:
        """The microseconds on this clock from instants to instants, arrays of one length."""
        ...


class ElapsedClock:
    """Time as it passes, nights and weekends included."""

    name: Final = "elapsed"
    unit: Final = "days"
    day_us: Final = DAY_US

    def between(self, began: IntArray, ended: IntArray) -> IntArray:
        """The microseconds from instants to instants."""
        return ended - began


ELAPSED: Final = ElapsedClock()


class WorkingClock:
    """Runs on working days only, and on them for `day_us` of local wall time from `starts_us` after midnight.

    A working day begins and ends at the first instants at which the local clock shows its hours, or later where it
    skips them; so one on which the clocks change may hold an hour more or less than others, and one that the zone left
    out holds nothing. Instants may lie between 1970 and 2200; only the years asked for are worked out.
    """

    name: Final = "working"
    unit: Final = "working days"

    def __init__(
        self,
        zone: tzinfo,
        *,
        starts_us: int,
        day_us: int,
        weekdays: Collection[int],
        holidays: Callable[[int], Collection[date]],
        extra_days: Collection[date] = (),
    ) -> None:
        """`weekdays` are 0 (Monday) to 6; `holidays` gives those of a year; `extra_days` are worked on whatever they are."""
        self.day_us = day_us
        self._zone = zone
        self._starts_us = starts_us
        self._weekdays = frozenset(weekdays)
        self._holidays = holidays
        self._extra_days = frozenset(extra_days)
        self._years = range(0)
        self._stretches = _Stretches.of([], [])

    def between(self, began: IntArray, ended: IntArray) -> IntArray:
        """The microseconds of working time from instants to instants."""
        if not len(began):
            return np.zeros(0, np.int64)
        both = np.concatenate([began, ended])
        stretches = self._over(int(both.min()), int(both.max()))
        return stretches.worked(ended) - stretches.worked(began)

    def _over(self, first: int, last: int) -> "_Stretches":
        """The working time of at least the years of two instants."""
        start = date_of(first // DAY_US - _DAYS_BEFORE).year
        end = date_of(last // DAY_US + _DAYS_AFTER).year + 1
        if not self._years:
            self._years = range(start, start)
        if start < self._years.start or end > self._years.stop:
            self._years = range(min(start, self._years.start), max(end, self._years.stop))
            self._stretches = self._worked_in(self._years)
        return self._stretches

    def _worked_in(self, years: range) -> "_Stretches":
        opens = [
            day_number(day) * DAY_US + self._starts_us for year in years for day in self.working_days(year)
        ]
        return _Stretches.of(
            [first_showing(self._zone, local_us) for local_us in opens],
            [first_showing(self._zone, local_us + self.day_us) for local_us in opens],
        )

    def working_days(self, year: int) -> list[date]:
        """The dates of a year that are worked on, in order."""
        off = frozenset(self._holidays(year)) - self._extra_days
        dates = map(date_of, range(day_number(date(year, 1, 1)), day_number(date(year + 1, 1, 1))))
        return [
            day
            for day in dates
            if day not in off and (day.weekday() in self._weekdays or day in self._extra_days)
        ]


@dataclass(frozen=True, eq=False, slots=True)
class _Stretches:
    """Stretches `[opens, closes)` in which the clock runs, in order and apart; `before` is what it shows at `opens`."""

    opens: IntArray
    closes: IntArray
    before: IntArray

    @classmethod
    def of(cls, opens: list[int], closes: list[int]) -> "_Stretches":
        """An empty stretch before all others spares asking whether there is an earlier one."""
        starts, ends = np.array([MISSING, *opens], np.int64), np.array([MISSING, *closes], np.int64)
        lengths = ends - starts
        return cls(starts, ends, np.cumsum(lengths) - lengths)

    def worked(self, at: IntArray) -> IntArray:
        """What the clock shows at instants within its years."""
        place = np.searchsorted(self.opens, at, side="right") - 1
        return self.before[place] + np.minimum(at, self.closes[place]) - self.opens[place]


def days_between(clock: Clock, began: int, ended: int) -> float:
    """The days on a clock from one instant to another."""
    return int(clock.between(np.array([began]), np.array([ended]))[0]) / clock.day_us
