"""Adding up postings by line, day and kind."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from okrflow.flow.codes import ALL_KINDS, BoolArray, CodeArray, IntArray
from okrflow.flow.days import Days

Amounts = Mapping[str, IntArray | None]
"""Per column what each posting adds to it; None: 1 each."""

_KINDS: Final = ALL_KINDS + 1
_SPARSE: Final = 8
"""Values that spread over more than so many times their number are sorted instead of counted off."""


def ranks(values: IntArray) -> tuple[IntArray, NDArray[np.intp]]:
    """The distinct values in ascending order, and for each value its place among them."""
    low, span = (int(values.min()), int(np.ptp(values)) + 1) if len(values) else (0, 0)
    if span > _SPARSE * len(values):
        return np.unique(values, return_inverse=True)
    # Counting off takes a fifth of the time of sorting, and daily keys are dense.
    present = np.zeros(span, np.bool_)
    present[values - low] = True
    return np.flatnonzero(present) + low, (np.cumsum(present) - 1)[values - low]


class Ledger:
    """Collects postings of amounts to (line, day, kind) and adds them up once, at the end.

    A line is a place in the caller's sorted list of streams or of (stream, status) pairs.
    """

    def __init__(self, *, days: Days) -> None:
        """Open a ledger for instants within the days."""
        self._days = days
        self._postings: list[tuple[IntArray, Amounts]] = []

    def post(
        self,
        line: IntArray,
        at: IntArray,
        kind: CodeArray,
        amounts: Amounts,
        *,
        whole: BoolArray | None = None,
        crossing: int = 0,
    ) -> None:
        """Post amounts under their kinds, and, where `whole` or always without it, under all kinds.

        A crossing of +1 (in) or -1 (out) also posts what it adds to the day's `microseconds`: the rest of the day.
        """
        day = self._days.of(at)
        if crossing:
            amounts = {**amounts, "microseconds": crossing * self._days.left_of_day(at, day)}
        key = (line * (self._days.end - self._days.first) + (day - self._days.first)) * _KINDS
        self._postings.append((key + kind, amounts))
        if whole is None or whole.all():
            self._postings.append((key + ALL_KINDS, amounts))
        else:
            parts = {name: None if values is None else values[whole] for name, values in amounts.items()}
            self._postings.append((key[whole] + ALL_KINDS, parts))

    def close(self, columns: tuple[str, ...]) -> tuple[IntArray, IntArray, IntArray, dict[str, IntArray]]:
        """The lines, days and kinds that hold something, in this order of sorting, and the sums of the columns."""
        keys, place = ranks(np.concatenate([key for key, _ in self._postings]))
        sums = {name: np.zeros(len(keys), np.int64) for name in columns}
        begin = 0
        for key, amounts in self._postings:
            rows = place[begin : begin + len(key)]
            begin += len(key)
            for name, values in amounts.items():
                _add(sums[name], rows, values)
        line_day, kind = np.divmod(keys, _KINDS)
        line, day = np.divmod(line_day, self._days.end - self._days.first)
        return line, day + self._days.first, kind, sums


def _add(sums: IntArray, rows: NDArray[np.intp], amounts: IntArray | None) -> None:
    """Add amounts to rows, in place; integers all the way, as sums of microseconds outgrow a double."""
    if amounts is None:
        sums += np.bincount(rows, minlength=len(sums))
    else:
        np.add.at(sums, rows, amounts)
