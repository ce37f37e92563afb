"""What the fit found out about a stream, and how far it can be trusted."""

from dataclasses import dataclass, field
from enum import StrEnum

from okrflow.flow.what_if.changes import Offer
from okrflow.flow.what_if.floor import Floor
from okrflow.flow.what_if.lines import Order
from okrflow.flow.what_if.window import Window


class Reading(StrEnum):
    """What a stage is: work; a line for a place in a stage; an outside delay; or either of the two, which can't be told."""

    WORK = "work"
    LINE = "line"
    OUTSIDE_DELAY = "outside_delay"
    BOTH = "both"


class Measure(StrEnum):
    """What the fit is judged by."""

    FLOW_TIME_P50 = "flow_time_p50"
    FLOW_TIME_P85 = "flow_time_p85"
    VELOCITY = "velocity"
    LOAD = "load"


class DoubtCode(StrEnum):
    """Why a model can't be trusted."""

    WINDOW_TOO_SHORT = "window_too_short"
    TOO_FEW_FINISHED = "too_few_finished"
    TOO_FEW_VISITS = "too_few_visits"
    FIT_MISSED = "fit_missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reason not to trust the model: what was found (days, items, visits, or a relative error) and what was needed.

    `stage` is the status that has too few visits, `measure` the one that was missed.
    """

    code: DoubtCode
    found: float
    needed: float
    stage: int | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One measure of the window: days, items a week or items. `error` is modelled / observed - 1."""

    measure: Measure
    observed: float
    modelled: float
    error: float
    tolerance: float
    within: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How the model's run of today compares with what was observed; empty when nothing was finished."""

    checks: tuple[Check, ...]


class Next(StrEnum):
    """Where an item goes from a stage."""

    STAGE = "stage"
    BACK = "back"
    DONE = "done"
    CANCELLED = "cancelled"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Followed:
    """A share of a stage's visits that went to the same place: which status, if it was a stage."""

    next: Next
    stage: int | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageModel:
    """How a stage (its status) is understood, from the `visits` that ended in the window.

    - A waiting stage: `in_front_of` the active stage that follows it most, `idle` and `rho`, the evidence for the reading.
    - A line, and the stage with a line in front: the `order` in which it is served.
    - An active stage with a line in front: `capacity`, `pick_up_days`, and the share of the window that it is `busy` for.
    """

    stage: int
    reading: Reading
    visits: int
    followed_by: tuple[Followed, ...]
    in_front_of: int | None = None
    idle: float | None = None
    rho: float | None = None
    order: Order | None = None
    capacity: int | None = None
    pick_up_days: float | None = None
    busy: float | None = None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Model:
    """A stream's window as a floor that items pass; the `window` and the `floor` are for `simulate` only.

    `second_reading` is the same with every unclear wait read the other way, where there is one.
    """

    stages: tuple[StageModel, ...]
    problems: tuple[Doubt, ...]
    fit: Fit
    offers: tuple[Offer, ...]
    window: Window = field(repr=False)
    floor: Floor = field(repr=False)
    second_reading: "Model | None" = None

    @property
    def trusted(self) -> bool:
        """Whether nothing speaks against believing it."""
        return not self.problems
