"""Statistics of weighted values."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def weighted_percentile(values: FloatArray, weights: FloatArray, level: float) -> float:
    """The percentile of ascending values, `level` of 100, by linear interpolation between the middles of their weights.

    With equal weights it is NumPy's default and PostgreSQL's `percentile_cont`. Values of no weight are passed over; at
    least one has some.
    """
    counted = weights > 0
    values, weights = values[counted], weights[counted]
    middles = np.cumsum(weights) - weights / 2
    place = middles[0] + (middles[-1] - middles[0]) * level / 100
    return float(np.interp(place, middles, values))


def weighted_ratio(parts: FloatArray, wholes: FloatArray, weights: FloatArray) -> float:
    """The ratio of the weighted sums; the weighted mean of `parts` when `wholes` are ones."""
    return float(parts @ weights) / float(wholes @ weights)
