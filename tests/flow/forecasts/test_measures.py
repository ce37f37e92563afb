"""What the measures of flow may be: known days count as they are, the others are drawn."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from okrflow.flow import Reason
from okrflow.flow.forecasts import Ahead, Drawn, Foretell, Past, chance, measures

SEED = (7, 20_000)
DAYS = 90


def past(**given: Any) -> Past:
    """One item a day, 4 days long, half of it active; two in progress, and nothing changes."""
    usual: dict[str, Any] = {
        "sample": DAYS,
        "happened": np.ones(DAYS, np.int64),
        "load": 2,
        "changes": np.zeros(DAYS, np.int64),
        "item_days": np.full(DAYS, 2.0),
        "part": np.full(DAYS, 1.0),
        "whole": np.full(DAYS, 4.0),
        "times": np.full(DAYS, 4.0),
        "active": np.full(DAYS, 2.0),
        "ago": np.arange(DAYS, 0, -1),
    }
    return Past(**usual | given)


def ahead(days: int, window: int = 28) -> Ahead:
    return Ahead(days=days, window=window, seed=SEED)


def values(measure: Foretell, of: Past, days: int = 10, window: int = 28) -> np.ndarray:
    found = measure(of, ahead(days, window))
    assert isinstance(found, Drawn)
    return found.values


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (measures.velocity, 28),
        (measures.share, 0.25),
        (measures.time_percentile(50), 4),
        (measures.time_percentile(85), 4),
        (measures.time_mean, 4),
        (measures.efficiency, 0.5),
    ],
)
@pytest.mark.parametrize("days", [1, 10, 28, 60])
def test_what_never_changes_stays(measure: Foretell, value: float, days: int) -> None:
    assert values(measure, past(), days) == pytest.approx(value)


def test_the_known_days_of_the_window_count_as_they_are() -> None:
    """Nothing was finished for 85 days, then 5 days of 4: of a window of 7 with 3 days to come, 4 are known: 16."""
    happened = np.append(np.zeros(85, np.int64), np.full(5, 4))

    found = values(measures.velocity, past(happened=happened), days=3, window=7)

    assert found.min() == 16
    assert (found - 16).mean() == pytest.approx(3 * 20 / 90, rel=0.05)


def test_beyond_the_window_nothing_is_known() -> None:
    """A window of 7 days that lies wholly ahead: as far away as one likes, it is drawn alike."""
    happened = np.append(np.zeros(85, np.int64), np.full(5, 4))

    near, far = (values(measures.velocity, past(happened=happened), days=days, window=7) for days in (7, 70))

    assert np.array_equal(near, far)


def test_a_percentile_is_that_of_numpy_in_every_trial() -> None:
    """Two known items of 1 and 9 days and one a day to come, all of 5: the percentiles of 1, 5, 5, 9."""
    of = past(times=np.array([1.0, 9.0, 5.0]), active=np.zeros(3), ago=np.array([1, 2, 50]), sample=60)
    drawn_from_five = replace(of, times=np.array([1.0, 9.0, *[5.0] * 998]), ago=np.array([1, 2, *[50] * 998]))

    found = values(
        measures.time_percentile(85), replace(drawn_from_five, active=np.zeros(1000)), days=2, window=4
    )

    assert np.median(found) == pytest.approx(np.percentile([1, 5, 5, 9], 85))


def test_the_median_of_drawn_items_spreads_like_that_of_samples() -> None:
    """28 items of an even spread of 0 to 10 days: the median's deviation is about 10 x 0.5 / sqrt(28 + 2)."""
    times = np.linspace(0, 10, DAYS)

    found = values(measures.time_percentile(50), past(times=times), days=28)

    assert found.mean() == pytest.approx(5, abs=0.1)
    assert found.std() == pytest.approx(10 * 0.5 / np.sqrt(30), rel=0.07)


def test_efficiency_draws_active_and_total_of_one_item_together() -> None:
    """Half the items take 1 day, all active, the others 9 days with none: one drawn pair is 1 / 1 or 0 / 9, never mixed.

    The second ones are not measurable, so that every trial's efficiency is 1.
    """
    times, active = np.tile([1.0, 9.0], 45), np.tile([1.0, 0.0], 45)

    assert values(measures.efficiency, past(times=times, active=active)) == pytest.approx(1)


def test_efficiency_is_a_ratio_of_sums() -> None:
    """Items of 1 of 1 day and 1 of 9 days: (1 + 1) / (1 + 9), and not the mean of the ratios."""
    times, active = np.tile([1.0, 9.0], 45), np.ones(90)

    assert values(measures.efficiency, past(times=times, active=active), days=28).mean() == pytest.approx(
        0.2, abs=0.01
    )


def test_load_adds_what_the_days_bring() -> None:
    """One more every day from 2 on: 12 after 10 days; over the last 4 days the mean of 8.5 to 11.5."""
    growing = past(changes=np.ones(DAYS, np.int64))

    assert values(measures.load_at_end, growing, days=10) == pytest.approx(12)
    assert values(measures.load_mean, growing, days=10, window=4) == pytest.approx(10)


def test_mean_load_takes_the_known_days() -> None:
    """Of 5 days 3 are known with 6 item-days each; from 2 the load grows over 2.5 and 3.5: (18 + 6) / 5."""
    growing = past(changes=np.ones(DAYS, np.int64), item_days=np.full(DAYS, 6.0))

    assert values(measures.load_mean, growing, days=2, window=5) == pytest.approx(24 / 5)


def test_load_never_falls_below_nothing() -> None:
    shrinking = past(changes=np.full(DAYS, -3))

    assert values(measures.load_at_end, shrinking) == pytest.approx(0)
    assert values(measures.load_mean, shrinking, days=28).min() >= 0


@pytest.mark.parametrize(
    "measure",
    [
        measures.velocity,
        measures.share,
        measures.time_percentile(85),
        measures.time_mean,
        measures.efficiency,
    ],
)
def test_four_days_with_a_finished_item_are_too_few(measure: Foretell) -> None:
    happened = np.zeros(DAYS, np.int64)
    happened[-4:] = 9

    assert measure(past(happened=happened), ahead(10)) is Reason.TOO_FEW_DAYS


@pytest.mark.parametrize("measure", [measures.load_at_end, measures.load_mean])
def test_a_load_that_hardly_moves_is_not_foretold(measure: Foretell) -> None:
    assert measure(past(), ahead(10)) is Reason.TOO_FEW_DAYS


def test_without_active_time_there_is_no_efficiency() -> None:
    assert measures.efficiency(past(active=np.zeros(DAYS)), ahead(10)) is Reason.NOTHING_MEASURABLE


@pytest.mark.parametrize("measure", [measures.time_percentile(50), measures.time_mean])
def test_without_any_time_there_is_nothing_to_draw(measure: Foretell) -> None:
    """Items were finished, but the clock has not told how long any of them took."""
    untold = past(times=np.zeros(0), active=np.zeros(0), ago=np.zeros(0, np.int64))

    assert measure(untold, ahead(10)) is Reason.NOTHING_MEASURABLE


def test_a_trial_without_an_item_meets_no_limit() -> None:
    """One item every other day; a window of one day has none in half of the trials."""
    found = measures.time_percentile(50)(
        past(
            happened=np.tile([0, 1], 45), times=np.full(45, 4.0), active=np.zeros(45), ago=np.arange(1, 90, 2)
        ),
        ahead(10, window=1),
    )

    assert isinstance(found, Drawn)
    assert found.within(None, None) == pytest.approx(0.5, abs=0.02)
    assert found.band == (4, 4, 4)


@pytest.mark.parametrize(("a_day", "p50"), [(2, 1), (1, 9)])
def test_what_was_different_before_the_window_counts_only_where_the_window_has_too_few(
    a_day: int, p50: float
) -> None:
    """Items took 9 days until 28 days ago and take 1 since: 56 of them are enough to draw from, 28 are not."""
    ago = np.repeat(np.arange(DAYS, 0, -1), a_day)
    changed = past(
        happened=np.full(DAYS, a_day),
        times=np.where(ago > 28, 9.0, 1.0),
        active=np.ones(len(ago)),
        ago=ago,
    )

    assert np.median(values(measures.time_percentile(50), changed, days=60)) == p50


def test_large_windows_are_drawn_in_fewer_trials() -> None:
    busy = past(
        happened=np.full(DAYS, 1000),
        times=np.tile(np.linspace(0, 10, 1000), 90),
        active=np.ones(90_000),
        ago=np.repeat(np.arange(90, 0, -1), 1000),
    )

    found = values(measures.time_percentile(85), busy, days=28)

    assert len(found) == 2_000_000 // 28_000
    assert found.mean() == pytest.approx(8.5, abs=0.05)


def test_chances_are_never_nothing_nor_all() -> None:
    sure = measures.velocity(past(), ahead(10))
    assert isinstance(sure, Drawn)

    assert chance(sure, low=28, high=28) == 0.99
    assert chance(sure, low=29, high=None) == 0.01
    assert chance(sure, low=None, high=27) == 0.01
