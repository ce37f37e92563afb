"""Cycles, objectives and key results as the review sees them, with who wrote and accepted what."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from okrflow.okrs.models import ObjectiveState
from okrflow.okrs.scoring import Aim, Ambition
from okrflow.review.snapshot.metrics import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """The days [starts_on, ends_on)."""

    uuid: UUID
    name: str
    starts_on: date
    ends_on: date
    closed_on: date | None = None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on and self.closed_on is None

    def is_over_on(self, day: date) -> bool:
        return day >= self.ends_on or self.closed_on is not None

    def overlaps(self, other: "Cycle") -> bool:
        return self.starts_on < other.ends_on and other.starts_on < self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """A change of the baseline or the target of a published key result; `noted`: somebody wrote why."""

    changed_on: date
    before: Decimal
    after: Decimal
    noted: bool = False
    from_above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """`demanded`: somebody else asked for it, outside the metric's own rhythm."""

    given_on: date
    confidence: int | None = None
    demanded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult:
    """Values are in the metric's stored unit; `target` is the upper limit of stay below and between, `lower` the other.

    `computed_baseline` is a flow metric's value on `baseline_on` by what is known now, `computed_when_published` by what
    was known then. `progress`, `expected` (shares), `confidence` and `chance` are those of today; None: there is none.
    `demanded_every_days` is how often check-ins are demanded. `written_by` is a name.
    """

    uuid: UUID
    title: str
    metric: Metric | None = None
    aim: Aim = Aim.RAISE
    baseline: Decimal | None = None
    baseline_on: date | None = None
    computed_baseline: Decimal | None = None
    computed_when_published: Decimal | None = None
    target: Decimal | None = None
    lower: Decimal | None = None
    ambition: Ambition = Ambition.ASPIRATIONAL
    written_by: str = ""
    written_by_member: bool = True
    accepted_by_member: bool = False
    changes: tuple[GoalChange, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    demanded_every_days: int | None = None
    progress: float | None = None
    expected: float | None = None
    confidence: int | None = None
    chance: float | None = None

    @property
    def aims_at(self) -> Decimal | None:
        """How far a raise or lower is to move the metric, with its sign; None for other aims and unfinished ones."""
        if not self.aim.moves or self.baseline is None or self.target is None:
            return None
        return self.target - self.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Of a stream, or of the organisation if `stream` is None. `from_above`: it came as an admin's proposal or text."""

    uuid: UUID
    title: str
    cycle: UUID
    stream: UUID | None = None
    state: ObjectiveState = ObjectiveState.PUBLISHED
    rank: int | None = None
    supports: UUID | None = None
    published_on: date | None = None
    closed_on: date | None = None
    from_above: bool = False
    has_retrospective: bool = False
    key_results: tuple[KeyResult, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.state == ObjectiveState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == ObjectiveState.PUBLISHED

    @property
    def metrics(self) -> list[Metric]:
        """One a key result that has one."""
        return [each.metric for each in self.key_results if each.metric is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One key result contributes to another; both by uuid."""

    of: UUID
    to: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedKeyResult:
    """A key result of a proposal, and whether the stream took it over word for word."""

    title: str
    accepted_unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An objective proposed to a stream; `accepted_as` is the objective that it became."""

    uuid: UUID
    proposed_by: str
    proposed_at: datetime
    accepted_as: UUID | None = None
    accepted_at: datetime | None = None
    key_results: tuple[ProposedKeyResult, ...] = ()
