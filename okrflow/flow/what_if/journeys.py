"""Items on their way through the stream: where each goes and how long it takes there, drawn before any waiting is known."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.flow.codes import BoolArray, CodeArray, FloatArray, IntArray
from okrflow.flow.what_if.places import FIRST_STAGE, GATE, STAYS
from okrflow.flow.what_if.pools import Pools
from okrflow.flow.what_if.visits import Entries, Visits, entry_visits

_MOST_VISITS: Final = 500
"""Ends the journey of an item that could go round for ever."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Journeys:
    """The visits of items from their entry on, item by item.

    Of each item: its `entries` row, a `rank` in [0, 1) for life, and `first`, the number of its first visit. Of each visit: the
    place and its length in days, in a line the time that it would take without waiting for a free place. An item stays in
    its last visit.
    """

    entries: Entries
    rank: FloatArray
    first: IntArray
    place: IntArray
    length: FloatArray

    @property
    def count(self) -> IntArray:
        """The number of visits of each item."""
        return np.diff(self.first, append=len(self.place))

    @property
    def item(self) -> IntArray:
        """The number of the item of each visit."""
        return np.repeat(np.arange(len(self.first)), self.count)

    @property
    def last(self) -> BoolArray:
        """Which visits are their item's last."""
        last = np.zeros(len(self.place), np.bool_)
        last[self.first + self.count - 1] = True
        return last

    @property
    def goes_to(self) -> IntArray:
        """The place that follows each visit, STAYS after the last."""
        return np.where(self.last, STAYS, np.append(self.place[1:], STAYS)[: len(self.place)])

    @property
    def present(self) -> BoolArray:
        """Which visits are those in which an item is when the window starts."""
        present = np.zeros(len(self.place), np.bool_)
        present[self.first[self.entries.entered < 0]] = True
        return present

    def where(self, chosen: BoolArray) -> "Journeys":
        """The journeys of the items of a mask."""
        of_chosen = np.repeat(chosen, self.count)
        return _journeys(
            self.entries.where(chosen),
            self.rank[chosen],
            self.count[chosen],
            self.place[of_chosen],
            self.length[of_chosen],
        )

    def joined(self, other: "Journeys") -> "Journeys":
        """These journeys and others behind them."""
        return _journeys(
            self.entries.joined(other.entries),
            np.concatenate([self.rank, other.rank]),
            np.concatenate([self.count, other.count]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.length, other.length]),
        )

    def through_gates(self) -> "Journeys":
        """The journeys with a visit to the gate before each entry into progress within the window."""
        stage = self.place >= FIRST_STAGE
        outside_before = np.concatenate([[True], ~stage[:-1]])[: len(stage)]
        outside_before[self.first] = True
        enters = np.flatnonzero(stage & outside_before & ~self.present)
        gates = np.bincount(self.item[enters], minlength=len(self.first))
        return _journeys(
            self.entries,
            self.rank,
            self.count + gates,
            np.insert(self.place, enters, GATE),
            np.insert(self.length, enters, 0.0),
        )


def _journeys(
    entries: Entries, rank: FloatArray, count: IntArray, place: IntArray, length: FloatArray
) -> Journeys:
    """Journeys by the number of visits of each item."""
    return Journeys(entries=entries, rank=rank, first=np.cumsum(count) - count, place=place, length=length)


def observed(visits: Visits, entries: Entries) -> Journeys:
    """The journeys that items really took, all waiting included."""
    first = entry_visits(visits)
    items = visits.item[first]
    found = np.minimum(np.searchsorted(items, visits.item), max(len(items) - 1, 0))
    chosen = np.zeros(len(visits.item), np.bool_)
    if len(items):
        chosen = (items[found] == visits.item) & (np.arange(len(visits.item)) >= first[found])
    taken = visits.where(chosen)
    length = np.where(np.isfinite(taken.ended), taken.ended - taken.began, 0.0)
    count = np.bincount(found[chosen], minlength=len(items))
    return _journeys(entries, np.zeros(len(items)), count, taken.place, length)


def draw(entries: Entries, pools: Pools, rng: np.random.Generator) -> Journeys:
    """Journeys of these entries: each visit is as long as an observed one of its place and kind, and goes on as that did."""
    rank = rng.random(len(entries.place))
    item = np.arange(len(entries.place))
    place, kind = entries.place, entries.kind
    steps: list[tuple[IntArray, IntArray, FloatArray]] = []
    while len(item) and len(steps) < _MOST_VISITS:
        known = pools.known(place, kind)
        length, goes_to = np.zeros(len(item)), np.full(len(item), STAYS)
        chance = rng.random(int(known.sum()))
        spent = np.maximum(-entries.entered[item[known]], 0.0) if not steps else None
        rows, drawn = _next(pools, place[known], kind[known], spent, chance)
        length[known], goes_to[known] = drawn, pools.goes_to[rows]
        steps.append((item, place, length))
        goes_on = goes_to != STAYS
        item, place, kind = item[goes_on], goes_to[goes_on], kind[goes_on]
    return _in_order(entries, rank, steps)


def _next(
    pools: Pools, place: IntArray, kind: CodeArray, spent: FloatArray | None, chance: FloatArray
) -> tuple[IntArray, FloatArray]:
    """The rows and lengths drawn for one visit each, of which so many days may be spent when the window starts."""
    if spent is not None:
        return pools.draw_longer(place, kind, spent, chance)
    rows = pools.draw(place, kind, chance)
    return rows, pools.length[rows]


def _in_order(
    entries: Entries, rank: FloatArray, steps: list[tuple[IntArray, IntArray, FloatArray]]
) -> Journeys:
    """The journeys item by item of visits step by step."""
    if not steps:
        nothing = np.zeros(0, np.int64)
        return _journeys(entries, rank, nothing, nothing, np.zeros(0))
    item = np.concatenate([step[0] for step in steps])
    order = np.argsort(item, kind="stable")
    place = np.concatenate([step[1] for step in steps])[order]
    length = np.concatenate([step[2] for step in steps])[order]
    return _journeys(entries, rank, np.bincount(item, minlength=len(rank)), place, length)
