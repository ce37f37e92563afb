"""Correlations by hand: ranks, ties, lags, and what can't be told."""

import math
from itertools import accumulate

import pytest

from okrflow.flow.lags import LEAST_PAIRS, NoLag, lag_curve, strongest

STEPS = [
    3,
    -1,
    4,
    -1.5,
    5,
    -9,
    2,
    6,
    -5,
    3.5,
    5.5,
    -8,
    9.5,
    7,
    -9.5,
    3.2,
    2.3,
    -8.4,
    6.2,
    -6.4,
    3.3,
    8.3,
    -2.7,
    9.2,
]


def walk(steps: list[float], start: float = 0.0) -> list[float | None]:
    return list(accumulate(steps, initial=start))


def test_what_moves_together_is_one_and_what_moves_against_it_minus_one() -> None:
    same = lag_curve(walk(STEPS), walk([step**3 for step in STEPS]))
    against = lag_curve(walk(STEPS), walk([-step for step in STEPS]))

    assert (same[0].value, same[0].pairs) == (pytest.approx(1.0), 24)
    assert against[0].value == pytest.approx(-1.0)


def test_a_follower_is_found_at_its_lag() -> None:
    curve = lag_curve(walk(STEPS), walk([0.1, 0.2, 0.3, *STEPS[:-3]]))
    found = strongest(curve)

    assert found is not None
    assert (found.weeks, found.pairs, found.value) == (3, 21, pytest.approx(1.0))
    assert [each.weeks for each in curve] == list(range(14))


def test_equal_differences_share_their_ranks() -> None:
    """Ten pairs twice: 1 1 2 2 3 3 4 4 5 5 against 1 2 1 2 3 3 4 4 5 5, where two pairs have changed places."""
    one = [1.0, 1, 2, 2, 3, 3, 4, 4, 5, 5] * 2
    other = [1.0, 2, 1, 2, 3, 3, 4, 4, 5, 5] * 2

    (found, *_) = lag_curve(walk(one), walk(other))

    # ranks are 2.5, 6.5, 10.5, 14.5, 18.5, four times each: sum of squares about 10.5 is 4 x 2 x (8² + 4²) = 640;
    # the products are the same but for twice two pairs: -8 x -4 in place of (-8)² and (-4)²
    assert found.value == pytest.approx((640 - 2 * (64 + 16 - 2 * 32)) / 640)


def test_under_twenty_pairs_nothing_is_said() -> None:
    curve = lag_curve(walk(STEPS), walk(STEPS))

    assert (curve[4].pairs, curve[4].value is not None) == (LEAST_PAIRS, True)
    assert (curve[5].pairs, curve[5].value, curve[5].reason) == (19, None, NoLag.TOO_FEW_PAIRS)
    assert strongest(lag_curve([], [])) is None


def test_what_never_changes_goes_with_nothing() -> None:
    flat: list[float | None] = [7.0] * 25

    assert lag_curve(walk(STEPS), flat)[0].reason == NoLag.NEVER_CHANGED


def test_a_week_without_a_value_takes_away_its_two_differences() -> None:
    gap: list[float | None] = walk([*STEPS, 1, 2])
    gap[3], gap[9] = None, math.nan

    assert lag_curve(gap, walk([*STEPS, 1, 2]))[0].pairs == 26 - 4


def test_series_of_different_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="same weeks"):
        lag_curve([1.0], [1.0, 2.0])
