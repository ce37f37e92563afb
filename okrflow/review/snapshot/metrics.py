"""A metric as the review sees it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from okrflow.flow import Kind
from okrflow.metrics.models import Better, Category, Counts, Measure, MetricKind, Timing, UnitKind

History = tuple[tuple[date, float], ...]
"""Values in force at the end of days, ascending: of a typed metric each day with a value, of a computed one a day a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """Values are in the stored unit: 22 % is 0.22. `stage` is the name of a status of `stream`."""

    uuid: UUID
    name: str
    kind: MetricKind = MetricKind.BUSINESS
    timing: Timing = Timing.LAGGING
    category: Category | Literal[""] = ""
    unit_kind: UnitKind = UnitKind.SCORE
    unit: str = ""
    digits: int = 1
    better: Better = Better.UP
    counts: Counts = Counts.EFFECT
    cadence_days: int = 7
    stream: UUID | None = None
    measure: Measure | None = None
    item_kind: Kind | None = None
    stage: str = ""
    window_days: int = 28
    today: Decimal | None = None
    history: History = ()

    @property
    def is_flow(self) -> bool:
        return self.kind == MetricKind.FLOW

    @property
    def is_business(self) -> bool:
        return self.kind == MetricKind.BUSINESS

    @property
    def is_team(self) -> bool:
        return self.kind == MetricKind.TEAM

    @property
    def counts_deliveries(self) -> bool:
        return self.counts == Counts.DELIVERIES

    @property
    def only_ever_0_or_1(self) -> bool:
        """Whether it was measured, and never as anything but not done or done."""
        return bool(self.history) and all(value in {0, 1} for _, value in self.history)

    @property
    def last_measured_on(self) -> date | None:
        return self.history[-1][0] if self.history else None

    def measured_since(self, day: date) -> int:
        """On how many days from that day on."""
        return sum(measured_on >= day for measured_on, _ in self.history)
