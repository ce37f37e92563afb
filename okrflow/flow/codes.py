"""The small vocabulary that all flow arithmetic shares: states, kinds, reasons and the marks in integer arrays."""

from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
CodeArray = NDArray[np.int8]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

DAY_US: Final = 86_400_000_000
"""Microseconds of a day of 24 hours: the unit of every figure in days."""

OPEN: Final = int(np.iinfo(np.int64).max)
"""The end of an interval that has not ended."""

MISSING: Final = int(np.iinfo(np.int64).min)
"""No instant."""

NO_STREAM: Final = 0
"""Held by no value stream."""

NO_KIND: Final = -1
"""The kind of something that has not happened."""

ALL_KINDS: Final = 4
"""The code of rollup rows that count all kinds together."""


class State(IntEnum):
    """The flow state to which a value stream maps a status."""

    NEW = 0
    ACTIVE = 1
    WAITING = 2
    DONE = 3
    CANCELLED = 4


class Kind(IntEnum):
    """What a work item is."""

    FEATURE = 0
    DEFECT = 1
    RISK = 2
    DEBT = 3


class Reason(StrEnum):
    """Why a figure is None."""

    FUTURE_PERIOD = "future_period"
    EMPTY_PERIOD = "empty_period"
    NOTHING_FINISHED = "nothing_finished"
    NOTHING_MEASURABLE = "nothing_measurable"
    NOTHING_COMMITTED = "nothing_committed"
    NOTHING_THERE = "nothing_there"
    NOTHING_LEFT = "nothing_left"
    TOO_FEW_ITEMS = "too_few_items"
    TOO_FEW_BLOCKS = "too_few_blocks"
    NO_CLEAR_BOTTLENECK = "no_clear_bottleneck"
    TOO_FEW_DAYS = "too_few_days"
    TOO_FEW_VALUES = "too_few_values"
    NOT_BEGUN = "not_begun"
    SETTLING = "settling"
    NOTHING_BEFORE = "nothing_before"
    NOTHING_AFTER = "nothing_after"
    NO_KIND_IN_COMMON = "no_kind_in_common"
    BEFORE_IS_ZERO = "before_is_zero"


def in_progress(state: CodeArray) -> BoolArray:
    """Which states are `active` or `waiting`."""
    return np.isin(state, (State.ACTIVE, State.WAITING))
