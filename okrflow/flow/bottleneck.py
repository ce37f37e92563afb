"""The bottleneck of a stream, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.flow.codes import IntArray, Reason
from okrflow.flow.days import Days
from okrflow.flow.periods import Clip, Grain, Period, cut_period, whole_weeks

DRAWS: Final = 500
CLEAR: Final = 0.8
CANDIDATE: Final = 0.1
FEWEST_ITEMS: Final = 10
FEWEST_BLOCKS: Final = 4
_DAYS_FOR_WEEKS: Final = 56


@dataclass(frozen=True, slots=True)
class Candidate:
    """A status that comes first in this fraction of the draws."""

    status: int
    stability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """The stage with the largest share of item-days; a waiting one stands in front of an active status, if of any."""

    status: int
    in_front_of: int | None
    share: float
    growth_per_week: float
    stability: float


def blocks(period: Period, clipped: Clip, *, days: Days) -> list[Period]:
    """What the draws are made of: whole weeks from Monday within the clipped period, days if that is under 8 weeks."""
    past = int(np.searchsorted(days.starts, clipped.end, side="right")) - 1 + days.first
    whole = Period(period.from_day, min(period.to_day, past))
    if whole.to_day - whole.from_day < _DAYS_FOR_WEEKS:
        return cut_period(whole, by=Grain.DAY)
    return whole_weeks(whole)


def stabilities(block_us: IntArray, *, seed: Sequence[int]) -> list[float]:
    """For each stage the fraction of draws in which it comes first, the earlier of equals.

    `block_us` are the item-microseconds of stages (rows) in blocks (columns). A draw takes as many blocks as there are,
    with replacement; one in which no stage held an item has no first.
    """
    stages, count = block_us.shape
    if not stages or not count:
        return [0.0] * stages
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    sums = drawn @ block_us.T
    first = np.argmax(sums, axis=1)[sums.any(axis=1)]
    return [int(times) / DRAWS for times in np.bincount(first, minlength=stages)]


def doubt(*, items: int, block_count: int, stability: float) -> Reason | None:
    """Why no bottleneck is named, or None when it is clear."""
    if items < FEWEST_ITEMS:
        return Reason.TOO_FEW_ITEMS
    if block_count < FEWEST_BLOCKS:
        return Reason.TOO_FEW_BLOCKS
    return None if stability >= CLEAR else Reason.NO_CLEAR_BOTTLENECK


def candidates(statuses: Sequence[int], fractions: Sequence[float]) -> tuple[Candidate, ...]:
    """The stages that come first often enough to be named, in the stream's order."""
    pairs = zip(statuses, fractions, strict=True)
    return tuple(Candidate(status, fraction) for status, fraction in pairs if fraction >= CANDIDATE)
