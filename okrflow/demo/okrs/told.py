"""What makes an objective, its key results, and what is said of them week by week."""

from dataclasses import dataclass
from enum import IntEnum

from okrflow.flow import Kind
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, Ambition, TargetForm


class CycleTold(IntEnum):
    """The cycles: the year, the current one, and the past ones, the latest first."""

    YEAR = -1
    CURRENT = 0
    PAST_1 = 1
    PAST_2 = 2
    PAST_3 = 3


@dataclass(frozen=True, kw_only=True)
class FlowTold:
    """A flow metric; without a stream of all streams together."""

    measure: Measure
    stream: str | None = None
    kind: Kind | None = None
    stage: str | None = None


@dataclass(frozen=True)
class Saying:
    """What is said at the weekly check-in from so many days after the experiment's start on.

    In the note, {value} is the value of that day, {before} that of the check-in before, {features} the flow time of Policy's
    features and {load} the load of Claims on that day.
    """

    since: int
    confidence: int
    note: str


@dataclass(frozen=True, kw_only=True)
class KeyResultTold:
    """`metric` is the name of a measured series or a flow metric. Without a baseline the one computed the day before.

    `records` says that the check-ins bring the values; `added` is the day of the cycle on which it was added later.
    """

    title: str
    metric: str | FlowTold | None
    aim: Aim
    baseline: str | None = None
    form: TargetForm = TargetForm.ABSOLUTE
    target: str | None = None
    lower: str | None = None
    upper: str | None = None
    ambition: Ambition = Ambition.ASPIRATIONAL
    keeper: str | None = None
    sayings: tuple[Saying, ...] = ()
    records: bool = True
    added: int | None = None


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What people wrote when the objective was closed."""

    learnt: str
    experiment: str
    next: str


@dataclass(frozen=True, kw_only=True)
class ObjectiveTold:
    """`published` is the day of its cycle on which it was published; None: still a draft. `proposed_by` put it to the
    stream two hours before, and the writer took it over as it was within the hour."""

    name: str
    cycle: CycleTold
    writer: str
    title: str
    why: str
    key_results: tuple[KeyResultTold, ...]
    stream: str | None = None
    rank: int | None = None
    supports: str | None = None
    published: int | None = 1
    taught: Taught | None = None
    proposed_by: str | None = None
