"""What goes in: the events of work items, and the streams' mapping of statuses to flow states."""

from dataclasses import dataclass

import numpy as np

from okrflow.flow.codes import CodeArray, IntArray, State


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Events:
    """Events of any number of items: equal-length arrays, sorted by (item, at, sequence).

    Instants are int64 microseconds since the epoch, UTC; `stream` is NO_STREAM where the item left every stream.
    """

    item: IntArray
    at: IntArray
    stream: IntArray
    status: IntArray
    kind: CodeArray

    def __post_init__(self) -> None:
        """Raise ValueError when the lengths differ or the rows are out of order."""
        if len({len(column) for column in (self.item, self.at, self.stream, self.status, self.kind)}) > 1:
            raise ValueError("the columns of events differ in length")
        backwards = (self.item[1:] == self.item[:-1]) & (self.at[1:] < self.at[:-1])
        if backwards.any() or (self.item[1:] < self.item[:-1]).any():
            raise ValueError("events must be sorted by item and instant")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class StateMap:
    """The flow state of each mapped (stream, status); equal-length arrays, no pair twice, any order."""

    stream: IntArray
    status: IntArray
    state: CodeArray

    def of(self, stream: IntArray, status: IntArray) -> CodeArray:
        """The states of equal-length arrays of streams and statuses; `waiting` where unmapped."""
        if not len(self.state) or not len(stream):
            return np.full(len(stream), State.WAITING, np.int8)
        width = max(int(self.status.max()), int(status.max())) + 1
        known = self.stream * width + self.status
        order = np.argsort(known)
        wanted = stream * width + status
        place = np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)
        row = order[place]
        return np.where(known[row] == wanted, self.state[row], State.WAITING).astype(np.int8)
