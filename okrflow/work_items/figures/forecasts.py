"""Forecasts of value streams: how many items by a day, and when so many are done.

A forecast is made at the start of today: it is drawn from whole days up to yesterday and counts from today on, so
that every answer of one day is the same.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

import numpy as np

from okrflow.flow import Reason, day_number
from okrflow.flow.codes import IntArray
from okrflow.flow.forecasts import (
    LONGEST_SAMPLE,
    BackTest,
    DailyCounts,
    HowMany,
    When,
    back_test,
    how_many,
    too_few,
    when,
)
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures import reading
from okrflow.work_items.figures.windows import Window, today, zone_of

_DAYS_READ: Final = LONGEST_SAMPLE + 27 * 7
"""Enough for a sample before the first of the 26 whole weeks that forecasts are tried on."""

MOST_ITEMS: Final = 1000
MOST_DAYS: Final = 730
"""A forecast looks so many items, or days, ahead at most."""


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """What the forecasts of a stream rest on; `today` is the day on which they are made.

    `left_out` are the numbers of days that are not drawn from.
    """

    stream_id: int
    today: date
    history: DailyCounts
    left_out: frozenset[int] = frozenset()

    def without(self, days: Collection[date]) -> Self:
        """The same, drawn from all days but these."""
        return replace(self, left_out=frozenset(map(day_number, days)))

    @property
    def sample(self) -> IntArray:
        """Items finished on each of the days that forecasts are drawn from, the last of them yesterday."""
        counts = self.history.before(day_number(self.today))
        if not self.left_out:
            return counts
        drawn = np.arange(day_number(self.sampled_from), day_number(self.today))
        return counts[~np.isin(drawn, list(self.left_out))]

    @property
    def finished(self) -> int:
        """Items finished on these days."""
        return int(self.sample.sum())

    @property
    def reason(self) -> Reason | None:
        """Why there is no forecast, or None."""
        return too_few(self.sample)

    @property
    def sampled_from(self) -> date:
        """The first of those days."""
        return self.today - timedelta(days=len(self.history.before(day_number(self.today))))

    @property
    def farthest(self) -> date:
        """The last day that can be asked for."""
        return self.today + timedelta(days=MOST_DAYS)

    @property
    def seed(self) -> tuple[int, int]:
        return self.stream_id, day_number(self.today)

    def how_many(self, by: date) -> HowMany:
        """Items finished from today to the end of a day, which is today or later."""
        days = (by - self.today).days + 1
        return how_many(self.sample, days=days, seed=self.seed)

    def when(self, items: int) -> When:
        """Days until so many items are finished; today is the first."""
        return when(self.sample, items=items, seed=self.seed)

    def day_after(self, days: int) -> date:
        """The last of so many days, of which today is the first."""
        return self.today + timedelta(days=days - 1)

    def back_test(self) -> BackTest:
        """How often the statement "at least p15 in this week" held in the last 26 whole weeks."""
        return back_test(self.history, stream=self.stream_id)


def throughput(value_stream: ValueStream, *, now: datetime) -> Throughput:
    """The items that the stream finished day by day. One query."""
    organisation = value_stream.organisation
    day = today(organisation, now=now)
    window = Window(first=day - timedelta(days=_DAYS_READ), to=day, zone=zone_of(organisation))
    history = DailyCounts.of_rows(reading.flow_days([value_stream.pk], window), window.period)
    return Throughput(stream_id=value_stream.pk, today=day, history=history)


def forecast_how_many(value_stream: ValueStream, by: date, *, now: datetime) -> HowMany:
    """How many items the stream finishes from today to the end of a day. One query."""
    return throughput(value_stream, now=now).how_many(by)


def forecast_when(value_stream: ValueStream, items: int, *, now: datetime) -> When:
    """In how many days the stream finishes so many items; today is the first. One query."""
    return throughput(value_stream, now=now).when(items)
