"""How long an item took, or has been under way, in days of a clock."""

from dataclasses import dataclass
from datetime import datetime

from okrflow.flow import Clock, days_between
from okrflow.organisations.models import ClockName
from okrflow.work_items.instants import microseconds
from okrflow.work_items.models import IN_PROGRESS, ItemFacts


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Of a finished item flow, active and wait time and, where it is measurable, efficiency; of one in progress its age."""

    clock: Clock
    flow_days: float | None = None
    active_days: float | None = None
    wait_days: float | None = None
    efficiency: float | None = None
    age_days: float | None = None


def columns_of(clock: Clock) -> tuple[str, str]:
    """The columns of `ItemFacts` that hold flow and active time in microseconds of a clock."""
    prefix = "working_" if clock.name == ClockName.WORKING else ""
    return f"{prefix}flow_microseconds", f"{prefix}active_microseconds"


def durations_of(facts: ItemFacts, clock: Clock, *, now: datetime) -> Durations:
    """The durations of one item; all of them are missing of one that has not started."""
    flow, active = (getattr(facts, column) for column in columns_of(clock))
    if flow is not None and active is not None:
        return Durations(
            clock=clock,
            flow_days=flow / clock.day_us,
            active_days=active / clock.day_us,
            wait_days=(flow - active) / clock.day_us,
            efficiency=active / flow if facts.measurable and flow else None,
        )
    if facts.started_at is None or facts.state not in IN_PROGRESS:
        return Durations(clock=clock)
    return Durations(
        clock=clock, age_days=days_between(clock, microseconds(facts.started_at), microseconds(now))
    )
