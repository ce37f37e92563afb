"""Histories cut into half-open intervals."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from okrflow.flow.codes import NO_STREAM, OPEN, BoolArray, CodeArray, IntArray
from okrflow.flow.events import Events, StateMap


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Intervals:
    """Stays of items inside streams, `[began, ended)`: equal-length arrays, sorted by (item, began).

    Time outside every stream has no row: it shows as a gap between one `ended` and the next `began`. `state` is the state
    as counted when cut. `visit_began` is the start of the unbroken stay in the same stream and status, whatever the kind;
    `ends_visit` says that this stay ends with the row, which is false for an open row.
    """

    item: IntArray
    stream: IntArray
    status: IntArray
    state: CodeArray
    kind: CodeArray
    began: IntArray
    ended: IntArray
    visit_began: IntArray
    ends_visit: BoolArray

    def __len__(self) -> int:
        """The number of intervals."""
        return len(self.item)

    def where(self, chosen: BoolArray | IntArray) -> Self:
        """The rows of a mask or of ascending row numbers."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def cut(events: Events, states: StateMap, *, as_of: int) -> Intervals:
    """Cut the events with `at <= as_of` into intervals, later ones being unknown; the last of an item is open."""
    rows = _changes(events, _ruling(events, as_of))
    item, began = events.item[rows], events.at[rows]
    ended = np.full(len(rows), OPEN, np.int64)
    ended[:-1][item[1:] == item[:-1]] = began[1:][item[1:] == item[:-1]]
    inside = events.stream[rows] != NO_STREAM
    rows, began, ended = rows[inside], began[inside], ended[inside]
    stream, status = events.stream[rows], events.status[rows]
    continues = _continues(item[inside], stream, status, began, ended)
    return Intervals(
        item=item[inside],
        stream=stream,
        status=status,
        state=states.of(stream, status),
        kind=events.kind[rows].astype(np.int8, copy=False),
        began=began,
        ended=ended,
        visit_began=_carried_on(began, continues),
        ends_visit=(ended != OPEN) & ~np.append(continues[1:], False)[: len(ended)],
    )


def _ruling(events: Events, as_of: int) -> IntArray:
    """The rows that rule from their instant on: of several of an item at one instant the last."""
    rows = np.flatnonzero(events.at <= as_of)
    item, at = events.item[rows], events.at[rows]
    last = np.ones(len(rows), np.bool_)
    last[:-1] = (item[1:] != item[:-1]) | (at[1:] != at[:-1])
    return rows[last]


def _changes(events: Events, rows: IntArray) -> IntArray:
    """Of these rows, those that change a field of the item, its first one included."""
    changed = np.zeros(len(rows), np.bool_)
    changed[:1] = True
    for column in (events.item, events.stream, events.status, events.kind):
        values = column[rows]
        changed[1:] |= values[1:] != values[:-1]
    return rows[changed]


def _continues(
    item: IntArray, stream: IntArray, status: IntArray, began: IntArray, ended: IntArray
) -> BoolArray:
    """Which rows go on with the visit of the row before them."""
    continues = np.zeros(len(item), np.bool_)
    continues[1:] = (item[1:] == item[:-1]) & (began[1:] == ended[:-1])
    continues[1:] &= (stream[1:] == stream[:-1]) & (status[1:] == status[:-1])
    return continues


def _carried_on(began: IntArray, continues: BoolArray) -> IntArray:
    """For each row the `began` of the row with which its run of continuing rows opened."""
    opening = np.where(continues, 0, np.arange(len(began)))
    return began[np.maximum.accumulate(opening)]
