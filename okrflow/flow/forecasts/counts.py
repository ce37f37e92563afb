"""How many items will be finished by a day, and when so many will be done."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.flow.codes import IntArray, Reason
from okrflow.flow.forecasts.draws import TRIALS, Seed, sums_of_days, too_few

_AT_ONCE: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMany:
    """Items: at least `p15`, and at most `p85`, with 85 % confidence each; None with a reason."""

    p15: int | None = None
    p50: int | None = None
    p85: int | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Days until the items are done, the last one included: `p85` with 85 % confidence; None with a reason."""

    p50: int | None = None
    p85: int | None = None
    p95: int | None = None
    reason: Reason | None = None


def how_many(daily_counts: IntArray, *, days: int, seed: Seed) -> HowMany:
    """How many items are finished in so many days, drawn from daily counts of the past."""
    if reason := too_few(daily_counts):
        return HowMany(reason=reason)
    p15, p50, p85 = _levels(totals(daily_counts, days=days, seed=seed), 15, 50, 85)
    return HowMany(p15=p15, p50=p50, p85=p85)


def totals(daily_counts: IntArray, *, days: int, seed: Seed) -> IntArray:
    """The items of each trial; of nothing but zeros 0."""
    generator = np.random.default_rng(seed)
    items: IntArray = sums_of_days(daily_counts[None], days=days, generator=generator)[0].astype(np.int64)
    return items


def when(daily_counts: IntArray, *, items: int, seed: Seed) -> When:
    """In how many days so many items (at least one) are finished, drawn from daily counts of the past."""
    if reason := too_few(daily_counts):
        return When(reason=reason)
    p50, p85, p95 = _levels(waits(daily_counts, items=items, seed=seed), 50, 85, 95)
    return When(p50=p50, p85=p85, p95=p95)


def waits(daily_counts: IntArray, *, items: int, seed: Seed) -> IntArray:
    """The days of each trial.

    Only days on which something was finished are drawn one by one; how many empty days lie between so many of them
    is one draw from the negative binomial distribution, which makes slow streams as cheap as fast ones.
    """
    generator = np.random.default_rng(seed)
    busy = daily_counts[daily_counts > 0]
    needed = _busy_days(busy, items, generator)
    return needed + generator.negative_binomial(needed, len(busy) / len(daily_counts))


def _busy_days(busy: IntArray, items: int, generator: np.random.Generator) -> IntArray:
    """Of each trial how many drawn days it takes to come to so many items."""
    needed, missing = np.zeros(TRIALS, np.int64), np.full(TRIALS, items, np.int64)
    going = np.arange(TRIALS)
    while len(going):
        width = min(_AT_ONCE, int(missing.max()))
        drawn = busy[generator.integers(len(busy), size=(len(going), width), dtype=np.int16)]
        np.cumsum(drawn, axis=1, out=drawn)
        short = (drawn < missing[:, None]).sum(axis=1)
        needed[going] += np.minimum(short + 1, width)
        unfinished = short == width
        missing, going = missing[unfinished] - drawn[unfinished, -1], going[unfinished]
    return needed


def _levels(outcomes: IntArray, *levels: int) -> list[int]:
    """The smallest outcomes that these percents of the trials do not exceed: whole items, whole days."""
    return [int(level) for level in np.percentile(outcomes, levels, method="inverted_cdf")]
