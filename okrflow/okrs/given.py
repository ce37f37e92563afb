"""What people write of an objective and its key results, as the services take it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Metric
from okrflow.okrs.models import Aim, Ambition, Cycle, Objective, TargetForm
from okrflow.value_streams.models import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowGiven:
    """A flow measure that is chosen directly; its metric is made when the objective is saved."""

    measure: Measure
    item_kind: Kind | None = None
    stage: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultGiven:
    """One key result, in the metric's stored unit (0.22 for 22 %); `uuid` None or unknown: a new one.

    `target` is as typed: the value, a share of the baseline (0.3 for 30 %), or a change; stay-aims have `lower` and
    `upper` limits instead. `keep` answers, when the baseline of a published one changes, what stays: the "target"
    or what was "typed". `note` says why a published goal changes. `guard_for` is the `uuid` of another one of those
    that are given together; new ones may have a `uuid` of the giver's own for that.
    """

    uuid: UUID | None = None
    title: str
    metric: Metric | FlowGiven | None = None
    aim: Aim = Aim.RAISE
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target_form: TargetForm = TargetForm.ABSOLUTE
    target: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    ambition: Ambition = Ambition.ASPIRATIONAL
    kept_by: Any = None
    guard_for: UUID | None = None
    keep: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveGiven:
    title: str
    cycle: Cycle
    why: str = ""
    rank: int | None = None
    supports: Objective | None = None
