"""Plans in the admin: read only, as streams write their own."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.metrics.models import MetricKind
from okrflow.plans.models import Bet, PlanEntry, PlannedItem
from okrflow.web.admin import ReadOnly, audit

TOLD = Q(key_result__metric=None) | ~Q(key_result__metric__kind=MetricKind.TEAM)

audit(PlanEntry, PlannedItem)
audit(Bet, told=TOLD)


@admin.register(PlanEntry)
class PlanEntryAdmin(ReadOnly):
    list_display = ("title", "organisation", "value_stream", "order", "from_on", "to_on", "state")
    list_filter = ("state",)
    list_select_related = ("organisation", "value_stream")
    search_fields = ("title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(PlannedItem)
class PlannedItemAdmin(ReadOnly):
    list_display = ("work_item", "organisation", "plan_entry")
    list_select_related = ("organisation", "plan_entry", "work_item")
    search_fields = ("plan_entry__title__icontains", "work_item__key", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(Bet)
class BetAdmin(ReadOnly):
    """Those on team metrics are their stream's own (ownership, rule 14)."""

    list_display = ("plan_entry", "organisation", "key_result")
    list_select_related = ("organisation", "plan_entry", "key_result")
    search_fields = ("plan_entry__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(TOLD)
