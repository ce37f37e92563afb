"""Small floors, journeys written by hand, and simpy's answer to the same question."""

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import simpy

from okrflow.flow.codes import Kind
from okrflow.flow.what_if.floor import Floor, Run
from okrflow.flow.what_if.journeys import Journeys
from okrflow.flow.what_if.lines import Line, Order
from okrflow.flow.what_if.places import DONE, FIRST_STAGE, GATE
from okrflow.flow.what_if.visits import Entries

WAIT, WORK, NEXT_WAIT, NEXT_WORK = range(FIRST_STAGE, FIRST_STAGE + 4)
ACTIVE = np.array([False] * FIRST_STAGE + [False, True, False, True])
Path = Sequence[tuple[int, float]]


def line(
    capacity: int = 1,
    *,
    stage: int = WORK,
    pick_up: float = 0.0,
    order: Order = Order.FIRST_COME,
    kinds: tuple[int, ...] = (0, 1, 2, 3),
) -> Line:
    """A line at the place before a stage."""
    return Line(
        stage=stage,
        fronts=(stage - 1,),
        capacity=capacity,
        pick_up_days=pick_up,
        order=order,
        kinds=kinds,
    )


def floor(*lines: Line, limit: int | None = None) -> Floor:
    """A floor of two stages with waiting before each."""
    return Floor(lines, np.ones(len(ACTIVE)), limit)


def journeys(
    entered: Sequence[float],
    paths: Sequence[Path],
    *,
    kinds: Sequence[int] | None = None,
    ranks: Sequence[float] | None = None,
) -> Journeys:
    """Items that come at these instants and take these paths of places and lengths, the last of which never ends."""
    count = [len(path) for path in paths]
    visits = [visit for path in paths for visit in path]
    entries = Entries(
        entered=np.array(entered, np.float64),
        place=np.array([path[0][0] for path in paths]),
        kind=np.array(kinds or [Kind.FEATURE] * len(paths), np.int8),
        age=np.zeros(len(paths)),
        active=np.zeros(len(paths)),
    )
    return Journeys(
        entries=entries,
        rank=np.array(ranks if ranks is not None else np.zeros(len(paths))),
        first=np.cumsum(count) - count,
        place=np.array([place for place, _ in visits]),
        length=np.array([length for _, length in visits], np.float64),
    )


def through(*work: float) -> Path:
    """The path of an item through one or two stages, with so much work in each."""
    stages = [(WAIT, WORK), (NEXT_WAIT, NEXT_WORK)]
    visits = [
        (place, length)
        for (front, stage), days in zip(stages, work, strict=False)
        for place, length in ((front, 0.0), (stage, days))
    ]
    return [*visits, (DONE, 0.0)]


def waits_at(run: Run, place: int) -> np.ndarray:
    """The waits of all visits to a place, item by item."""
    chosen: np.ndarray = run.wait[run.journeys.place == place]
    return chosen


def simpy_waits(given: Journeys, on: Floor) -> np.ndarray:
    """What simpy makes of journeys on a floor: the wait of each visit in order."""
    environment = simpy.Environment()
    resources = {
        each.stage: simpy.PriorityResource(
            environment,
            each.capacity,
        )
        for each in on.lines
    }
    orders = {each.stage: each for each in on.lines}
    gate = simpy.Resource(environment, on.limit) if on.limit else None
    wait = np.zeros(len(given.place))

    def item(number: int) -> Generator[simpy.Event, Any, None]:
        first = int(given.first[number])
        yield environment.timeout(float(given.entries.entered[number]))
        place_inside = gate.request() if gate else None
        if place_inside:
            yield place_inside
        for visit in range(first, first + int(given.count[number])):
            place, came = int(given.place[visit]), environment.now
            if place not in resources:
                yield environment.timeout(float(given.length[visit]))
                continue
            with resources[place].request(priority=_priority(orders[place], given, number)) as request:
                yield request
                yield environment.timeout(orders[place].pick_up_days)
                wait[visit] = environment.now - came
                yield environment.timeout(float(given.length[visit]))
        if gate and place_inside:
            gate.release(place_inside)

    for number in range(len(given.first)):
        environment.process(item(number))
    environment.run()
    return wait


def _priority(at: Line, given: Journeys, number: int) -> float:
    match at.order:
        case Order.BY_KIND:
            return at.kinds[given.entries.kind[number]]
        case Order.RANDOM:
            return float(given.rank[number])
    return 0


def without_gates(run: Run) -> np.ndarray:
    """The waits of all visits but those before a load limit."""
    chosen: np.ndarray = run.wait[run.journeys.place != GATE]
    return chosen
