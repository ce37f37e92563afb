"""The few kinds of chance that the demo needs."""

from typing import Final

import numpy as np

from okrflow.demo.clock import FloatArray

_EVENS_OUT: Final = 0.8


def lognormal(rng: np.random.Generator, mean: float | FloatArray, sigma: float, size: int) -> FloatArray:
    """Positive values with that mean; sigma is the spread of their logarithm.

    A high one is followed by a low one more often than not (the logarithms are a moving average), so that a month's figures
    come out alike, whatever the seed.
    """
    normal = rng.standard_normal(size + 1)
    swings = (normal[1:] - _EVENS_OUT * normal[:-1]) / np.sqrt(1 + _EVENS_OUT**2)
    values: FloatArray = mean * np.exp(sigma * swings - sigma * sigma / 2)
    return values


def lively(rng: np.random.Generator, *, per_week: float, start: float, end: float) -> FloatArray:
    """Times in [start, end), so many a week, with good and bad weeks: half as scattered as pure chance would have it."""
    count = int((end - start) / 7 * per_week * 1.3) + 30
    times = start + np.cumsum(rng.gamma(4.0, 7 / per_week / 4, count))
    return times[times < end]


def even(rng: np.random.Generator, *, count: float, start: float, end: float) -> FloatArray:
    """So many times in [start, end), at equal distances but for a little."""
    places = np.arange(round(count)) + 0.5 + rng.uniform(-0.4, 0.4, round(count))
    return start + places * (end - start) / count
