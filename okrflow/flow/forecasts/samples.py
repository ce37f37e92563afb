"""From which days a forecast is drawn."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from okrflow.flow.codes import ALL_KINDS, IntArray
from okrflow.flow.periods import Period
from okrflow.flow.rollups import Rollup

LONGEST_SAMPLE: Final = 90
SHORTEST_SAMPLE: Final = 30


@dataclass(frozen=True, eq=False, slots=True)
class DailyCounts:
    """Items finished a day: `counts` of consecutive whole days, of which `first` is the day number of the first.

    `began` is the day on which something happened in the stream for the first time.
    """

    first: int
    counts: IntArray
    began: int

    @classmethod
    def of_rows(cls, rows: Rollup, period: Period) -> Self:
        """The counts of a period from FlowDay rows of all its days; what lies before it may be summed up to one row."""
        every = rows.where(rows.keys["kind"] == ALL_KINDS)
        day, finished = every.keys["day"], every.columns["finished"]
        counts = np.zeros(period.to_day - period.from_day, np.int64)
        within = (day >= period.from_day) & (day < period.to_day)
        np.add.at(counts, day[within] - period.from_day, finished[within])
        return cls(period.from_day, counts, began=int(day.min(initial=period.to_day)))

    @property
    def end(self) -> int:
        """The number of the day after the last."""
        return self.first + len(self.counts)

    def between(self, from_day: int, to_day: int) -> IntArray:
        """The counts of the days [from, to); days that lie outside count 0."""
        found = np.zeros(to_day - from_day, np.int64)
        start, end = max(from_day, self.first), min(to_day, self.end)
        if start < end:
            found[start - from_day : end - from_day] = self.counts[start - self.first : end - self.first]
        return found

    def before(self, day: int) -> IntArray:
        """The samples of a forecast made at the start of a day: the 90 days before it, fewer since the stream began.

        They are 30 at least: the days before the stream began count as days on which nothing was finished.
        """
        return self.between(sample_start(day, began=self.began), day)


def sample_start(day: int, *, began: int) -> int:
    """The first day of the samples of a forecast made at the start of a day."""
    return min(max(day - LONGEST_SAMPLE, began), day - SHORTEST_SAMPLE)
