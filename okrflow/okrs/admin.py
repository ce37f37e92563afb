"""OKRs in the admin: cycles are managed; objectives, key results and check-ins are read only (ownership, rule 16)."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.metrics.models import MetricKind
from okrflow.okrs.models import CheckIn, Cycle, KeyCounter, KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import CycleGiven, change_cycle, create_cycle
from okrflow.organisations.admin import acting
from okrflow.web.admin import Panel, ReadOnly, adopt, audit

OF_KEY_RESULTS = Q(metric=None) | ~Q(metric__kind=MetricKind.TEAM)
OF_CHECK_INS = Q(key_result__metric=None) | ~Q(key_result__metric__kind=MetricKind.TEAM)

audit(Cycle, Objective)
audit(KeyResult, told=OF_KEY_RESULTS)
audit(CheckIn, told=OF_CHECK_INS)


@admin.register(Cycle)
class CycleAdmin(Panel):
    list_display = ("name", "slug", "organisation", "starts_on", "ends_on", "closed_at")
    list_select_related = ("organisation",)
    search_fields = ("name__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "name", "starts_on", "ends_on", "slug", "closed_at", "uuid", "created_at")
    readonly_fields = ("slug", "closed_at", "uuid", "created_at")
    fixed = ("organisation",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Cycle, form: Any, change: bool) -> None:
        given = CycleGiven(name=obj.name, starts_on=obj.starts_on, ends_on=obj.ends_on)
        if change:
            rights = OkrRights(access=acting(request, obj.organisation), roles={})
            adopt(obj, change_cycle(cycle=obj, given=given, rights=rights))
        else:
            adopt(obj, create_cycle(organisation=obj.organisation, given=given))


@admin.register(Objective)
class ObjectiveAdmin(ReadOnly):
    """Streams write their own; a repair is a management command with a reason."""

    list_display = ("key", "title", "organisation", "value_stream", "cycle", "state", "published_at")
    list_filter = ("state",)
    list_select_related = ("organisation", "value_stream", "cycle")
    search_fields = ("key__iexact", "title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(KeyResult)
class KeyResultAdmin(ReadOnly):
    """Those on team metrics are their stream's own (ownership, rule 14)."""

    list_display = ("key", "title", "organisation", "objective", "metric", "aim", "baseline", "target")
    list_filter = ("aim", "ambition")
    list_select_related = ("organisation", "objective", "metric")
    search_fields = ("title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[KeyResult]":
        return super().get_queryset(request).filter(OF_KEY_RESULTS)


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly):
    list_display = (
        "key_result",
        "organisation",
        "about_at",
        "value",
        "confidence",
        "created_by",
        "created_at",
    )
    list_select_related = ("key_result", "organisation", "created_by")
    search_fields = ("key_result__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CheckIn]":
        return super().get_queryset(request).filter(OF_CHECK_INS)


@admin.register(KeyCounter)
class KeyCounterAdmin(ReadOnly):
    list_display = ("prefix", "organisation", "last")
    list_select_related = ("organisation",)
    search_fields = ("prefix__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)
