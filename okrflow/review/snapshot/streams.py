"""Value streams as the review sees them: their load, history, bottleneck, waiting, plan and forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from okrflow.flow import Kind
from okrflow.metrics.models import Better, Measure, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """The stage that holds the largest share of the flow time; `in_front_of` is the active stage behind a waiting one."""

    stage: str
    share: float
    stability: float
    in_front_of: str = ""
    visit_days_p85: float | None = None

    @property
    def stages(self) -> set[str]:
        return {self.stage, self.in_front_of} - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A waiting stage: who owns the wait, and the item-days spent there in 90 days."""

    stage: str
    item_days: float
    owner: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A flow measure of the stream over the last 28 days and over the 90 days before, in the stored unit."""

    measure: Measure
    name: str
    item_kind: Kind | None = None
    now: float | None = None
    before: float | None = None
    unit_kind: UnitKind = UnitKind.DURATION
    unit: str = "days"
    digits: int = 1
    better: Better = Better.DOWN

    @property
    def worsened_by(self) -> float:
        """As a share of what it was before; 0 when that is not known or neither direction is better."""
        if self.now is None or not self.before or self.better == Better.NEITHER:
            return 0.0
        change = (self.now - self.before) / abs(self.before)
        return change if self.better == Better.DOWN else -change


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyLoads:
    """Items in progress at the ends of days, from `first` on without gaps."""

    first: date
    loads: tuple[int, ...] = ()

    def on(self, day: date) -> int | None:
        place = (day - self.first).days
        return self.loads[place] if 0 <= place < len(self.loads) else None

    def between(self, first: date, until: date) -> tuple[int, ...]:
        """Those of the days [first, until)."""
        places = [max(0, (day - self.first).days) for day in (first, until)]
        return self.loads[places[0] : places[1]]

    def last(self, days: int) -> tuple[int, ...]:
        return self.loads[-days:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What is finished: how many ever, since when, and by kind in the last 28 days and the `earlier_days` before these."""

    items: int = 0
    first_on: date | None = None
    recent: Mapping[Kind, int] = field(default_factory=dict)
    earlier: Mapping[Kind, int] = field(default_factory=dict)
    earlier_days: int = 0

    def days(self, today: date) -> int:
        """How long the history is."""
        return 0 if self.first_on is None else (today - self.first_on).days


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A work item that is not done, whose title is somewhat like that of a key result of the stream."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """`waiting_items` are its open items that are not in progress yet; one without items counts as one."""

    uuid: UUID
    title: str
    from_on: date | None = None
    to_on: date | None = None
    items: int = 0
    waiting_items: int = 0
    open_features: int = 0
    bets: tuple[UUID, ...] = ()

    def is_committed_within(self, starts_on: date, ends_on: date) -> bool:
        """Whether it is to be done by the end of these days and after their beginning."""
        return self.to_on is not None and starts_on < self.to_on <= ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many items are finished by a cycle's end: with a chance of 50 %, and with one of only 15 %."""

    likely: int
    at_best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """`limit` is the load limit. `stopped_on` are days on which an item was cancelled, descoped or put back into new.

    `reach` is by the cycle's uuid; `connected`: a source sends it events. `recent` and `quarter` are the bottlenecks
    of the last 28 and 90 days, None where there is none.
    """

    uuid: UUID
    name: str
    in_progress: int = 0
    oldest_days: float | None = None
    limit: int | None = None
    loads: DailyLoads = field(default_factory=lambda: DailyLoads(first=date.min))
    finished: Finished = field(default_factory=Finished)
    recent: Bottleneck | None = None
    quarter: Bottleneck | None = None
    waiting: tuple[Waiting, ...] = ()
    figures: tuple[Figure, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    plan: tuple[PlanEntry, ...] = ()
    reach: Mapping[UUID, Reach] = field(default_factory=dict)
    stopped_on: tuple[date, ...] = ()
    last_event_on: date | None = None
    connected: bool = False
    refresh_failed: bool = False

    def figure(self, measure: Measure, item_kind: Kind | None = None) -> Figure | None:
        return next(
            (each for each in self.figures if each.measure == measure and each.item_kind == item_kind), None
        )
