"""Work items and what is derived from them. Histories are written by imports and the API, figures by the refresh."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from okrflow.value_streams.admin import ValueStreamAdmin
from okrflow.value_streams.models import ValueStream
from okrflow.web.admin import Panel, ReadOnly
from okrflow.work_items.models import (
    DayRollup,
    Event,
    FlowDay,
    Interval,
    ItemFacts,
    StageDay,
    StaleItem,
    WorkItem,
)
from okrflow.work_items.stale import mark_streams

FOUND_ITEMS = 200


@admin.action(description="Rebuild their figures", permissions=["change"])
def rebuild_figures(panel: Panel, request: HttpRequest, queryset: "QuerySet[ValueStream]") -> None:
    streams = list(queryset)
    mark_streams(streams)
    panel.message_user(request, f"Counted anew: {', '.join(map(str, streams[:20]))}.", messages.SUCCESS)


ValueStreamAdmin.actions.append(rebuild_figures)  # told from above: imports point down


@admin.register(WorkItem)
class WorkItemAdmin(Panel):
    """What people call it may be put right. It is not deleted: its history, and the past of its streams, would change."""

    list_display = ("key", "title", "organisation", "source", "external_id", "created_at")
    list_select_related = ("organisation",)
    search_fields = ("key__startswith", "external_id__exact", "title__icontains")
    search_help_text = "How its key begins, its id in the tool, or words of its title"
    ordering = ("-pk",)
    sortable_by = ()
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = (
        "organisation",
        "source",
        "external_id",
        "key",
        "title",
        "url",
        "parent",
        "uuid",
        "created_at",
        "updated_at",
    )
    readonly_fields = ("organisation", "source", "external_id", "parent", "uuid", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: WorkItem, form: Any, change: bool) -> None:
        obj.save(update_fields=["key", "title", "url", "updated_at"])


class OfWorkItems(ReadOnly):
    """Rows of work items: found by the exact key of an item, in the order of the table's index."""

    search_fields = ("work_item__key",)
    search_help_text = "The exact key of a work item"
    sortable_by = ()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Items first, then their rows by index: a join would walk through all rows."""
        if not search_term.strip():
            return queryset, False
        items = WorkItem.objects.filter(key=search_term.strip()).values_list("organisation_id", "pk")
        organisations, ids = [*zip(*items[:FOUND_ITEMS], strict=True)] or [(), ()]
        return queryset.filter(organisation__in=organisations, work_item__in=ids), False


@admin.register(ItemFacts)
class ItemFactsAdmin(OfWorkItems):
    list_display = (
        "work_item", "value_stream", "status", "state", "kind", "since_at", "started_at", "finished_at", "reopened",
    )  # fmt: skip
    list_select_related = ("work_item", "value_stream", "status")
    ordering = ("-work_item",)


@admin.register(Event)
class EventAdmin(OfWorkItems):
    """The truth: append-only. All there is of an event is in its row of the list."""

    list_display = ("organisation", "work_item", "at", "sequence", "value_stream", "status", "kind")
    list_display_links = None
    list_select_related = ("organisation", "work_item", "value_stream", "status")
    ordering = ("organisation", "work_item", "at", "sequence")


@admin.register(Interval)
class IntervalAdmin(OfWorkItems):
    """Found by item and beginning; there is no index of its id, so no page of its own to lead to."""

    list_display = (
        "work_item", "value_stream", "status", "state", "kind", "began_at", "ended_at", "visit_began_at", "ends_visit",
    )  # fmt: skip
    list_display_links = None
    list_select_related = ("work_item", "value_stream", "status")
    ordering = ("work_item", "began_at")


class DayAdmin(ReadOnly):
    search_fields = ("value_stream__slug__istartswith",)
    sortable_by = ()

    @admin.display(description="day")
    def on(self, row: DayRollup) -> date:
        return date.fromordinal(date(1970, 1, 1).toordinal() + row.day)


@admin.register(FlowDay)
class FlowDayAdmin(DayAdmin):
    list_display = (
        "value_stream", "on", "kind", "arrivals", "entered", "left", "finished", "cancelled", "reopened", "microseconds",
    )  # fmt: skip
    list_filter = ("kind",)
    list_select_related = ("value_stream",)
    ordering = ("value_stream", "-day", "kind")


@admin.register(StageDay)
class StageDayAdmin(DayAdmin):
    list_display = ("value_stream", "on", "status", "kind", "entered", "left", "microseconds")
    list_filter = ("kind",)
    list_select_related = ("value_stream", "status")
    ordering = ("value_stream", "-day", "status", "kind")


@admin.register(StaleItem)
class StaleItemAdmin(ReadOnly):
    """What the refresh has yet to do."""

    list_display = ("added_at", "value_stream", "work_item", "due_at")
    list_select_related = ("value_stream", "work_item")
    search_fields = ("value_stream__slug__istartswith",)
    ordering = ("-pk",)
