"""What an experiment changed, with how sure that is. Source: "How we count", Experiments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from okrflow.flow.codes import DAY_US, IntArray, Kind, Reason
from okrflow.flow.effect_groups import Candidates, Groups, Measured, Span, Visits, groups
from okrflow.flow.weighted import FloatArray, weighted_percentile, weighted_ratio

DRAWS: Final = 1000
INTERVAL: Final = (5, 95)
FEWEST_ITEMS: Final = 30
STILL_OPEN: Final = 0.2
ARRIVALS_CHANGED: Final = 0.2


class Warned(StrEnum):
    """Why an effect is to be read with care."""

    MANY_OPEN = "many_open"
    ARRIVALS_CHANGED = "arrivals_changed"
    FEW_BEFORE = "few_before"
    FEW_AFTER = "few_after"
    TREND_BEFORE = "trend_before"


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning and its number.

    The share of the after-group that is still open, the relative change of arrivals a day, the items of a side, the relative
    change from the first to the second half of the days before.
    """

    code: Warned
    number: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The relative change and its 90 % interval; None with a reason where there is nothing to compare.

    `before` and `after` are in days or a share; `after` is standardised to the kinds before. The counts are items.
    """

    before: float | None
    after: float | None
    before_items: int
    settling_items: int
    after_items: int
    open_items: int
    settling_days: float
    change: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Reason | None = None
    warnings: tuple[Caution, ...] = ()


def effect(
    candidates: Candidates,
    visits: Visits | None,
    *,
    span: Span,
    measured: Measured,
    arrivals_per_day: tuple[float, float],
    seed: Sequence[int],
    day_us: int = DAY_US,
) -> Effect:
    """The effect of an experiment; `visits` are of the changed stage, None without one.

    `arrivals_per_day` are those of the 90 days before and of the experiment so far. The after-group is weighted so that
    each kind has the share that it has before; kinds that are missing on one side count on none. `day_us` is a day of the
    clock that the durations are on. Raises ValueError for a stage's measure without visits.
    """
    found = groups(candidates, visits, span=span, measured=measured)
    shares = _shares(found)
    before, after = (_Sample(side, visits, measured, shares) for side in (found.before, found.after))
    reason = _reason(found, span, before)
    change = after.value() / before.value() - 1 if reason is None else None
    low, high = _interval(before, after, seed) if change is not None else (None, None)
    unit = 1 if measured == Measured.EFFICIENCY else day_us
    return Effect(
        before=before.value() / unit if before.rows else None,
        after=after.value() / unit if after.rows else None,
        before_items=len(found.before),
        settling_items=len(found.settling),
        after_items=len(found.after),
        open_items=len(found.still_open),
        settling_days=found.settling_us / DAY_US,
        change=change,
        low=low,
        high=high,
        reason=reason,
        warnings=() if change is None else _warnings(found, visits, span, measured, arrivals_per_day, change),
    )


def plain_value(
    side: Candidates, visits: Visits | None, *, measured: Measured, day_us: int = DAY_US
) -> float | None:
    """The measure over some items as they are, in days or a share; None without any that it can be taken of."""
    sample = _Sample(side, visits, measured, _counts(side) / max(1, len(side)))
    unit = 1 if measured == Measured.EFFICIENCY else day_us
    return sample.value() / unit if sample.rows else None


def _counts(side: Candidates) -> IntArray:
    """Items by kind."""
    return np.bincount(side.kind, minlength=len(Kind))


def _shares(found: Groups) -> FloatArray:
    """The share of each kind before, among those that are on both sides; with an empty side or none in common, before."""
    before, after = _counts(found.before), _counts(found.after)
    common = np.where(after > 0, before, 0)
    shares: FloatArray = (common if common.any() else before) / max(1, common.sum() or before.sum())
    return shares


class _Sample:
    """One side: the values of its items, ascending, and each item's weight."""

    def __init__(
        self, side: Candidates, visits: Visits | None, measured: Measured, shares: FloatArray
    ) -> None:
        counts = _counts(side)
        # A side of kinds that the other lacks altogether is shown as it is.
        shares = shares if (shares * counts).any() else counts / max(1, counts.sum())
        self._weights = shares[side.kind] / np.maximum(counts, 1)[side.kind]
        self._strata = [rows for kind in Kind if len(rows := np.flatnonzero(side.kind == kind))]
        item, part, whole = _values(side, visits, measured)
        order = np.argsort(part, kind="stable")
        self._item, self._part, self._whole = item[order], part[order], whole[order]
        self._read = _READ[measured]

    @property
    def rows(self) -> int:
        return len(self._part)

    def value(self) -> float:
        """The measure, standardised."""
        return self._read(self._part, self._whole, self._weights[self._item])

    def drawn(self, rng: np.random.Generator) -> float:
        """The measure of as many items, drawn with replacement within each kind."""
        times = np.zeros(len(self._weights))
        for rows in self._strata:
            times[rows] = np.bincount(rng.integers(len(rows), size=len(rows)), minlength=len(rows))
        return self._read(self._part, self._whole, (times * self._weights)[self._item])


def _values(
    side: Candidates, visits: Visits | None, measured: Measured
) -> tuple[IntArray, FloatArray, FloatArray]:
    """The place of the item that each value is of, the value in microseconds, and what it is a part of."""
    if measured.of_stage and visits is not None:
        # The items of a side are in ascending order, as whatever is read by item.
        place = np.searchsorted(side.item, visits.item)
        ours = np.isin(visits.item, side.item)
        return place[ours], visits.clock_us[ours].astype(float), np.ones(int(ours.sum()))
    place = np.arange(len(side))
    if measured == Measured.EFFICIENCY:
        return place, side.active_us.astype(float), side.flow_us.astype(float)
    return place, side.flow_us.astype(float), np.ones(len(side))


def _percentile(level: float) -> Callable[[FloatArray, FloatArray, FloatArray], float]:
    return lambda part, whole, weights: weighted_percentile(part, weights, level)


_READ: Final[dict[Measured, Callable[[FloatArray, FloatArray, FloatArray], float]]] = {
    Measured.FLOW_TIME_P50: _percentile(50),
    Measured.FLOW_TIME_P85: _percentile(85),
    Measured.FLOW_TIME_MEAN: weighted_ratio,
    Measured.EFFICIENCY: weighted_ratio,
    Measured.STAGE_VISIT_P50: _percentile(50),
    Measured.STAGE_VISIT_P85: _percentile(85),
}


def _reason(found: Groups, span: Span, before: _Sample) -> Reason | None:
    """Why nothing can be compared, if so."""
    if span.as_of < span.start:
        return Reason.NOT_BEGUN
    if not len(found.before):
        return Reason.NOTHING_BEFORE
    if not len(found.after):
        settled = span.as_of >= span.start + found.settling_us
        return Reason.NOTHING_AFTER if settled else Reason.SETTLING
    if not (_counts(found.before) * _counts(found.after)).any():
        return Reason.NO_KIND_IN_COMMON
    return None if before.value() > 0 else Reason.BEFORE_IS_ZERO


def _interval(before: _Sample, after: _Sample, seed: Sequence[int]) -> tuple[float, float]:
    """The 5th and 95th percentile of the change over the draws; draws from which nothing can be divided are passed over."""
    rng = np.random.default_rng(seed)
    pairs = np.array([(before.drawn(rng), after.drawn(rng)) for _ in range(DRAWS)])
    pairs = pairs[pairs[:, 0] > 0]
    low, high = np.percentile(pairs[:, 1] / pairs[:, 0] - 1, INTERVAL)
    return float(low), float(high)


def _warnings(
    found: Groups,
    visits: Visits | None,
    span: Span,
    measured: Measured,
    arrivals_per_day: tuple[float, float],
    change: float,
) -> tuple[Caution, ...]:
    """Which of the conditions hold, with their numbers."""
    gone, there = len(found.after) + len(found.settling), len(found.still_open)
    old, new = arrivals_per_day
    arrivals = new / old - 1 if old else None
    trend = _trend(found.before, visits, span, measured)
    checks = [
        (Warned.MANY_OPEN, there / (gone + there), there > STILL_OPEN * (gone + there)),
        (Warned.ARRIVALS_CHANGED, arrivals, arrivals is not None and abs(arrivals) > ARRIVALS_CHANGED),
        (Warned.FEW_BEFORE, len(found.before), len(found.before) < FEWEST_ITEMS),
        (Warned.FEW_AFTER, len(found.after), len(found.after) < FEWEST_ITEMS),
        (Warned.TREND_BEFORE, trend, trend is not None and abs(trend) >= abs(change)),
    ]
    return tuple(
        Caution(code, float(number)) for code, number, holds in checks if holds and number is not None
    )


def _trend(before: Candidates, visits: Visits | None, span: Span, measured: Measured) -> float | None:
    """The relative change from the first to the second half of the days before; None where a half is empty."""
    late = before.finished >= (span.window + span.start) // 2
    halves = [before.where(~late), before.where(late)]
    if not all(map(len, halves)):
        return None
    shares = _counts(before) / len(before)
    first, second = (_Sample(half, visits, measured, shares).value() for half in halves)
    return second / first - 1 if first else None
