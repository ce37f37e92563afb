"""Rollup rows laid out day by day, so that any period is a difference of two running sums."""

from collections.abc import Mapping

import numpy as np

from okrflow.flow.codes import IntArray
from okrflow.flow.days import Days


class DailySeries:
    """Running sums of several groups of rows (kinds or stages) over a window of days.

    Rows before the window are what is carried into it: their `entered - left` is the load with which it begins, and it does
    not matter whether they are all handed in or summed up to one row. Rows behind the window are left out. Sums of
    microseconds are exact up to 10^8 item-days in one period.
    """

    def __init__(
        self, columns: Mapping[str, IntArray], *, day: IntArray, group: IntArray, groups: int, days: Days
    ) -> None:
        """Lay out rows with `entered`, `left` and `microseconds` among their columns; `group` is 0..groups - 1."""
        self._first = days.first
        size = days.end - days.first
        place = day - days.first
        within = (place >= 0) & (place < size)
        self._sums = {}
        for name, values in columns.items():
            daily = np.zeros((groups, size), np.int64)
            np.add.at(daily, (group[within], place[within]), values[within])
            self._sums[name] = daily
        carried = np.zeros((groups, 1), np.int64)
        np.add.at(carried[:, 0], group[place < 0], (columns["entered"] - columns["left"])[place < 0])
        change = self._sums["entered"] - self._sums["left"]
        self._load = carried + _running(change)
        self._sums["microseconds"] += self._load[:, :-1] * np.diff(days.starts)
        self._sums = {name: _running(daily) for name, daily in self._sums.items()}

    def total(self, column: str, from_day: IntArray, to_day: IntArray) -> IntArray:
        """The sums over periods [from, to), shape (groups, periods). `microseconds` are those of whole days."""
        sums = self._sums[column]
        return sums[:, to_day - self._first] - sums[:, from_day - self._first]

    def load(self, day: IntArray) -> IntArray:
        """The loads just before days begin, shape (groups, days)."""
        return self._load[:, day - self._first]

    def item_us(self, from_day: IntArray, to_day: IntArray, *, to_come: IntArray) -> IntArray:
        """Item-microseconds of periods without their last `to_come` microseconds, in which nothing happens."""
        return self.total("microseconds", from_day, to_day) - self.load(to_day) * to_come


def _running(daily: IntArray) -> IntArray:
    """The sums before each day and after the last: one column more than days."""
    running = np.zeros((daily.shape[0], daily.shape[1] + 1), np.int64)
    np.cumsum(daily, axis=1, out=running[:, 1:])
    return running
