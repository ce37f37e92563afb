"""The days of a time zone as instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Self

import numpy as np

from okrflow.flow.codes import DAY_US, IntArray

_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH: Final = _EPOCH.replace(tzinfo=None)
_SECOND_US: Final = 1_000_000


def day_number(on: date) -> int:
    """Days since 1970-01-01."""
    return on.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


@dataclass(frozen=True, eq=False, slots=True)
class Days:
    """Consecutive days of a zone: `first` is the day number of the first, `starts` the first instant of each.

    `starts` has one more entry, the start of the day after the last, so `starts[i + 1] - starts[i]` is the length of day
    `first + i`: 23 or 25 hours where clocks change, 0 for a date that the zone left out (Apia, 30 December 2011).
    """

    first: int
    starts: IntArray

    @classmethod
    def build(cls, zone: tzinfo, *, first: date, last: date) -> Self:
        """The days from `first` to `last`, both included. Raises ValueError when there is none."""
        if last < first:
            raise ValueError("the last day lies before the first")
        numbers = range(day_number(first), day_number(last) + 2)
        return cls(numbers.start, np.array([first_showing(zone, day * DAY_US) for day in numbers], np.int64))

    @property
    def end(self) -> int:
        """The number of the day after the last."""
        return self.first + len(self.starts) - 1

    def of(self, at: IntArray) -> IntArray:
        """The day numbers of instants. Raises ValueError when one lies outside these days."""
        if len(at) and (at.min() < self.starts[0] or at.max() >= self.starts[-1]):
            raise ValueError("an instant lies outside the days")
        return np.searchsorted(self.starts, at, side="right") + (self.first - 1)

    def start_of(self, day: int) -> int:
        """The first instant of a day, or of the one after the last. Raises ValueError for any other."""
        if not self.first <= day <= self.end:
            raise ValueError("a day lies outside the days")
        return int(self.starts[day - self.first])

    def left_of_day(self, at: IntArray, day: IntArray) -> IntArray:
        """Microseconds from instants to the ends of their days, both arrays of one length."""
        return self.starts[day - self.first + 1] - at


def first_showing(zone: tzinfo, local_us: int) -> int:
    """The first instant at which a zone's clocks show a local time, or a later one where they skip it.

    `local_us` are microseconds from the local 1970-01-01 00:00, as if every day had 24 hours.
    """
    local = _LOCAL_EPOCH.replace(tzinfo=zone) + timedelta(microseconds=local_us)
    before, after = _offset_us(local), _offset_us(local.replace(fold=1))
    # Of a time that comes twice, fold 0 is the first; one that is skipped has the larger offset in fold 1.
    first = local_us - before
    return first if after <= before else _first_from(zone, local_us, local_us - after, first)


def _offset_us(local: datetime) -> int:
    """Local time minus UTC, in microseconds."""
    offset = local.utcoffset()
    if offset is None:
        raise ValueError("the zone has no offset from UTC")
    return (offset.days * 86_400 + offset.seconds) * _SECOND_US


def _first_from(zone: tzinfo, local_us: int, early: int, late: int) -> int:
    """The first whole second after `early`, up to `late`, that shows `local_us` or later, by bisection."""
    while late - early > _SECOND_US:
        middle = (early + late) // (2 * _SECOND_US) * _SECOND_US
        if middle + _offset_us((_EPOCH + timedelta(microseconds=middle)).astimezone(zone)) >= local_us:
            late = middle
        else:
            early = middle
    return late
