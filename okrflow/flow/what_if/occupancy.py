"""How many items are in stages over time, and what that says about a stage's capacity and the waits in front of it."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from okrflow.flow.codes import BoolArray, FloatArray, IntArray
from okrflow.flow.what_if.visits import Visits

_CAPACITY_LEVEL: Final = 0.98
_SEEN_BUSY: Final = 0.02
"""The share of the window from which on the time with nothing left to wait for tells about pick-up."""
_ALL_PLACES_USED: Final = 0.97


@dataclass(frozen=True, eq=False, slots=True)
class Occupancy:
    """The items in a stage and those waiting for it, as steps of the window: each `days` long."""

    days: FloatArray
    working: IntArray
    waiting: IntArray

    @classmethod
    def of(cls, visits: Visits, *, stage: int, fronts: list[int], end: float) -> Self:
        """Count the items at a place and at the places in front of it between 0 and `end` days."""
        working = visits.place == stage
        waiting = np.isin(visits.place, fronts)
        chosen = (working | waiting) & (visits.ended > 0)
        began, ended = np.maximum(visits.began[chosen], 0.0), np.minimum(visits.ended[chosen], end)
        at = np.concatenate([[0.0], began, ended, [end]])
        order = np.argsort(at, kind="stable")
        counts = [
            np.cumsum(np.concatenate([[0], each[chosen], -each[chosen].astype(np.int64), [0]])[order])[:-1]
            for each in (working.astype(np.int64), waiting.astype(np.int64))
        ]
        return cls(np.diff(at[order]), counts[0], counts[1])

    def capacity(self) -> int:
        """The items in the stage that are not exceeded in 98 % of the time, at least 1."""
        order = np.argsort(self.working, kind="stable")
        share = np.cumsum(self.days[order]) / self.days.sum()
        place = min(int(np.searchsorted(share, _CAPACITY_LEVEL)), len(order) - 1)
        return max(int(self.working[order[place]]), 1)

    def idle(self, capacity: int) -> float:
        """How much of the waiting is while there is a free place, compared with how often there is one.

        0 where items wait only while all places are taken, 1 where waiting and places have nothing to do with each other.
        """
        free = self.working < capacity
        waited = float((self.waiting * self.days).sum())
        free_days = float(self.days[free].sum())
        if not waited or not free_days:
            return 0.0
        waited_free = float((self.waiting * self.days)[free].sum())
        return (waited_free / waited) / (free_days / float(self.days.sum()))

    def working_when_busy(self, capacity: int) -> float | None:
        """The mean number in the stage while that and the waiting would fill its places; None if seldom."""
        busy: BoolArray = self.working + self.waiting >= capacity
        days = float(self.days[busy].sum())
        if days < _SEEN_BUSY * float(self.days.sum()):
            return None
        return float((self.working * self.days)[busy].sum()) / days


def pick_up_share(occupancy: Occupancy, capacity: int) -> float:
    """How long a place is held for an item that still waits, as a share of the mean work."""
    working = occupancy.working_when_busy(capacity)
    if not working or working >= _ALL_PLACES_USED * capacity:
        return 0.0
    return capacity / working - 1


def waits_with_queue(visits: Visits, *, front: int, stage: int) -> tuple[float, float]:
    """Spearman's correlation of the waits at `front` with the number waiting there or in the stage when they began.

    Of the visits that lie in the window whole and went on to the stage. The second one is what is left of it at equal time:
    nothing, if waits and numbers only grow together because the wait does for reasons of its own.
    """
    near = visits.where(np.isin(visits.place, [front, stage]))
    chosen = (near.place == front) & (near.goes_to == stage) & (near.began >= 0)
    began, ended = near.began[chosen], near.ended[chosen]
    there = np.searchsorted(np.sort(near.began), began) - np.searchsorted(
        np.sort(near.ended), began, side="right"
    )
    waits, numbers, times = ranks(ended - began), ranks(there.astype(np.float64)), ranks(began)
    return correlation(waits, numbers), correlation(without(waits, times), without(numbers, times))


def ranks(values: FloatArray) -> FloatArray:
    """The rank of each value, the mean one of equals; 0 in the mean."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    found: FloatArray = (np.cumsum(count) - (count - 1) / 2)[which]
    return found - (len(values) + 1) / 2


def without(values: FloatArray, other: FloatArray) -> FloatArray:
    """What is left of values when what goes with others is taken away; the mean of both is 0."""
    weight = float(other @ other)
    return values - other * (float(values @ other) / weight) if weight else values


def correlation(one: FloatArray, other: FloatArray) -> float:
    """The correlation of values whose mean is 0; 0 where one of them does not vary but by rounding."""
    rounding = 1e-9 * len(one) ** 3
    squares = float(one @ one), float(other @ other)
    return float(one @ other) / float(np.sqrt(squares[0] * squares[1])) if min(squares) > rounding else 0.0
