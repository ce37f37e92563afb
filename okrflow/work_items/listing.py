"""The list of work items: which, in which order."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet

from okrflow.flow import Clock
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.durations import columns_of
from okrflow.work_items.models import IN_PROGRESS, WorkItem

ORDERS: Final[dict[str, tuple[str, str, Any]]] = {
    "age": ("Started", "oldest first", F("facts__started_at").asc(nulls_last=True)),
    "-age": ("Started", "newest first", F("facts__started_at").desc(nulls_last=True)),
    "finished": ("Finished", "earliest first", F("facts__finished_at").asc(nulls_last=True)),
    "-finished": ("Finished", "latest first", F("facts__finished_at").desc(nulls_last=True)),
    "time": ("Flow time", "shortest first", F("flow_days").asc(nulls_last=True)),
    "-time": ("Flow time", "longest first", F("flow_days").desc(nulls_last=True)),
    "since": ("Status since", "longest first", F("facts__since_at").asc(nulls_last=True)),
    "-since": ("Status since", "shortest first", F("facts__since_at").desc(nulls_last=True)),
    "key": ("Key", "A to Z", F("key").asc()),
    "-key": ("Key", "Z to A", F("key").desc()),
}
SHOWN: Final[dict[str, tuple[str, Q]]] = {
    "progress": ("In progress", Q(facts__state__in=IN_PROGRESS)),
    "new": ("New", Q(facts__state=FlowState.NEW)),
    "finished": ("Finished", Q(facts__state=FlowState.DONE)),
    "cancelled": ("Cancelled", Q(facts__state=FlowState.CANCELLED)),
    "all": ("All", Q()),
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the reader looks for among the items that a stream holds now."""

    shown: str = "progress"
    text: str = ""
    status: str = ""
    kind: int | None = None


def held_by(value_stream: ValueStream, filters: Filters) -> "QuerySet[WorkItem]":
    """The items that the stream holds now and that fit."""
    items = WorkItem.objects.for_organisation(value_stream.organisation).filter(
        facts__value_stream=value_stream
    )
    items = items.filter(SHOWN[filters.shown][1])
    if filters.text:
        items = items.filter(Q(key__icontains=filters.text) | Q(title__icontains=filters.text))
    if filters.status:
        items = items.filter(facts__status__name=filters.status)
    if filters.kind is not None:
        items = items.filter(facts__kind=filters.kind)
    return items


def ordered(items: "QuerySet[WorkItem]", order: str, clock: Clock) -> "QuerySet[WorkItem]":
    """In one of ORDERS, with what a row of the list shows; `flow_days` is the flow time in days of the clock."""
    flow_us = F(f"facts__{columns_of(clock)[0]}")
    taken = items.annotate(flow_days=ExpressionWrapper(flow_us * 1.0 / clock.day_us, FloatField()))
    return taken.select_related("facts__status", "organisation").order_by(ORDERS[order][2], "pk")
