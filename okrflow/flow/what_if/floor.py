"""The run of one window: items meet at the places of stages, and some must wait."""

from dataclasses import dataclass

import numpy as np

from okrflow.flow.codes import BoolArray, FloatArray, IntArray
from okrflow.flow.what_if.journeys import Journeys
from okrflow.flow.what_if.lines import Line, Order
from okrflow.flow.what_if.places import FIRST_STAGE, GATE
from okrflow.flow.what_if.turns import AT_EXIT, AT_GATE, Stops, waits


@dataclass(frozen=True, eq=False, slots=True)
class Floor:
    """What items meet: the lines, by how much the visits at each place are longer or shorter, and a load limit, if any.

    `factor` has one entry per place.
    """

    lines: tuple[Line, ...]
    factor: FloatArray
    limit: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """Journeys as they went on a floor: when each visit was reached, and the days of waiting and of staying there.

    The wait for a place in a stage belongs to the visit there, the line in front of it having no length of its own. An item's
    last visit does not end.
    """

    journeys: Journeys
    reached: FloatArray
    wait: FloatArray
    length: FloatArray

    @property
    def began(self) -> FloatArray:
        """When the wait of each visit was over."""
        return self.reached + self.wait

    @property
    def ended(self) -> FloatArray:
        """When each visit ended."""
        return np.where(self.journeys.last, np.inf, self.began + self.length)


def unhindered(journeys: Journeys) -> Run:
    """Journeys without waiting of their own, such as observed ones."""
    nothing = np.zeros(len(journeys.place))
    return Run(journeys, _reached(journeys, journeys.length), nothing, journeys.length)


def run(journeys: Journeys, floor: Floor, *, end: float) -> Run:
    """Let items go on their journeys from the window's start to its end, in days; what comes later is not worked out."""
    if floor.limit is not None:
        journeys = journeys.through_gates()
    length = _lengths(journeys, floor)
    reached = _reached(journeys, length)
    visit, line = _stops(journeys, floor)
    wait = np.zeros(len(length))
    if len(visit):
        stops = _described(journeys, floor, visit, line, length, reached)
        taken = [_taken(each, journeys, length, never=2 * end) for each in floor.lines]
        load = int(np.count_nonzero(journeys.present))
        wait[visit] = waits(stops, floor.lines, taken, end=end, limit=floor.limit, load=load)
        reached = _reached(journeys, length + wait)
    return Run(journeys, reached, wait, length)


def _lengths(journeys: Journeys, floor: Floor) -> FloatArray:
    """The length of each visit on this floor; what was spent before the window stays, a place in line takes no time itself."""
    spent = np.zeros(len(journeys.place))
    spent[journeys.first] = np.maximum(-journeys.entries.entered, 0.0)
    length: FloatArray = spent + np.maximum(journeys.length - spent, 0.0) * floor.factor[journeys.place]
    goes_to = journeys.goes_to
    for line in floor.lines:
        length[np.isin(journeys.place, line.fronts) & (goes_to == line.stage)] = 0.0
    return length


def _reached(journeys: Journeys, taken: FloatArray) -> FloatArray:
    """When each visit is reached, if visits take so many days."""
    before = np.cumsum(taken) - taken
    offset: FloatArray = journeys.entries.entered - before[journeys.first]
    return before + np.repeat(offset, journeys.count)


def _stops(journeys: Journeys, floor: Floor) -> tuple[IntArray, IntArray]:
    """The visits at which an item may have to wait or lets others in, and at which line, AT_GATE or AT_EXIT."""
    nowhere = len(floor.lines)
    called = np.full(len(floor.factor), nowhere)
    called[[line.stage for line in floor.lines]] = np.arange(nowhere)
    if floor.limit is not None:
        called[:FIRST_STAGE] = AT_EXIT
        called[GATE] = AT_GATE
    line = called[journeys.place]
    # Who is in a stage when the window starts has a place there.
    visit = np.flatnonzero((line != nowhere) & ~journeys.present)
    return visit, line[visit]


def _described(
    journeys: Journeys, floor: Floor, visit: IntArray, line: IntArray, length: FloatArray, reached: FloatArray
) -> Stops:
    """The stops at these visits, as if nobody had to wait."""
    item = journeys.item[visit]
    opens = np.append(True, item[1:] != item[:-1])
    left = reached[visit] + length[visit]
    # Rounding must not bring an item to its next stop before it has left this one.
    gap = np.where(opens, reached[visit], np.maximum(reached[visit] - np.append(0.0, left[:-1]), 0.0))
    pick_up = np.array([each.pick_up_days for each in floor.lines] + [0.0, 0.0])
    return Stops(
        line=line.tolist(),
        hold=(length[visit] + pick_up[line]).tolist(),
        gap=gap.tolist(),
        rank=_ranks(journeys, floor.lines, line, item).tolist(),
        goes_on=np.append(~opens[1:], False).tolist(),
        opens=opens.tolist(),
    )


def _ranks(journeys: Journeys, lines: tuple[Line, ...], line: IntArray, item: IntArray) -> FloatArray:
    """The rank of each stop in its line; equals are served first come first served."""
    rank = np.zeros(len(line))
    for number, each in enumerate(lines):
        here = line == number
        if each.order == Order.BY_KIND:
            rank[here] = np.array(each.kinds)[journeys.entries.kind[item[here]]]
        elif each.order == Order.RANDOM:
            rank[here] = journeys.rank[item[here]]
    return rank


def _taken(line: Line, journeys: Journeys, length: FloatArray, *, never: float) -> list[float]:
    """When each place of a line becomes free of who is there at the start, in ascending order; `never` if it does not."""
    there: BoolArray = journeys.present & (journeys.place == line.stage)
    visit = np.flatnonzero(there)
    entered = journeys.entries.entered[journeys.item[visit]]
    ends = np.where(journeys.last[visit], never, entered + length[visit])
    # Of more items than places all but as many as there are places have to go before one is free.
    return sorted([0.0] * line.capacity + ends.tolist())[-line.capacity :]
