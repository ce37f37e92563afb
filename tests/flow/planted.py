"""Lines with known limits, run by simpy, as the histories that they leave behind."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy

from okrflow.flow import DAY_US, Events, Intervals, Kind, Stage, State, StateMap, cut

STREAM = 1
BACKLOG, DONE, CANCELLED = 1, 2, 3
BEGIN = 20_000 * DAY_US
"""The first instant of the window."""


@dataclass(frozen=True)
class Station:
    """A line and, behind it, `places` in which work takes `work` days in the mean (of a gamma distribution).

    A place is held for `pick_up` days before each visit. Before they stand in line, a share of the items waits `delay` days
    in the mean for something outside, in the end `grows` times as long; a station without places has no line at all. `again`
    is the share of visits after which an item goes back to the station's line.
    """

    work: float
    places: int | None = None
    pick_up: float = 0.0
    delay: float = 0.0
    delayed: float = 1.0
    grows: float = 1.0
    urgent: tuple[Kind, ...] = ()
    again: float = 0.0
    shape: float = 2.0


@dataclass(frozen=True)
class Planted:
    """The intervals of a run, and the days for which the window lasts."""

    intervals: Intervals
    stages: list[Stage]
    days: int

    @property
    def window(self) -> dict[str, Any]:
        """Where the window lies, for `fit`."""
        return {"stages": self.stages, "start": BEGIN, "end": BEGIN + self.days * DAY_US}


def waiting(station: int) -> int:
    """The status of waiting before a station."""
    return 10 + 2 * station


def working(station: int) -> int:
    """The status of work at a station."""
    return 11 + 2 * station


def plant(
    stations: Sequence[Station],
    *,
    per_week: float,
    seed: int,
    days: int = 180,
    before: int = 60,
    kinds: Sequence[float] = (1, 0, 0, 0),
) -> Planted:
    """Run a line from `before` days before the window to its end; arrivals are pure chance, kinds have these shares."""
    run = _Line(stations, np.random.default_rng(seed), per_week, kinds, before + days)
    run.environment.process(run.arrivals())
    run.environment.run(until=run.until)
    stages = [
        Stage(status, state)
        for station in range(len(stations))
        for status, state in ((waiting(station), State.WAITING), (working(station), State.ACTIVE))
    ]
    mapping = [*stages, Stage(BACKLOG, State.NEW), Stage(DONE, State.DONE), Stage(CANCELLED, State.CANCELLED)]
    states = StateMap(
        stream=np.full(len(mapping), STREAM),
        status=np.array([stage.status for stage in mapping]),
        state=np.array([stage.state for stage in mapping], np.int8),
    )
    end = BEGIN + days * DAY_US
    return Planted(cut(run.events(BEGIN - before * DAY_US), states, as_of=end), stages, days)


class _Line:
    """The run: each item is a process that writes down when it comes into which status."""

    def __init__(
        self,
        stations: Sequence[Station],
        rng: np.random.Generator,
        per_week: float,
        kinds: Sequence[float],
        until: float,
    ) -> None:
        self.environment = simpy.Environment()
        self.stations, self.rng, self.per_week, self.until = stations, rng, per_week, until
        self.kinds = np.array(kinds) / np.sum(kinds)
        self.rows: list[tuple[int, float, int, int]] = []
        self.resources = [
            simpy.PriorityResource(self.environment, station.places) if station.places else None
            for station in stations
        ]

    def events(self, zero: int) -> Events:
        rows = sorted(self.rows, key=lambda row: row[:2])
        item, at, status, kind = (np.array(column) for column in zip(*rows, strict=True))
        return Events(
            item=item,
            at=zero + (at * DAY_US).astype(np.int64),
            stream=np.full(len(item), STREAM),
            status=status,
            kind=kind.astype(np.int8),
        )

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        item = 0
        while True:
            yield self.environment.timeout(self.rng.exponential(7 / self.per_week))
            item += 1
            self.environment.process(self.item(item, Kind(self.rng.choice(4, p=self.kinds))))

    def item(self, item: int, kind: Kind) -> Generator[simpy.Event, Any, None]:
        for number, station in enumerate(self.stations):
            yield from self.visit(item, kind, number, station)
            while self.rng.random() < station.again:
                yield from self.visit(item, kind, number, station)
        self.note(item, DONE, kind)

    def visit(
        self, item: int, kind: Kind, number: int, station: Station
    ) -> Generator[simpy.Event, Any, None]:
        self.note(item, waiting(number), kind)
        if station.delay and self.rng.random() < station.delayed:
            delay = station.delay * (1 + (station.grows - 1) * self.environment.now / self.until)
            yield self.environment.timeout(self.rng.gamma(station.shape, delay / station.shape))
        resource = self.resources[number]
        request = resource.request(priority=0 if kind in station.urgent else 1) if resource else None
        if request:
            yield request
        yield self.environment.timeout(station.pick_up)
        self.note(item, working(number), kind)
        yield self.environment.timeout(self.rng.gamma(station.shape, station.work / station.shape))
        if resource and request:
            resource.release(request)

    def note(self, item: int, status: int, kind: Kind) -> None:
        self.rows.append((item, self.environment.now, status, kind))
