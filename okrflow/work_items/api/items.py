"""Work items: lists, also those behind a figure, and one with its whole history."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.pagination import BY_ID, Order
from okrflow.api.problems import bad_parameter
from okrflow.api.serializers import PageQuery, Query, page_of
from okrflow.api.views import ApiView
from okrflow.flow import Days
from okrflow.organisations.access import Access
from okrflow.organisations.models import Scope
from okrflow.value_streams.api import stream_named
from okrflow.value_streams.models import Status
from okrflow.work_items.api.item_bodies import (
    EventOut,
    WorkItemDetailOut,
    WorkItemOut,
    event_shown,
    item_in_full,
    item_shown,
)
from okrflow.work_items.api.periods import clock_asked, clock_field, kind_of, window_of, window_query
from okrflow.work_items.figures.behind import Figure, items_behind
from okrflow.work_items.instants import instant
from okrflow.work_items.models import Event, WorkItem
from okrflow.work_items.querysets import WorkItemQuerySet

READ = (Scope.WORK_ITEMS_READ,)
OF_FIGURES = ("value_stream", "from", "to")
JOINED = ("facts__value_stream", "facts__status", "facts__finished_stream", "parent")
OF_LISTS = ("held_by", "finished_in", "finished_from", "finished_to", "source", "external_id", "parent", "q")


def _name(help_text: str, length: int = 200) -> serializers.CharField:
    return serializers.CharField(required=False, max_length=length, help_text=help_text)


FILTERS: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "figure": serializers.ChoiceField(
        choices=[figure.value for figure in Figure],
        required=False,
        help_text="The items behind this figure of `value_stream` in the period; `stage` needs `status`",
    ),
    "value_stream": _name("With `figure`: the stream", 60),
    "status": _name("Its status now; with `load` and `stage` the one counted"),
    "held_by": _name("The stream that holds it now", 60),
    "finished_in": _name("The stream that it was finished in", 60),
    "finished_from": serializers.DateField(required=False),
    "finished_to": serializers.DateField(required=False, help_text="Not included"),
    "source": _name("The tool it comes from", 60),
    "external_id": _name("Its id there"),
    "parent": serializers.UUIDField(required=False, help_text="The item that they are parts of"),
    "q": _name("In its key or title"),
    "count": serializers.BooleanField(required=False, default=False, help_text="Adds the number of all"),
}
_Window = window_query("WorkItemWindow")
ItemQuery = type("WorkItemQuery", (Query,), {"clock": clock_field()})
ItemsQuery = type("WorkItemsQuery", (PageQuery,), {**dict(_Window().fields), **FILTERS})


class WorkItemPageOut(page_of(WorkItemOut, "work items")):  # type: ignore[misc]
    count = serializers.IntegerField(required=False, help_text="With `count=true`")


class WorkItems(ApiView):
    """The organisation's work items."""

    @operation(summary="List work items", scopes=READ, query=ItemsQuery, answers={200: WorkItemPageOut})
    def get(self, request: Request) -> Response:
        behind = "figure" in self.parameters
        _require_fitting(self.parameters, OF_LISTS if behind else OF_FIGURES, behind=behind)
        found = _behind(self.access, self.parameters) if behind else _listed(self.access, self.parameters)
        order = (*BY_ID, Order(column="counted_id")) if behind else BY_ID
        more = {"count": found.count()} if self.parameters["count"] else {}
        rows = found.select_related(*JOINED)
        clock = clock_asked(self.access, self.parameters)
        shown = partial(item_shown, clock=clock, now=timezone.now())
        return self.page(rows, shown, order=order, **more)


def _require_fitting(parameters: dict[str, Any], others: tuple[str, ...], *, behind: bool) -> None:
    for name in others:
        if name in parameters:
            with_what = "cannot be used with “figure”" if behind else "is used with “figure” only"
            raise bad_parameter(name, "does_not_fit", f"It {with_what}.")


def _behind(access: Access, parameters: dict[str, Any]) -> "QuerySet[WorkItem]":
    figure = Figure(parameters["figure"])
    if "value_stream" not in parameters:
        raise bad_parameter("value_stream", "required", "Say whose figure it is.")
    if "status" in parameters and figure not in {Figure.STAGE, Figure.LOAD}:
        raise bad_parameter("status", "does_not_fit", "Only “load” and “stage” are counted by status.")
    if figure is Figure.STAGE and "status" not in parameters:
        raise bad_parameter("status", "required", "Say which stage it is.")
    stream = stream_named(access, parameters["value_stream"])
    status = None
    if "status" in parameters:
        statuses = Status.objects.filter(organisation=access.organisation)
        status = get_object_or_404(statuses, name=parameters["status"])
    window = window_of(access, parameters)
    return items_behind(figure, stream, window, now=timezone.now(), kind=kind_of(parameters), status=status)


def _listed(access: Access, parameters: dict[str, Any]) -> "QuerySet[WorkItem]":
    found = WorkItem.objects.for_organisation(access.organisation)
    for name, column in (("held_by", "facts__value_stream"), ("finished_in", "facts__finished_stream")):
        if name in parameters:
            found = found.filter(**{column: stream_named(access, parameters[name])})
    found = _finished_in_days(access, parameters, found)
    for name, column in (
        ("source", "source"),
        ("external_id", "external_id"),
        ("status", "facts__status__name"),
    ):
        if name in parameters:
            found = found.filter(**{column: parameters[name]})
    if "parent" in parameters:
        found = found.filter(parent=_found(access, parameters["parent"]))
    if (kind := kind_of(parameters)) is not None:
        found = found.filter(facts__kind=kind)
    if q := parameters.get("q"):
        found = found.filter(Q(key__icontains=q) | Q(title__icontains=q))
    return found


def _finished_in_days(
    access: Access, parameters: dict[str, Any], found: WorkItemQuerySet
) -> WorkItemQuerySet:
    zone = ZoneInfo(access.organisation.time_zone)
    for name, lookup in (("finished_from", "gte"), ("finished_to", "lt")):
        if name in parameters:
            found = found.filter(**{f"facts__finished_at__{lookup}": _start_of(parameters[name], zone, name)})
    return found


def _start_of(day: date, zone: ZoneInfo, name: str) -> datetime:
    if not date(1970, 1, 2) <= day <= date(2200, 1, 1):
        raise bad_parameter(name, "out_of_range", "The date must lie between 1970 and 2200.")
    return instant(int(Days.build(zone, first=day, last=day).starts[0]))


class OneWorkItem(ApiView):
    """One work item."""

    @operation(summary="Read a work item", scopes=READ, query=ItemQuery, answers={200: WorkItemDetailOut})
    def get(self, request: Request, item: UUID) -> Response:
        clock = clock_asked(self.access, self.parameters)
        return Response(item_in_full(_found(self.access, item), clock=clock, now=timezone.now()))


class Events(ApiView):
    """The history of a work item as its source gave it, oldest first. It is written by `work-items/bulk`."""

    @operation(
        summary="List a work item's events",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(EventOut, "events")},
    )
    def get(self, request: Request, item: UUID) -> Response:
        found = _found(self.access, item)
        events = Event.objects.filter(organisation=self.access.organisation, work_item=found)
        order = (Order(column="at"), Order(column="sequence"), Order(column="pk"))
        return self.page(events.select_related("value_stream", "status"), event_shown, order=order)


def _found(access: Access, uuid: UUID) -> WorkItem:
    items = WorkItem.objects.for_organisation(access.organisation).filter(uuid=uuid)
    found = items.select_related(*JOINED, "facts__started_stream").first()
    if found is None:
        raise Http404("No such work item.")
    return found
