"""The list of a stream's work items, and the page of one item."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.flow import ELAPSED
from okrflow.organisations.access import Access
from okrflow.organisations.calendars import clock_of, working_clock_of
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import Status
from okrflow.work_items.choices import chosen, kind_of
from okrflow.work_items.durations import durations_of
from okrflow.work_items.figures.behind import Figure, items_behind
from okrflow.work_items.history import bar_of, rows_of, worked_days
from okrflow.work_items.listing import ORDERS, SHOWN, Filters, held_by, ordered
from okrflow.work_items.models import Kind, WorkItem
from okrflow.work_items.why_not_counted import reasons_of

PAGE = 50
FIGURES = {
    Figure.VELOCITY: "finished",
    Figure.FLOW_TIME: "finished",
    Figure.MEASURED: "finished, with a measurable efficiency",
    Figure.UNMEASURED: "finished, whose efficiency is not measurable",
    Figure.LOAD: "in progress at the end",
    Figure.ARRIVALS: "started",
    Figure.ENTERED: "that came into progress (an item stands here once each time)",
    Figure.LEFT: "that went out of progress (an item stands here once each time)",
    Figure.CANCELLED: "cancelled",
    Figure.REOPENED: "reopened",
    Figure.STAGE: "that were in this status (an item stands here once a visit)",
}


@require_safe
@stream_view
def items(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The items that the stream holds, or exactly those behind a figure."""
    behind = "figure" in request.GET
    found = _behind(request, access) if behind else _held(request, access)
    default = "-finished" if behind else "age"
    order = request.GET.get("order", default)
    order = order if order in ORDERS else default
    clock = clock_of(access.access.organisation)
    page = Paginator(ordered(found.pop("items"), order, clock), PAGE).get_page(request.GET.get("page"))
    remaining = request.GET.copy()
    remaining.pop("page", None)
    remaining.pop("order", None)
    context = found | {
        "page": page,
        "clock": clock,
        "order": order,
        "columns": _columns(order, remaining.urlencode()),
        "now": timezone.now(),
        "query": remaining.urlencode(),
    }
    return render(request, "work_items/items.html", context)


def _held(request: HttpRequest, access: StreamAccess) -> dict[str, Any]:
    shown = request.GET.get("shown", "progress")
    kind = kind_of(request.GET)
    filters = Filters(
        shown=shown if shown in SHOWN else "progress",
        text=request.GET.get("q", "").replace("\x00", "").strip()[:200],
        status=request.GET.get("status", "").replace("\x00", ""),
        kind=None if kind is None else int(kind),
    )
    statuses = Status.objects.filter(stages__value_stream=access.value_stream).order_by("stages__order", "pk")
    return {
        "items": held_by(access.value_stream, filters),
        "filters": filters,
        "shown": [(name, label) for name, (label, _) in SHOWN.items()],
        "statuses": list(statuses.values_list("name", flat=True)),
        "kinds": [(label, label) for label in Kind.labels],
        "kind": kind.name.lower() if kind is not None else "",
    }


def _behind(request: HttpRequest, access: StreamAccess) -> dict[str, Any]:
    if request.GET["figure"] not in list(Figure):
        raise Http404("There is no such figure.")
    stream, now = access.value_stream, timezone.now()
    figure, choice = Figure(request.GET["figure"]), chosen(request, access.access.organisation, now=now)
    name = request.GET.get("status", "").replace("\x00", "")
    status = get_object_or_404(Status, organisation=access.access.organisation, name=name) if name else None
    if figure == Figure.STAGE and status is None:
        raise Http404("Say of which stage: status=….")
    found = items_behind(figure, stream, choice.window, now=now, kind=choice.kind, status=status)
    return {"items": found, "choice": choice, "figure": FIGURES[figure], "status": status}


def _columns(order: str, query: str) -> list[tuple[str, str, str]]:
    """For each column that sorts: its label, the address that sorts by it next, and how it is sorted now."""
    columns = []
    for name in ("key", "age", "since", "finished", "time"):
        ascending, descending = order == name, order == f"-{name}"
        following = f"-{name}" if ascending else name
        sort = "ascending" if ascending else "descending" if descending else "none"
        columns.append(
            (ORDERS[name][0], f"?{query}&order={following}" if query else f"?order={following}", sort)
        )
    return columns


@require_safe
@member_view
def item(request: HttpRequest, access: Access, item: UUID) -> HttpResponse:
    """One item with its history as a bar over time and as a list of stays."""
    found = get_object_or_404(
        WorkItem.objects.for_organisation(access.organisation).select_related(
            "organisation",
            "parent__organisation",
            "facts__value_stream__organisation",
            "facts__status",
            "facts__finished_stream",
            "facts__started_stream",
        ),
        uuid=item,
    )
    now, facts = timezone.now(), getattr(found, "facts", None)
    rows, working = rows_of(found, now=now), working_clock_of(access.organisation)
    parts = found.children.select_related("organisation", "facts__status").order_by("key", "pk")
    context = {
        "item": found,
        "facts": facts,
        "rows": zip(rows, worked_days(rows, working, now=now), strict=True),
        "working": working,
        "elapsed_time": durations_of(facts, ELAPSED, now=now) if facts else None,
        "working_time": durations_of(facts, working, now=now) if facts else None,
        "not_counted": reasons_of(found, now=now),
        "parts": Paginator(parts, PAGE).get_page(request.GET.get("page")),
        "bar": bar_of(rows, now=now),
    }
    return render(request, "work_items/item.html", context)
