"""Where items stand in line for a place, where they wait for something else, and how a line is served."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from okrflow.flow.codes import ALL_KINDS, BoolArray
from okrflow.flow.what_if.occupancy import Occupancy, pick_up_share, waits_with_queue
from okrflow.flow.what_if.places import FIRST_STAGE
from okrflow.flow.what_if.visits import Visits

_LINE_IDLE: Final = 0.25
_LINE_RHO: Final = 0.5
_UNCLEAR_IDLE: Final = (0.25, 0.75)
_UNCLEAR_RHO: Final = (0.3, 0.6)
_TREND_RHO: Final = 0.1
"""Below this correlation at equal time a line is only as likely as a delay that grows."""
_GOES_BEFORE: Final = 0.5


class Order(StrEnum):
    """Who in a line is served next."""

    FIRST_COME = "first_come"
    BY_KIND = "by_kind"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Items at the places `fronts` wait for one of `capacity` places in `stage`.

    A place is held for `pick_up_days` before each visit. `kinds` are ranks by kind: those that wait less are served first.
    """

    stage: int
    fronts: tuple[int, ...]
    capacity: int
    pick_up_days: float
    order: Order
    kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What is known of a waiting place: the active one that follows it most, if any, and how waits go with its places.

    `idle` is how much of the waiting is while a place is free; `rho` how far waits go with the number there, `steady_rho` how
    far they do at equal time.
    """

    place: int
    stage: int | None
    idle: float | None
    rho: float | None
    steady_rho: float | None

    @property
    def is_line(self) -> bool:
        """Whether it reads as a line rather than an outside delay."""
        if self.idle is None or self.rho is None:
            return False
        return self.idle < _LINE_IDLE or (self.rho >= _LINE_RHO and not self._may_be_a_trend)

    @property
    def is_unclear(self) -> bool:
        """Whether it may as well be the other one."""
        if self.idle is None or self.rho is None:
            return False
        between = _within(self.idle, _UNCLEAR_IDLE) and _within(self.rho, _UNCLEAR_RHO)
        return between or (self.idle >= _LINE_IDLE and self.rho >= _LINE_RHO and self._may_be_a_trend)

    @property
    def _may_be_a_trend(self) -> bool:
        """Whether waits and numbers may go together only because both grow with time."""
        return self.steady_rho is not None and self.steady_rho < _TREND_RHO


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def waits(visits: Visits, active: BoolArray, *, end: float) -> list[Wait]:
    """All waiting places of a window of `end` days; `active` says which places are active stages."""
    return [
        _wait(visits, place, active, end) for place in range(FIRST_STAGE, len(active)) if not active[place]
    ]


def _wait(visits: Visits, place: int, active: BoolArray, end: float) -> Wait:
    chosen = visits.ended_in_stage & (visits.place == place)
    followed = np.bincount(visits.goes_to[chosen], minlength=len(active)) * active
    if not followed.any():
        return Wait(place=place, stage=None, idle=None, rho=None, steady_rho=None)
    stage = int(np.argmax(followed))
    occupancy = Occupancy.of(visits, stage=stage, fronts=[place], end=end)
    rho, steady_rho = waits_with_queue(visits, front=place, stage=stage)
    return Wait(
        place=place,
        stage=stage,
        idle=occupancy.idle(occupancy.capacity()),
        rho=rho,
        steady_rho=steady_rho,
    )


def lines(visits: Visits, fronts: dict[int, list[int]], *, end: float) -> tuple[Line, ...]:
    """The lines, first come first served, of the stages with the places that are lines in front of them."""
    return tuple(_line(visits, stage, places, end) for stage, places in sorted(fronts.items()))


def _line(visits: Visits, stage: int, fronts: list[int], end: float) -> Line:
    occupancy = Occupancy.of(visits, stage=stage, fronts=fronts, end=end)
    capacity = occupancy.capacity()
    worked = visits.ended_in_stage & (visits.place == stage)
    work = float(np.mean(visits.ended[worked] - visits.began[worked])) if worked.any() else 0.0
    return Line(
        stage=stage,
        fronts=tuple(fronts),
        capacity=capacity,
        pick_up_days=work * pick_up_share(occupancy, capacity),
        order=Order.FIRST_COME,
        kinds=_shortest_first(visits, fronts),
    )


def _shortest_first(visits: Visits, fronts: list[int]) -> tuple[int, ...]:
    """The rank of each kind by its mean wait; only one that waits less than half as long as the next goes before it."""
    chosen = visits.where(visits.ended_in_stage & np.isin(visits.place, fronts))
    count = np.bincount(chosen.kind, minlength=ALL_KINDS)
    days = np.bincount(chosen.kind, weights=chosen.ended - chosen.began, minlength=ALL_KINDS)
    mean = np.where(count > 0, days / np.maximum(count, 1), np.inf)
    order = np.argsort(mean, kind="stable")
    goes_before = mean[order[:-1]] < _GOES_BEFORE * mean[order[1:]]
    ranks = np.zeros(ALL_KINDS, np.int64)
    ranks[order[1:]] = np.cumsum(goes_before)
    return tuple(ranks.tolist())


def other_orders(line: Line) -> list[Line]:
    """The line served in other ways than first come first served."""
    return [replace(line, order=order) for order in (Order.BY_KIND, Order.RANDOM)]
