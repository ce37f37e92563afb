"""How the last event left each item."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from okrflow.flow import NO_STREAM, OPEN, Events, Intervals
from okrflow.flow.codes import CodeArray, IntArray

OUTSIDE = -1
"""The state of an item that no stream holds."""


@dataclass(frozen=True, kw_only=True)
class Latest:
    """One row an item that has an event: the stream, status and kind it has now, its state, and since when."""

    item: IntArray
    stream: IntArray
    status: IntArray
    kind: CodeArray
    state: CodeArray
    since: IntArray

    def of(self, items: IntArray) -> Self:
        """The rows of these items, in ascending order."""
        chosen = np.isin(self.item, items)
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def latest(events: Events, intervals: Intervals, *, as_of: int) -> Latest:
    """How items stand as of an instant.

    `since`: the start of the present visit, or, of an item outside every stream, when it left or was first heard of.
    """
    known = np.flatnonzero(events.at <= as_of)
    item = events.item[known]
    last = known[np.append(item[1:] != item[:-1], True)[: len(item)]]
    state = np.full(len(last), OUTSIDE, np.int8)
    since = _left_at(events, known, last)
    now = intervals.where(intervals.ended == OPEN)
    held = np.searchsorted(events.item[last], now.item)
    state[held], since[held] = now.state, now.visit_began
    return Latest(
        item=events.item[last],
        stream=events.stream[last],
        status=events.status[last],
        kind=events.kind[last],
        state=state,
        since=since,
    )


def _left_at(events: Events, known: IntArray, last: IntArray) -> IntArray:
    """For each item the start of the last unbroken run of events in one stream, or in none."""
    opens = np.ones(len(known), np.bool_)
    item, outside = events.item[known], events.stream[known] == NO_STREAM
    opens[1:] = (item[1:] != item[:-1]) | (outside[1:] != outside[:-1])
    run = np.maximum.accumulate(np.where(opens, np.arange(len(known)), 0))
    return events.at[known][run[np.searchsorted(known, last)]].copy()
