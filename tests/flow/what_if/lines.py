"""Planted lines of three stations, of which the middle one is planted with a limit or a wait; the others are at ease."""

from dataclasses import dataclass
from functools import cache

from okrflow.flow import Kind
from okrflow.flow.what_if import Model, fit
from tests.flow.planted import Planted, Station, plant

KINDS = (0.6, 0.25, 0.05, 0.1)
_BEFORE, _BEHIND = Station(work=0.8, places=4), Station(work=0.5, places=3)


@dataclass(frozen=True)
class Case:
    """A station in the middle, and how many items come."""

    station: Station
    per_week: float = 19


CASES = {
    "overloaded": Case(Station(work=1.0, places=2)),
    "late pick-up": Case(Station(work=0.6, places=2, pick_up=0.4)),
    "priority by kind": Case(Station(work=1.0, places=2, urgent=(Kind.DEFECT,))),
    "overloaded, half delayed": Case(Station(work=1.0, places=2, delay=8, delayed=0.5)),
    "overloaded, with rework": Case(Station(work=0.75, places=2, again=0.25)),
    "outside delay": Case(Station(work=0.5, places=4, delay=8), per_week=16),
    "half delayed": Case(Station(work=0.5, places=4, delay=8, delayed=0.5), per_week=16),
}
CONSTRAINED = (
    "overloaded",
    "late pick-up",
    "priority by kind",
    "overloaded, half delayed",
    "overloaded, with rework",
)
DELAYED = ("outside delay", "half delayed")


@cache
def planted(name: str, seed: int = 1) -> Planted:
    """A line with one of the cases in its middle."""
    case = CASES[name]
    return plant([_BEFORE, case.station, _BEHIND], per_week=case.per_week, seed=seed, kinds=KINDS)


@cache
def fitted(name: str, seed: int = 1) -> Model:
    """The model of a planted line."""
    line = planted(name, seed)
    return fit(line.intervals, seed=[1], **line.window)


@cache
def delay_behind_constraint(seed: int = 1) -> Model:
    """The first station limits velocity, and an outside delay stands in front of the second."""
    stations = [Station(work=1.0, places=2), Station(work=0.5, places=4, delay=8), _BEHIND]
    line = plant(stations, per_week=19, seed=seed, kinds=KINDS)
    return fit(line.intervals, seed=[1], **line.window)
