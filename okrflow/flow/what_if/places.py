"""Where an item can be: outside progress, before the load limit, or in a stage of the stream."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from okrflow.flow.codes import BoolArray, IntArray, State, in_progress
from okrflow.flow.intervals import Intervals
from okrflow.flow.presence import places
from okrflow.flow.stages import Stage

STAYS: Final = -1
"""No place: the item does not leave where it is."""

BACK: Final = 0
"""In `new` again after it was in progress."""

DONE: Final = 1
CANCELLED: Final = 2

OUT: Final = 3
"""Outside the stream."""

GATE: Final = 4
"""Waiting to start, before a load limit."""

FIRST_STAGE: Final = 5
"""The place of the stream's first stage; the others follow in the stream's order."""

_OUTSIDE: Final = {State.NEW: BACK, State.DONE: DONE, State.CANCELLED: CANCELLED}


def stages_in_progress(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Those of a stream's statuses that are stages: in progress, in the stream's order."""
    return tuple(stage for stage in stages if stage.state in (State.ACTIVE, State.WAITING))


def places_of(intervals: Intervals, stages: Sequence[Stage]) -> IntArray:
    """The place of each interval. Raises ValueError for one in progress whose status is none of the stages."""
    stage = places(intervals.status, [stage.status for stage in stages])
    progress = in_progress(intervals.state)
    if (progress & (stage < 0)).any():
        raise ValueError("an interval in progress is in none of the stages")
    place = stage + FIRST_STAGE
    for state, outside in _OUTSIDE.items():
        place[intervals.state == state] = outside
    return place


def active_places(stages: Sequence[Stage]) -> BoolArray:
    """Which places are active stages."""
    return np.array([False] * FIRST_STAGE + [stage.state == State.ACTIVE for stage in stages])
