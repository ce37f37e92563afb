"""Whose turn it is: an event loop over the stops at which items wait for a place."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace
from itertools import chain
from typing import Final

from okrflow.flow.what_if.lines import Line, Order

AT_GATE: Final = -1
"""Instead of a line: before the load limit."""

AT_EXIT: Final = -2
"""Instead of a line: out of progress."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Stops:
    """Where items may have to wait, item by item in order: lists of equal length, which a loop reads faster than arrays.

    - `line`: the number of the line, AT_GATE or AT_EXIT.
    - `hold`: the days for which a place is taken, pick-up included.
    - `gap`: the days from the end of the item's stop before to this one; for its first one, since the window's start.
    - `rank`: in a line that is not first come first served, who has the smaller one goes first.
    - `opens`, `goes_on`: whether it is the item's first one, and whether another follows.
    """

    line: list[int]
    hold: list[float]
    gap: list[float]
    rank: list[float]
    opens: list[bool]
    goes_on: list[bool]


def waits(
    stops: Stops,
    lines: Sequence[Line],
    taken: list[list[float]],
    *,
    end: float,
    limit: int | None,
    load: int,
) -> list[float]:
    """The days of waiting at each stop up to the end, in days; a stop that is not left by then waits for longer than that.

    `taken` says for each line when its places become free, ascending; `load` is the number in progress at the start.
    """
    turns = _Turns(stops, lines, taken, end=end, limit=limit, load=load)
    turns.take_until(end)
    return turns.wait


class _Turns:
    """The state of the loop. Events are (days, number): of a stop reached, or ~line where a place becomes free."""

    def __init__(
        self,
        stops: Stops,
        lines: Sequence[Line],
        taken: list[list[float]],
        *,
        end: float,
        limit: int | None,
        load: int,
    ) -> None:
        self.line, self.hold, self.gap, self.rank = stops.line, stops.hold, stops.gap, stops.rank
        self.goes_on = stops.goes_on
        self.lines, self.taken = lines, taken
        self.pick_up = [line.pick_up_days for line in lines]
        self.limit, self.load = limit or 0, load
        self.standing: list[list[tuple[float, float, int]]] = [[] for _ in lines]
        self.outside: deque[tuple[float, int]] = deque()
        first = [(self.gap[stop], stop) for stop, opens in enumerate(stops.opens) if opens]
        self.wait = [2 * end - min(first)[0]] * len(self.line)
        free = [(at, ~number) for number in self._ranked() for at in taken[number]]
        self.events = list(chain(first, free))
        heapify(self.events)

    def _ranked(self) -> list[int]:
        """The numbers of the lines that are not first come first served."""
        return [number for number, line in enumerate(self.lines) if line.order != Order.FIRST_COME]

    def take_until(self, end: float) -> None:
        """Let all happen that happens before the end."""
        at_line = [self._queue if line.order == Order.FIRST_COME else self._stand for line in self.lines]
        reach = [*at_line, self._leave, self._enter]  # by number: AT_EXIT and AT_GATE count from behind
        events, line = self.events, self.line
        while events and events[0][0] < end:
            at, stop = heappop(events)
            if stop >= 0:
                reach[line[stop]](at, stop)
            else:
                self._serve(at, ~stop)

    def _queue(self, at: float, stop: int) -> None:
        """An item joins a line that is first come first served: it takes the place that is free first."""
        line = self.line[stop]
        places = self.taken[line]
        free = places[0]
        begins = free if free > at else at
        left = begins + self.hold[stop]
        heapreplace(places, left)
        self.wait[stop] = begins - at + self.pick_up[line]
        if self.goes_on[stop]:
            heappush(self.events, (left + self.gap[stop + 1], stop + 1))

    def _stand(self, at: float, stop: int) -> None:
        """An item joins a line in which ranks count."""
        line = self.line[stop]
        heappush(self.standing[line], (self.rank[stop], at, stop))
        self._serve(at, line)

    def _serve(self, at: float, line: int) -> None:
        """Give a place of a line in which ranks count to the first in rank, if one is free."""
        places, standing = self.taken[line], self.standing[line]
        if standing and places[0] <= at:
            _, since, stop = heappop(standing)
            left = at + self.hold[stop]
            heapreplace(places, left)
            heappush(self.events, (left, ~line))
            self.wait[stop] = at - since + self.pick_up[line]
            self._go_on(stop, left)

    def _enter(self, at: float, stop: int) -> None:
        """An item comes to the gate."""
        self.outside.append((at, stop))
        self._admit(at)

    def _leave(self, at: float, stop: int) -> None:
        """An item leaves progress, for a while or for good."""
        self.load -= 1
        self.wait[stop] = 0.0
        self._go_on(stop, at + self.hold[stop])
        self._admit(at)

    def _admit(self, at: float) -> None:
        """Let the item that has waited outside longest in, if the limit permits."""
        if self.outside and self.load < self.limit:
            since, stop = self.outside.popleft()
            self.load += 1
            self.wait[stop] = at - since
            self._go_on(stop, at)

    def _go_on(self, stop: int, left: float) -> None:
        """An item leaves a stop and goes on to its next one."""
        if self.goes_on[stop]:
            heappush(self.events, (left + self.gap[stop + 1], stop + 1))
