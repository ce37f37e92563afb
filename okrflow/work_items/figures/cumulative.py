"""Cumulative flow of a stream, read from its daily rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from okrflow.flow import Kind, Period, State, clip, cumulative_flow
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.figures import reading
from okrflow.work_items.figures.flow import stages_in_order
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import microseconds


@dataclass(frozen=True, kw_only=True)
class StatusLoads:
    """The items in one status: just before the window, and at the end of each period that has begun."""

    name: str
    state: State
    before: int
    at_end: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class CumulativeFlow:
    """The stream's statuses in its order, of every flow state, and the periods that have begun."""

    periods: Sequence[Period]
    statuses: Sequence[StatusLoads]

    def total(self, *states: State) -> list[int]:
        """The items in statuses of these states: before the window, then at the end of each period."""
        chosen = [(each.before, *each.at_end) for each in self.statuses if each.state in states]
        return [sum(column) for column in zip(*chosen, strict=True)] or [0] * (1 + len(self.periods))


def cumulative_flow_of(
    value_stream: ValueStream,
    window: Window,
    periods: Sequence[Period],
    *,
    now: datetime,
    kind: Kind | None = None,
) -> CumulativeFlow:
    """The stream's cumulative flow over periods within the window. Four queries."""
    days, as_of = window.days, microseconds(now)
    begun = [period for period in periods if clip(period, days=days, as_of=as_of).reason is None]
    stages = stages_in_order(value_stream)
    ids = [stage.status for stage in stages]
    names = dict(Status.objects.filter(pk__in=ids).values_list("pk", "name"))
    rows = reading.stage_days([value_stream.pk], window)
    loads = cumulative_flow(rows, statuses=ids, days=days, periods=begun, kind=kind).tolist() if begun else []
    return CumulativeFlow(
        periods=begun,
        statuses=[
            StatusLoads(name=names[stage.status], state=stage.state, before=row[0], at_end=row[1:])
            for stage, row in zip(stages, loads, strict=bool(begun))
        ],
    )
