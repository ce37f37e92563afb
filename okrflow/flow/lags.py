"""How two metrics move together, one some weeks after the other: rank correlations of their weekly differences.

A correlation is no proof: two metrics may both follow a third one, or a season.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from okrflow.flow.codes import FloatArray

LONGEST_LAG_WEEKS: Final = 13
LEAST_PAIRS: Final = 20


class NoLag(StrEnum):
    """Why there is no correlation at a lag."""

    TOO_FEW_PAIRS = "too_few_pairs"
    NEVER_CHANGED = "never_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LagCorrelation:
    """How the second series moves `weeks` after the first, from -1 to 1; None for a `reason`."""

    weeks: int
    pairs: int
    value: float | None = None
    reason: NoLag | None = None


def lag_curve(first: Sequence[float | None], second: Sequence[float | None]) -> list[LagCorrelation]:
    """Spearman's rank correlation between the weekly differences of two series, for lags of 0 to 13 weeks.

    Both hold one value a week for the same weeks, oldest first; None or NaN where there was none. A pair is a difference
    of the first and the one of the second so many weeks later. Raises ValueError for series of different lengths.
    """
    if len(first) != len(second):
        raise ValueError("Both series are of the same weeks.")
    leads, follows = np.diff(_array(first)), np.diff(_array(second))
    return [_at(leads, follows, weeks) for weeks in range(LONGEST_LAG_WEEKS + 1)]


def strongest(curve: Sequence[LagCorrelation]) -> LagCorrelation | None:
    """The lag with the largest correlation, whichever its sign; of equal ones the shortest."""
    known = [each for each in curve if each.value is not None]
    return max(known, key=lambda each: abs(each.value or 0.0), default=None)


def _array(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _at(leads: FloatArray, follows: FloatArray, weeks: int) -> LagCorrelation:
    early, late = leads[: max(0, len(leads) - weeks)], follows[weeks:]
    known = ~(np.isnan(early) | np.isnan(late))
    early, late, pairs = early[known], late[known], int(known.sum())
    if pairs < LEAST_PAIRS:
        return LagCorrelation(weeks=weeks, pairs=pairs, reason=NoLag.TOO_FEW_PAIRS)
    value = _spearman(early, late)
    reason = NoLag.NEVER_CHANGED if value is None else None
    return LagCorrelation(weeks=weeks, pairs=pairs, value=value, reason=reason)


def _spearman(one: FloatArray, other: FloatArray) -> float | None:
    """Pearson's correlation of the ranks, equal values sharing the mean of theirs; None where one side is all equal."""
    a, b = _ranks(one), _ranks(other)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else None


def _ranks(values: FloatArray) -> FloatArray:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((2 * last - counts + 1) / 2)[place]
