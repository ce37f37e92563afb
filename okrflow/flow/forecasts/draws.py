"""Days of the past, drawn with replacement and added up."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from okrflow.flow.codes import FloatArray, IntArray, Reason

TRIALS: Final = 10_000
FEWEST_DAYS: Final = 5
"""With fewer days on which something happened there is nothing to draw from."""

_AT_ONCE: Final = 64
"""Days drawn for all trials at once, which bounds the memory to a few megabytes."""

Seed = Sequence[int]
Daily = IntArray | FloatArray


def too_few(daily: Daily) -> Reason | None:
    """Why nothing can be drawn from these days, or None: something happened on days enough."""
    return None if np.count_nonzero(daily) >= FEWEST_DAYS else Reason.TOO_FEW_DAYS


def sums_of_days(daily: Daily, *, days: int, generator: np.random.Generator) -> FloatArray:
    """Of each trial the sums of so many drawn days; `daily` has the shape (columns, days), the answer (columns, TRIALS).

    The columns of one day are drawn together. Fewer than 32,768 days can be drawn from.
    """
    sums = np.zeros((len(daily), TRIALS))
    for start in range(0, days, _AT_ONCE):
        width = min(_AT_ONCE, days - start)
        drawn = generator.integers(daily.shape[1], size=(width, TRIALS), dtype=np.int16)
        for column, values in enumerate(daily):
            sums[column] += values[drawn].sum(axis=0)
    return sums
