"""The five Flow Metrics of streams, and the statuses that keep them from being sure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from okrflow.flow import (
    Grain,
    Kind,
    Period,
    PeriodFigures,
    StageFigures,
    StageReport,
    State,
    period_figures,
    stage_figures,
    stage_loads,
)
from okrflow.flow import Stage as FlowStage
from okrflow.value_streams.models import Stage, Status, ValueStream
from okrflow.work_items.figures import reading
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import microseconds
from okrflow.work_items.models import Interval, StageDay


def figures(
    stream_ids: Collection[int], window: Window, *, now: datetime, kind: Kind | None = None
) -> PeriodFigures:
    """The figures of the streams together over the window. Two queries."""
    return figures_of(stream_ids, window, [window.period], now=now, kind=kind)[0]


def grouped(
    stream_ids: Collection[int], window: Window, grain: Grain, *, now: datetime, kind: Kind | None = None
) -> list[PeriodFigures]:
    """The figures for each day, week or month of the window. Two queries."""
    return figures_of(stream_ids, window, window.cut(grain), now=now, kind=kind)


def figures_of(
    stream_ids: Collection[int],
    window: Window,
    periods: Sequence[Period],
    *,
    now: datetime,
    kind: Kind | None = None,
) -> list[PeriodFigures]:
    """The figures for any periods within the window. Two queries."""
    return period_figures(
        reading.flow_days(stream_ids, window),
        reading.finished(stream_ids, window),
        days=window.days,
        periods=periods,
        as_of=microseconds(now),
        kind=kind,
    )


def stages(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> StageReport:
    """The stages of a stream over the window, and its bottleneck. Four queries."""
    return stages_of(value_stream, window, [window.period], now=now, kind=kind)[0]


def stages_of(
    value_stream: ValueStream,
    window: Window,
    periods: Sequence[Period],
    *,
    now: datetime,
    kind: Kind | None = None,
) -> list[StageReport]:
    """The stages and the bottleneck for any periods within the window. Four queries."""
    rows, stays = reading.stage_days([value_stream.pk], window), reading.stays(value_stream.pk, window)
    order, days = stages_in_order(value_stream), window.days
    return [
        stage_figures(
            rows,
            stays,
            stages=order,
            days=days,
            period=period,
            as_of=microseconds(now),
            seed=(value_stream.pk, period.from_day, period.to_day, 4 if kind is None else int(kind)),
            kind=kind,
            clock=window.clock,
        )
        for period in periods
    ]


def loads_of_stages(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> Sequence[StageFigures]:
    """Of the stages' figures over the window those that daily rows tell, without reading visits. Three queries."""
    return stage_loads(
        reading.stage_days([value_stream.pk], window),
        stages=stages_in_order(value_stream),
        days=window.days,
        period=window.period,
        as_of=microseconds(now),
        kind=kind,
    )


def stages_in_order(value_stream: ValueStream) -> list[FlowStage]:
    """The stream's statuses in its order with their states; unmapped ones, which count as waiting, behind by name."""
    mapped = Stage.objects.filter(value_stream=value_stream).order_by("order", "pk")
    known = [
        FlowStage(status, State(state)) for status, state in mapped.values_list("status_id", "flow_state")
    ]
    unmapped = [FlowStage(status.pk, State.WAITING) for status in unmapped_statuses(value_stream)]
    return known + unmapped


def unmapped_statuses(value_stream: ValueStream) -> list[Status]:
    """The statuses that items of the stream were in and that it has not mapped, by name. One query."""
    seen = StageDay.objects.filter(value_stream=value_stream).values("status_id")
    mapped = Stage.objects.filter(value_stream=value_stream).values("status_id")
    return list(Status.objects.filter(pk__in=seen).exclude(pk__in=mapped).order_by("name", "pk"))


@dataclass(frozen=True, kw_only=True)
class Unmapped:
    """An unmapped status and how many items ever were in it."""

    status: Status
    items: int


def unmapped_with_items(value_stream: ValueStream) -> list[Unmapped]:
    """The unmapped statuses, each with its number of items. One query, or two where there are any."""
    statuses = unmapped_statuses(value_stream)
    if not statuses:
        return []
    rows = Interval.objects.filter(value_stream=value_stream, status__in=statuses).values("status_id")
    counts = dict(rows.annotate(items=Count("work_item_id", distinct=True)).values_list("status_id", "items"))
    return [Unmapped(status=status, items=counts.get(status.pk, 0)) for status in statuses]
