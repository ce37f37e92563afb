"""From even time, in which the lines run, to the hours in which people work.

Even time is measured in days since 1970-01-01 and runs day and night. It is bent so that all of it falls between 08 and
18 h, and 15 % of it at weekends. The bend is monotone and leaves whole weeks as they are, so the order of events stays
and the mean of durations, too.
"""

from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from okrflow.demo.anchors import ZONE
from okrflow.flow import DAY_US, Days, date_of
from okrflow.flow.codes import IntArray

FloatArray = NDArray[np.float64]

_HOUR_US: Final = DAY_US // 24
_OPENS_US: Final = 8 * _HOUR_US
_OPEN_US: Final = 10 * _HOUR_US
_WEEKEND: Final = 0.15
_DAY_ENDS: Final = np.cumsum([0.0, *[7 * (1 - _WEEKEND) / 5] * 5, *[7 * _WEEKEND / 2] * 2])
"""Where the days of a week, from Monday, begin and end in even time."""
_MONDAY: Final = 3
"""1970-01-01 was a Thursday."""


def instants(even: FloatArray) -> IntArray:
    """The instants, in microseconds since the epoch, of even times."""
    if not len(even):
        return np.zeros(0, np.int64)
    week, within = np.divmod(even + _MONDAY, 7)
    bent = np.interp(within, _DAY_ENDS, np.arange(8.0))
    weekday = np.minimum(np.floor(bent), 6)
    day = (7 * week + weekday).astype(np.int64) - _MONDAY
    at_us = _OPENS_US + ((bent - weekday) * _OPEN_US).astype(np.int64)
    at: IntArray = _midnights(day + 1) - DAY_US + at_us
    return at


def _midnights(day: IntArray) -> IntArray:
    """The first instants of days. Clocks change before 08 h, so counting back from the next midnight is right."""
    first, last = int(day.min()), int(day.max())
    days = Days.build(ZONE, first=date_of(first), last=date_of(last) + timedelta(days=1))
    return days.starts[day - first]
