"""The items behind a figure: a list whose count equals the number."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from okrflow.flow import Clock, Kind, clip
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.durations import columns_of
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import instant, microseconds
from okrflow.work_items.models import IN_PROGRESS, Interval, WorkItem


class Figure(StrEnum):
    VELOCITY = "velocity"
    FLOW_TIME = "flow_time"
    MEASURED = "measured"
    UNMEASURED = "unmeasured"
    LOAD = "load"
    ARRIVALS = "arrivals"
    ENTERED = "entered"
    LEFT = "left"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    STAGE = "stage"


def items_behind(
    figure: Figure,
    value_stream: ValueStream,
    window: Window,
    *,
    now: datetime,
    kind: Kind | None = None,
    status: Status | None = None,
) -> "QuerySet[WorkItem]":
    """Exactly the items that a figure of a stream counts; `status` narrows `load` and is needed by `stage`.

    `entered`, `left` and `stage` count crossings and visits: an item stands there once for each. Every row has
    `counted_id`, which tells equal items apart. A period in the future has none.
    """
    items = WorkItem.objects.for_organisation(value_stream.organisation)
    clipped = clip(window.period, days=window.days, as_of=microseconds(now))
    if clipped.reason is not None:
        return items.none().annotate(counted_id=F("pk"))
    start, edge = instant(clipped.start), instant(clipped.edge)
    if figure in _OF_FACTS:
        fact = _OF_FACTS[figure]
        conditions: dict[str, object] = {"stream": value_stream, "at__gte": start, "at__lt": edge}
        if kind is not None:
            conditions["kind"] = kind
        happened = {f"facts__{fact}_{name}": value for name, value in conditions.items()}
        return items.filter(_narrowed(figure, window.clock), **happened).annotate(counted_id=F("pk"))
    stay = Q(intervals__value_stream=value_stream, intervals__state__in=IN_PROGRESS)
    if status is not None:
        stay &= Q(intervals__status=status)
    if kind is not None:
        stay &= Q(intervals__kind=kind)
    stays = items.filter(stay & _OF_STAYS[figure](start, edge)).annotate(
        counted_id=F("intervals__pk"), began_at=F("intervals__began_at"), ended_at=F("intervals__ended_at")
    )
    return _crossings(stays, figure, value_stream, kind)


_OF_FACTS: Final = {
    Figure.VELOCITY: "finished",
    Figure.FLOW_TIME: "finished",
    Figure.MEASURED: "finished",
    Figure.UNMEASURED: "finished",
    Figure.ARRIVALS: "started",
    Figure.CANCELLED: "cancelled",
    Figure.REOPENED: "reopened",
}


def _narrowed(figure: Figure, clock: Clock) -> Q:
    """Which of the items that started, finished and so on the figure counts."""
    flow_us = f"facts__{columns_of(clock)[0]}"
    if figure == Figure.ARRIVALS:
        return Q(facts__never_in_progress=False)
    if figure == Figure.MEASURED:
        return Q(facts__measurable=True, **{f"{flow_us}__gt": 0})
    if figure == Figure.UNMEASURED:
        return Q(facts__measurable=False) | Q(**{flow_us: 0})
    return Q()


def _there(_: datetime, edge: datetime) -> Q:
    """The stays that are open at the period's end."""
    return Q(Q(intervals__ended_at=None) | Q(intervals__ended_at__gte=edge), intervals__began_at__lt=edge)


def _began(start: datetime, edge: datetime) -> Q:
    return Q(intervals__began_at__gte=start, intervals__began_at__lt=edge)


def _ended(start: datetime, edge: datetime) -> Q:
    return Q(intervals__ended_at__gte=start, intervals__ended_at__lt=edge)


def _visits(start: datetime, edge: datetime) -> Q:
    """Of each visit that overlaps the period, the last stay in it."""
    last = Q(intervals__ends_visit=True) | Q(intervals__ended_at=None) | Q(intervals__ended_at__gte=edge)
    over = Q(intervals__ended_at=None) | Q(intervals__ended_at__gt=start)
    return Q(last, over, intervals__began_at__lt=edge)


_OF_STAYS: Final[dict[Figure, Callable[[datetime, datetime], Q]]] = {
    Figure.LOAD: _there,
    Figure.ENTERED: _began,
    Figure.LEFT: _ended,
    Figure.STAGE: _visits,
}


def _crossings(
    stays: "QuerySet[WorkItem]", figure: Figure, value_stream: ValueStream, kind: Kind | None
) -> "QuerySet[WorkItem]":
    """Of stays that began (entered) or ended (left), those with no stay in progress right beside them."""
    beside = Interval.objects.filter(
        work_item=OuterRef("pk"), value_stream=value_stream, state__in=IN_PROGRESS
    )
    if kind is not None:
        beside = beside.filter(kind=kind)
    if figure == Figure.ENTERED:
        return stays.filter(~Exists(beside.filter(ended_at=OuterRef("began_at"))))
    if figure == Figure.LEFT:
        return stays.filter(~Exists(beside.filter(began_at=OuterRef("ended_at"))))
    return stays
