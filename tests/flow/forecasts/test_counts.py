"""How many by a day and when so many are done: constant days, known distributions, and what must always hold."""

from itertools import pairwise
from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest

from okrflow.flow import Reason
from okrflow.flow.forecasts import HowMany, When, how_many, when
from okrflow.flow.forecasts.counts import totals, waits

SEED = (7, 20_000)
BUSY = np.array([0, 0, 3, 1, 0, 2, 0, 0, 5, 1] * 9)


def poisson(mean: float, days: int = 90) -> np.ndarray:
    return np.random.default_rng(1).poisson(mean, days)


def test_of_constant_days_everything_is_sure() -> None:
    two_a_day = np.full(90, 2)

    assert how_many(two_a_day, days=10, seed=SEED) == HowMany(p15=20, p50=20, p85=20)
    assert when(two_a_day, items=20, seed=SEED) == When(p50=10, p85=10, p95=10)
    assert when(two_a_day, items=21, seed=SEED) == When(p50=11, p85=11, p95=11)


def test_one_item_every_other_day_takes_the_geometric_time() -> None:
    """The first success of a fair coin: by day 1, 3 and 5 in at least 50, 85 and 95 % of the trials."""
    every_other = np.array([0, 1] * 45)

    assert when(every_other, items=1, seed=SEED).p85 == 3
    assert np.mean(waits(every_other, items=1, seed=SEED) == 1) == pytest.approx(0.5, abs=0.02)
    assert np.mean(waits(every_other, items=1, seed=SEED) == 2) == pytest.approx(0.25, abs=0.02)


def test_a_day_of_a_coin_is_binomial() -> None:
    found = totals(np.array([0, 1] * 45), days=4, seed=SEED)

    shares = np.bincount(found, minlength=5) / len(found)
    assert shares == pytest.approx(np.array([1, 4, 6, 4, 1]) / 16, abs=0.02)


@pytest.mark.parametrize("days", [28, 90, 400])
def test_many_days_come_near_the_normal_distribution(days: int) -> None:
    counts = poisson(1.3)
    expected = NormalDist(days * counts.mean(), sqrt(days) * counts.std())

    found = how_many(counts, days=days, seed=SEED)

    assert found.p15 == pytest.approx(expected.inv_cdf(0.15), abs=0.08 * expected.stdev + 1)
    assert found.p50 == pytest.approx(expected.mean, abs=0.08 * expected.stdev + 1)
    assert found.p85 == pytest.approx(expected.inv_cdf(0.85), abs=0.08 * expected.stdev + 1)


@pytest.mark.parametrize("items", [1, 20, 500])
def test_both_questions_have_one_answer(items: int) -> None:
    """So many items are done by a day exactly when as many or more are finished by then."""
    found = when(BUSY, items=items, seed=SEED)

    for day, share in ((found.p50, 0.5), (found.p85, 0.85), (found.p95, 0.95)):
        assert day is not None
        assert np.mean(totals(BUSY, days=day, seed=SEED) >= items) > share - 0.02
        assert np.mean(totals(BUSY, days=day - 1, seed=SEED) >= items) < share + 0.02


def test_slow_streams_wait_long_and_exactly() -> None:
    """Five items in 90 days: 300 items take 300 busy days and the empty days between, 5,400 on average."""
    rare = np.zeros(90, np.int64)
    rare[::18] = 1

    found = waits(rare, items=300, seed=SEED)

    assert found.mean() == pytest.approx(300 * 18, rel=0.01)
    assert found.std() == pytest.approx(sqrt(300 * (1 - 1 / 18)) * 18, rel=0.05)


def test_levels_are_in_order_and_more_time_never_means_less() -> None:
    lengths = [how_many(BUSY, days=days, seed=SEED) for days in (1, 2, 7, 30, 63, 64, 65, 200)]
    numbers = [when(BUSY, items=items, seed=SEED) for items in (1, 2, 10, 127, 300)]

    for found in lengths:
        assert found.p15 <= found.p50 <= found.p85  # type: ignore[operator]
    for shorter, longer in pairwise(lengths):
        assert shorter.p15 <= longer.p15 and shorter.p85 <= longer.p85  # type: ignore[operator]
    for fewer, more in pairwise(numbers):
        assert fewer.p50 <= more.p50 and fewer.p95 <= more.p95  # type: ignore[operator]


def test_the_statement_is_of_whole_items_and_at_least_as_sure_as_it_says() -> None:
    found, trials = how_many(BUSY, days=28, seed=SEED), totals(BUSY, days=28, seed=SEED)

    assert np.mean(trials >= found.p15) >= 0.85
    assert np.mean(trials <= found.p85) >= 0.85


def test_one_seed_gives_one_answer() -> None:
    assert np.array_equal(totals(BUSY, days=28, seed=(7, 1)), totals(BUSY, days=28, seed=(7, 1)))
    assert not np.array_equal(totals(BUSY, days=28, seed=(7, 1)), totals(BUSY, days=28, seed=(7, 2)))
    assert np.array_equal(waits(BUSY, items=9, seed=(7, 1)), waits(BUSY, items=9, seed=(7, 1)))


def test_four_days_with_a_finished_item_are_too_few() -> None:
    four = np.array([9, 9, 9, 9, 0, 0, 0, 0, 0, 0])

    assert how_many(four, days=7, seed=SEED) == HowMany(reason=Reason.TOO_FEW_DAYS)
    assert when(four, items=7, seed=SEED) == When(reason=Reason.TOO_FEW_DAYS)
    assert how_many(np.append(four, 1), days=7, seed=SEED).reason is None
