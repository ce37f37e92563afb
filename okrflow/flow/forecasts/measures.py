"""What the measures of flow may be at the end of a day to come, drawn from the days, items and visits before.

A measure over a window takes what is known of the window's days before today, and draws the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.flow.codes import FloatArray, IntArray, Reason
from okrflow.flow.forecasts.draws import TRIALS, Daily, Seed, sums_of_days, too_few
from okrflow.flow.forecasts.outlooks import Drawn

Foretold = Drawn | Reason

_ENOUGH: Final = 30
"""With so many items in a metric's own window before today, those to come are drawn from that window alone."""
_MOST_DRAWN: Final = 2_000_000
"""Items drawn in all; where a trial takes more than 200 there are fewer trials, of values that hardly differ."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Past:
    """What happened before today. Arrays by day end with yesterday; `sample` is how many of the days are drawn from.

    `happened` counts items finished, or visits ended; `item_days` is time in progress, or in the stage; `load` is what
    is in progress at the start of today and `changes` what a day adds to it. `part` and `whole` make a share. `times`
    and `active` are days of single items or visits (no active time: 0), `ago` how many days before today they ended.
    """

    sample: int
    happened: IntArray
    load: int
    changes: IntArray
    item_days: FloatArray
    part: FloatArray
    whole: FloatArray
    times: FloatArray
    active: FloatArray
    ago: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How far to look: so many days, of which today is the first; the last is the last one of a window of days."""

    days: int
    window: int
    seed: Seed

    @property
    def coming(self) -> int:
        """The days of the window that are still to come, today included."""
        return min(self.days, self.window)

    @property
    def known(self) -> int:
        """The days of the window that lie before today."""
        return self.window - self.coming

    @property
    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


Foretell = Callable[[Past, Ahead], Foretold]


def velocity(past: Past, ahead: Ahead) -> Foretold:
    """Items finished in the window."""
    if reason := too_few(_last(past.happened, past.sample)):
        return reason
    known = _last(past.happened, ahead.known).sum()
    return Drawn(np.asarray(known + _numbers(past, ahead, ahead.generator), np.float64))


def share(past: Past, ahead: Ahead) -> Foretold:
    """The share of `part` in `whole` over the window; both are drawn by day, together."""
    if reason := too_few(_last(past.happened, past.sample)):
        return reason
    daily = np.stack([past.part, past.whole])
    known = _last(daily, ahead.known).sum(axis=1)
    part, whole = known[:, None] + sums_of_days(
        _last(daily, _alike(past, ahead)), days=ahead.coming, generator=ahead.generator
    )
    return Drawn(_ratio(part, whole))


def time_percentile(level: float) -> Foretell:
    """A percentile of the times of the items, or visits, that end in the window, by linear interpolation."""

    def foretell(past: Past, ahead: Ahead) -> Foretold:
        reason = _doubt(past, ahead)
        return reason or Drawn(_percentile(past, ahead, level / 100))

    return foretell


def time_mean(past: Past, ahead: Ahead) -> Foretold:
    """The mean of the times of the items that end in the window."""
    return _ratio_of_sums(past, ahead, past.times, np.ones(len(past.times)))


def efficiency(past: Past, ahead: Ahead) -> Foretold:
    """Active time / flow time of the measurable items that end in the window; both of an item are drawn together."""
    if not past.active[past.ago <= _alike(past, ahead)].any():
        return Reason.NOTHING_MEASURABLE
    return _ratio_of_sums(past, ahead, past.active, np.where(past.active > 0, past.times, 0.0))


def load_at_end(past: Past, ahead: Ahead) -> Foretold:
    """What is in progress at the end of the last day."""
    if reason := too_few(_last(past.changes, past.sample)):
        return reason
    *_, last = _loads(past, ahead)
    return Drawn(last)


def load_mean(past: Past, ahead: Ahead) -> Foretold:
    """The mean of what is in progress over the window; a day's is that of its beginning and its end."""
    if reason := too_few(_last(past.changes, past.sample)):
        return reason
    item_days = np.full(TRIALS, _last(past.item_days, ahead.known).sum())
    before = np.full(TRIALS, float(past.load))
    for day, after in enumerate(_loads(past, ahead)):
        if day >= ahead.days - ahead.coming:
            item_days += (before + after) / 2
        before = after
    return Drawn(item_days / ahead.window)


def _last(daily: Daily, days: int) -> Daily:
    """The last days; the days are the last axis."""
    return daily[..., daily.shape[-1] - days :]


def _alike(past: Past, ahead: Ahead) -> int:
    """From how many days to draw what items are like: those of the window before today where they are enough, else all.

    So a change of a month ago no longer counts, as it would not in the metric itself.
    """
    days = min(ahead.window, past.sample)
    return days if _last(past.happened, days).sum() >= _ENOUGH else past.sample


def _doubt(past: Past, ahead: Ahead) -> Reason | None:
    """Why no times can be drawn, or None; a clock may not have told those of any item yet."""
    told = (past.ago <= _alike(past, ahead)).any()
    return too_few(_last(past.happened, past.sample)) or (None if told else Reason.NOTHING_MEASURABLE)


def _numbers(past: Past, ahead: Ahead, generator: np.random.Generator) -> IntArray:
    """Of each trial how many items end in the days of the window that are to come."""
    sample = _last(past.happened, past.sample)
    numbers: IntArray = sums_of_days(sample[None], days=ahead.coming, generator=generator)[0].astype(np.int64)
    return numbers


def _few_enough(numbers: IntArray) -> IntArray:
    """As many of the trials as can be drawn item by item."""
    return numbers[: max(1, _MOST_DRAWN // max(1, int(numbers.max())))]


def _loads(past: Past, ahead: Ahead) -> Iterator[FloatArray]:
    """The loads at the ends of the days to come, never below 0."""
    changes, generator = _last(past.changes, past.sample), ahead.generator
    load = np.full(TRIALS, float(past.load))
    for _ in range(ahead.days):
        drawn = generator.integers(len(changes), size=TRIALS, dtype=np.int16)
        load = np.maximum(load + changes[drawn], 0.0)
        yield load


def _percentile(past: Past, ahead: Ahead, share: float) -> FloatArray:
    """The percentile of each trial's times, those known and as many as come; NaN without any."""
    generator = ahead.generator
    numbers = _few_enough(_numbers(past, ahead, generator))
    known, pool = past.times[past.ago <= ahead.known], past.times[past.ago <= _alike(past, ahead)]
    comes = np.arange(int(numbers.max())) < numbers[:, None]
    nobody = np.finfo(np.float64).max
    times = np.full((len(numbers), len(known) + comes.shape[1] + 1), nobody)
    times[:, : len(known)] = known
    times[:, len(known) : -1][comes] = pool[
        generator.integers(len(pool), size=int(numbers.sum()), dtype=np.int32)
    ]
    times.sort(axis=1)
    place = np.maximum(len(known) + numbers - 1, 0) * share
    trial, below = np.arange(len(numbers)), np.floor(place).astype(np.int64)
    low, high = times[trial, below], times[trial, np.ceil(place).astype(np.int64)]
    return np.where(low == nobody, np.nan, low + (place - below) * (high - low))


def _ratio_of_sums(past: Past, ahead: Ahead, above: FloatArray, below: FloatArray) -> Foretold:
    """Of each trial the sum of `above` / the sum of `below` over the items known and as many as come."""
    if reason := _doubt(past, ahead):
        return reason
    generator = ahead.generator
    numbers = _few_enough(_numbers(past, ahead, generator))
    known, pool = past.ago <= ahead.known, past.ago <= _alike(past, ahead)
    drawn = generator.integers(np.count_nonzero(pool), size=int(numbers.sum()), dtype=np.int32)
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(numbers)])
    sums = [each[known].sum() + np.diff(_running(each[pool][drawn])[edges]) for each in (above, below)]
    return Drawn(_ratio(*sums))


def _running(values: FloatArray) -> FloatArray:
    """The sums before each value and after the last."""
    return np.concatenate([np.zeros(1), np.cumsum(values)])


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """NaN where there is nothing to divide by."""
    ratio: FloatArray = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return ratio
