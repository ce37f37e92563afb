"""Statistics of weighted values."""

import numpy as np
import pytest

from okrflow.flow.weighted import weighted_percentile, weighted_ratio


@pytest.mark.parametrize("level", [0, 15, 50, 85, 100])
def test_equal_weights_are_numpys_percentile(level: float) -> None:
    values = np.sort(np.random.default_rng(3).lognormal(size=17))

    found = weighted_percentile(values, np.full(17, 0.25), level)

    assert found == pytest.approx(np.percentile(values, level))


def test_a_heavy_value_pulls_the_median() -> None:
    values, weights = np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 6.0])

    # The middles of the weights lie at 0.5, 1.5 and 5; half-way between the outer ones is 2.75.
    assert weighted_percentile(values, weights, 50) == pytest.approx(2 + (2.75 - 1.5) / 3.5)


def test_values_of_no_weight_are_passed_over() -> None:
    values, weights = np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.0])

    assert weighted_percentile(values, weights, 85) == 2


def test_a_ratio_of_sums() -> None:
    found = weighted_ratio(np.array([1.0, 4.0]), np.array([2.0, 4.0]), np.array([1.0, 0.5]))

    assert found == pytest.approx(3 / 4)
