"""The trend of measured values and its prediction interval, against tables and by hand."""

from math import sqrt

import pytest

from okrflow.flow import Reason
from okrflow.flow.forecasts import Trend, chance, trend
from okrflow.flow.forecasts.trends import t_quantile, t_share


@pytest.mark.parametrize(
    ("freedom", "share", "value"),
    [
        (1, 0.975, 12.706),
        (2, 0.95, 2.920),
        (2, 0.975, 4.303),
        (3, 0.975, 3.182),
        (4, 0.95, 2.132),
        (5, 0.99, 3.365),
        (10, 0.975, 2.228),
        (11, 0.9, 1.363),
        (30, 0.95, 1.697),
        (120, 0.975, 1.980),
    ],
)
def test_student_t_is_that_of_the_tables(freedom: int, share: float, value: float) -> None:
    assert t_quantile(share, freedom) == pytest.approx(value, abs=0.0006)
    assert t_share(value, freedom) == pytest.approx(share, abs=0.0002)
    assert t_share(-value, freedom) == pytest.approx(1 - share, abs=0.0002)
    assert t_share(0, freedom) == 0.5


def test_a_prediction_by_hand() -> None:
    """Days 0 to 3, values 1, 3, 2, 4: mean 2.5, slope 0.8, residuals -0.3, 0.9, -0.9, 0.3, s^2 = 1.8 / 2.

    On day 5: 2.5 + 0.8 x 3.5 = 5.3; spread s x sqrt(1 + 1/4 + 3.5^2 / 5).
    """
    found = trend([0, 1, 2, 3], [1, 3, 2, 4], at=5)

    assert isinstance(found, Trend)
    assert (found.centre, found.freedom) == (pytest.approx(5.3), 2)
    assert found.spread == pytest.approx(sqrt(0.9) * sqrt(1.25 + 12.25 / 5))
    assert found.band.p85 - found.band.p50 == pytest.approx(1.3862 * found.spread, rel=1e-4)
    assert found.within(5.3, None) == pytest.approx(0.5)
    assert found.within(None, 5.3 + 2.9200 * found.spread) == pytest.approx(0.95, abs=1e-4)


def test_limits_on_both_sides_take_what_lies_between() -> None:
    found = trend([0, 1, 2, 3], [1, 3, 2, 4], at=5)
    assert isinstance(found, Trend)

    both = found.within(4, 7)

    assert both == pytest.approx(found.within(4, None) - found.within(7, None))
    assert found.within(None, 4) + found.within(4, None) == pytest.approx(1)
    assert found.within(None, None) == 1


def test_the_farther_the_less_sure() -> None:
    near, far = (trend([0, 7, 14, 21, 28], [20, 22, 21, 24, 25], at=day) for day in (35, 90))
    assert isinstance(near, Trend) and isinstance(far, Trend)

    assert far.spread > near.spread
    assert far.centre > near.centre


def test_mirror_images_have_the_same_chance() -> None:
    """Values and limit negated: to lower is to raise. Both have negative values, so that none is held up at 0."""
    up = trend([0, 1, 2, 3, 4], [-1, 2, 1, 3, 5], at=9)
    down = trend([0, 1, 2, 3, 4], [1, -2, -1, -3, -5], at=9)
    assert isinstance(up, Trend) and isinstance(down, Trend)

    assert up.within(8, None) == pytest.approx(down.within(None, -8))


def test_what_never_was_negative_does_not_fall_below_nothing() -> None:
    found = trend([0, 1, 2, 3], [4, 3, 1, 1], at=10)
    assert isinstance(found, Trend)

    assert found.centre < 0
    assert found.band.p15 == found.band.p50 == 0
    assert found.within(None, -0.5) == 0
    assert found.within(0, None) == 1


def test_values_on_a_line_are_almost_sure_and_never_quite() -> None:
    line = trend([0, 10, 20, 30], [10, 20, 30, 40], at=60)
    assert isinstance(line, Trend)

    assert chance(line, low=69, high=None) == 0.99
    assert chance(line, low=71, high=None) == 0.01


def test_equal_values_stay() -> None:
    found = trend([0, 1, 2, 3], [5, 5, 5, 5], at=30)
    assert isinstance(found, Trend)

    assert found.spread == 0
    assert (found.within(5, 5), found.within(5.1, None), found.within(None, 4.9)) == (1, 0, 0)


def test_too_few_values_tell_no_trend() -> None:
    assert trend([], [], at=3) is Reason.TOO_FEW_VALUES
    assert trend([0, 1, 2], [1, 2, 3], at=3) is Reason.TOO_FEW_VALUES
    assert trend([1, 1, 1, 1], [1, 2, 3, 4], at=3) is Reason.TOO_FEW_VALUES
