"""The changes that can be tried, and where each makes sense."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from okrflow.flow.codes import Kind
from okrflow.flow.what_if.floor import Floor


@dataclass(frozen=True, slots=True)
class Places:
    """So many more places in an active stage, or fewer."""

    stage: int
    added: int


@dataclass(frozen=True, slots=True)
class Work:
    """The work in an active stage takes so many times as long."""

    stage: int
    factor: float


@dataclass(frozen=True, slots=True)
class NoWaiting:
    """Nobody waits in a waiting stage; where that is a line, the stage behind it has no limit any more."""

    stage: int


@dataclass(frozen=True, slots=True)
class LoadLimit:
    """At most so many items in progress; the others wait outside, first come first served."""

    limit: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """So many times as many items of a kind come in."""

    kind: Kind
    factor: float


Change = Places | Work | NoWaiting | LoadLimit | Arrivals


class ChangeCode(StrEnum):
    """The names of the changes."""

    PLACES = "places"
    WORK = "work"
    NO_WAITING = "no_waiting"
    LOAD_LIMIT = "load_limit"
    ARRIVALS = "arrivals"


class NotOffered(StrEnum):
    """Why a change makes no sense."""

    CAPACITY_UNSEEN = "capacity_unseen"
    NOT_ACTIVE = "not_active"
    NOT_WAITING = "not_waiting"
    NO_VISITS = "no_visits"
    NO_ARRIVALS = "no_arrivals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Whether a change makes sense: for a stage (its status), for a kind, or for the whole stream; `reason` is why not.

    `removes_capacity_limit` says that to remove this waiting means unlimited capacity in the stage behind it.
    """

    change: ChangeCode
    stage: int | None = None
    kind: Kind | None = None
    reason: NotOffered | None = None
    removes_capacity_limit: bool = False


_CODES: dict[type[Change], ChangeCode] = {
    Places: ChangeCode.PLACES,
    Work: ChangeCode.WORK,
    NoWaiting: ChangeCode.NO_WAITING,
    LoadLimit: ChangeCode.LOAD_LIMIT,
    Arrivals: ChangeCode.ARRIVALS,
}


def check(changes: Sequence[Change], offers: Sequence[Offer]) -> None:
    """Raise ValueError for a change that is not offered, made twice to the same thing, or of a senseless size."""
    offered = {(offer.change, offer.stage, offer.kind) for offer in offers if offer.reason is None}
    wanted = [
        (_CODES[type(change)], getattr(change, "stage", None), getattr(change, "kind", None))
        for change in changes
    ]
    for change, each in zip(changes, wanted, strict=True):
        if each not in offered:
            raise ValueError(f"not offered for this stream: {change}")
        if isinstance(change, Work | Arrivals) and not 0 <= change.factor < np.inf:
            raise ValueError(f"a factor is a number of 0 or more: {change}")
        if isinstance(change, LoadLimit) and change.limit < 1:
            raise ValueError(f"a load limit lets at least one item in: {change}")
    if len(set(wanted)) < len(wanted):
        raise ValueError("the same thing is changed twice")


def changed(floor: Floor, changes: Sequence[Change], place: dict[int, int]) -> Floor:
    """The floor with these changes; `place` gives the place of each status. Raises ValueError when no place is left."""
    for change in changes:
        match change:
            case Places():
                floor = _with_places(floor, place[change.stage], change.added)
            case Work():
                floor = _with_factor(floor, [place[change.stage]], change.factor)
            case NoWaiting():
                floor = _without_waiting(floor, place[change.stage])
            case LoadLimit():
                floor = replace(floor, limit=change.limit)
            case Arrivals():
                pass  # changes who comes, not what they meet
    return floor


def _with_places(floor: Floor, stage: int, added: int) -> Floor:
    lines = tuple(
        replace(line, capacity=line.capacity + added) if line.stage == stage else line for line in floor.lines
    )
    if any(line.capacity < 1 for line in lines):
        raise ValueError("at least one place has to be left")
    return replace(floor, lines=lines)


def _with_factor(floor: Floor, places: Sequence[int], factor: float) -> Floor:
    factors = floor.factor.copy()
    factors[list(places)] *= factor
    return replace(floor, factor=factors)


def _without_waiting(floor: Floor, front: int) -> Floor:
    """Without the line that a place belongs to, or without the outside delay that it is."""
    line = next((line for line in floor.lines if front in line.fronts), None)
    fronts = [front] if line is None else line.fronts
    lines = tuple(each for each in floor.lines if each is not line)
    return _with_factor(replace(floor, lines=lines), fronts, 0.0)
