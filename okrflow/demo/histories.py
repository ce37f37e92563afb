"""The histories of all work items of the demo, up to today, as the flow arithmetic takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.demo.anchors import ZONE, Anchors
from okrflow.demo.clock import instants
from okrflow.demo.journeys import Changes, travel
from okrflow.demo.lines import BACKLOG, CANCELLED, LIVE, Claims, Line, Platform, Policy
from okrflow.demo.titles import titles
from okrflow.flow import Days, Events, State, StateMap, date_of
from okrflow.flow.codes import BoolArray, IntArray

LINES: Final[tuple[type[Line], ...]] = (Policy, Platform, Claims)
"""The lines in order; the stream code of a line is its place + 1."""

FIRST_NUMBER: Final = 101


@dataclass(frozen=True, eq=False)
class Histories:
    """Events with small codes: streams by place in LINES + 1, statuses by place in `statuses`, items by place in `keys`."""

    events: Events
    statuses: tuple[str, ...]
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    as_of: int

    def status(self, name: str) -> int:
        """The code of a status."""
        return self.statuses.index(name)

    def of_line(self, stream: int) -> BoolArray:
        """Which items began in a stream."""
        opens = np.ones(len(self.events.item), np.bool_)
        opens[1:] = self.events.item[1:] != self.events.item[:-1]
        began: BoolArray = self.events.stream[opens] == stream
        return began


def mapping(line: type[Line]) -> list[tuple[str, State]]:
    """The statuses of a line with their states in the stream's order; "QA?" is left unmapped on purpose."""
    stages = [(stage.name, stage.state) for stage in line.stages.values() if stage.state is not None]
    return [(BACKLOG, State.NEW), *stages, (LIVE, State.DONE), (CANCELLED, State.CANCELLED)]


def state_map(statuses: Sequence[str]) -> StateMap:
    """The mappings of all lines as codes."""
    rows = [
        (code, statuses.index(name), state)
        for code, line in enumerate(LINES, start=1)
        for name, state in mapping(line)
    ]
    stream, status, state = np.array(rows, np.int64).T
    return StateMap(stream=stream, status=status, state=state.astype(np.int8))


def generate(anchors: Anchors, *, seed: int) -> Histories:
    """The histories that end with the first instant of today; the same for the same day and seed."""
    lines = [
        line(anchors, np.random.default_rng([seed, number])) for number, line in enumerate(LINES, start=1)
    ]
    changes = travel(lines, np.random.default_rng([seed, 0]))
    statuses = _statuses(lines)
    midnight = Days.build(ZONE, first=date_of(anchors.today), last=date_of(anchors.today)).starts[0]
    events = _events(changes, statuses, before=int(midnight))
    item, began = np.unique(events.item, return_index=True)
    stream, kind = events.stream[began], events.kind[began]
    order = np.argsort(events.at[began], kind="stable")
    return Histories(
        events=_renumbered(events, item),
        statuses=statuses,
        keys=_keys(stream, order),
        titles=titles(stream, kind, np.random.default_rng([seed, 9])),
        as_of=int(midnight),
    )


def _statuses(lines: Sequence[Line]) -> tuple[str, ...]:
    """The names of all statuses of the lines, none twice."""
    stages = [stage.name for line in lines for stage in line.stages.values()]
    return tuple(dict.fromkeys([BACKLOG, *stages, LIVE, CANCELLED]))


def _events(changes: Sequence[Changes], statuses: Sequence[str], *, before: int) -> Events:
    """The changes before an instant as events, in order of item and time; of one instant in order of the journey."""
    item = np.concatenate([change.item for change in changes])
    even = np.concatenate([change.even for change in changes])
    line = np.concatenate([change.line for change in changes])
    kind = np.concatenate([change.kind for change in changes])
    codes = [statuses.index(change.status) for change in changes]
    status = np.repeat(np.array(codes, np.int64), [len(change.item) for change in changes])
    at = instants(even)
    rows = np.lexsort((even, item))
    rows = rows[at[rows] < before]
    return Events(item=item[rows], at=at[rows], stream=line[rows] + 1, status=status[rows], kind=kind[rows])


def _renumbered(events: Events, item: IntArray) -> Events:
    """The events with items numbered by their place among those that have any."""
    return Events(
        item=np.searchsorted(item, events.item),
        at=events.at,
        stream=events.stream,
        status=events.status,
        kind=events.kind,
    )


def _keys(stream: IntArray, order: IntArray) -> tuple[str, ...]:
    """Keys like POL-812, numbered in each line in order of creation."""
    keys = [""] * len(stream)
    numbers = dict.fromkeys(range(1, len(LINES) + 1), FIRST_NUMBER)
    for place in order.tolist():
        code = int(stream[place])
        keys[place] = f"{LINES[code - 1].key}-{numbers[code]}"
        numbers[code] += 1
    return tuple(keys)
