"""OKRs in the admin: cycles are managed; objectives, key results and check-ins are read only (ownership, rule 16)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.metrics.models import MetricKind
from okrflow.okrs.models import (
    CheckIn,
    CheckInRequest,
    Contribution,
    Cycle,
    GoalChange,
    KeyCounter,
    KeyResult,
    Objective,
    ObjectiveDraft,
    ObjectiveTransfer,
    OkrSettings,
    Retrospective,
    SuggestedValue,
)
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import CycleGiven, change_cycle, create_cycle
from okrflow.organisations.admin import acting
from okrflow.web.admin import Panel, ReadOnly, adopt, audit

OF_KEY_RESULTS = Q(metric=None) | ~Q(metric__kind=MetricKind.TEAM)
ABOUT_KEY_RESULTS = Q(key_result__metric=None) | ~Q(key_result__metric__kind=MetricKind.TEAM)

audit(Cycle, Objective, ObjectiveTransfer, OkrSettings, Retrospective)
OF_GUARDS = Q(guard_for=None) | Q(guard_for__metric=None) | ~Q(guard_for__metric__kind=MetricKind.TEAM)
audit(KeyResult, told=OF_KEY_RESULTS & OF_GUARDS)
audit(CheckIn, CheckInRequest, Contribution, GoalChange, SuggestedValue, told=ABOUT_KEY_RESULTS)


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
            rights = OkrRights(access=acting(request, obj.organisation))
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
    """Those on team metrics are their stream's own, and so is which of them others keep honest (ownership, rule 14)."""

    fields = tuple(field.name for field in KeyResult._meta.concrete_fields if field.name != "guard_for")
    list_display = ("key", "title", "organisation", "objective", "metric", "aim", "baseline", "target")
    list_filter = ("aim", "ambition")
    list_select_related = ("organisation", "objective", "metric")
    search_fields = ("title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[KeyResult]":
        return super().get_queryset(request).filter(OF_KEY_RESULTS)


class AboutKeyResult(ReadOnly):
    """What is said of key results, but for those on team metrics."""

    list_select_related: ClassVar[tuple[str, ...]] = ("key_result", "organisation")
    search_fields = ("key_result__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(ABOUT_KEY_RESULTS)


@admin.register(CheckIn)
class CheckInAdmin(AboutKeyResult):
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


@admin.register(CheckInRequest)
class CheckInRequestAdmin(AboutKeyResult):
    list_display = ("key_result", "organisation", "asked_at", "asked_by")
    list_select_related = ("key_result", "organisation", "asked_by")


@admin.register(SuggestedValue)
class SuggestedValueAdmin(AboutKeyResult):
    list_display = ("key_result", "organisation", "about_at", "value", "suggested_by", "answered_at")
    list_select_related = ("key_result", "organisation", "suggested_by")


@admin.register(GoalChange)
class GoalChangeAdmin(AboutKeyResult):
    list_display = ("key_result", "organisation", "changed_at", "changed_by", "from_above")
    list_select_related = ("key_result", "organisation", "changed_by")


@admin.register(Contribution)
class ContributionAdmin(AboutKeyResult):
    list_display = ("key_result", "to", "kind", "organisation", "created_at")
    list_select_related = ("key_result", "to", "organisation")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        told = Q(to__metric=None) | ~Q(to__metric__kind=MetricKind.TEAM)
        return super().get_queryset(request).filter(told)


@admin.register(Retrospective)
class RetrospectiveAdmin(ReadOnly):
    list_display = ("objective", "organisation", "written_by", "created_at")
    list_select_related = ("objective", "organisation", "written_by")
    search_fields = ("objective__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ObjectiveTransfer)
class ObjectiveTransferAdmin(ReadOnly):
    list_display = ("objective", "from_stream", "to_stream", "organisation", "offered_at", "accepted")
    list_select_related = ("objective", "from_stream", "to_stream", "organisation")
    search_fields = ("objective__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ObjectiveDraft)
class ObjectiveDraftAdmin(ReadOnly):
    """That somebody is writing, not what: drafts are seen by the stream's members alone."""

    list_display = ("author", "organisation", "value_stream", "updated_at")
    list_select_related = ("author", "organisation", "value_stream")
    search_fields = ("author__email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (
        "author",
        "organisation",
        "value_stream",
        "objective",
        "base_version",
        "created_at",
        "updated_at",
    )


@admin.register(OkrSettings)
class OkrSettingsAdmin(ReadOnly):
    list_display = ("organisation", "grace_days", "updated_at")
    list_select_related = ("organisation",)
    search_fields = ("organisation__slug__istartswith",)
    ordering = ("-pk",)


@admin.register(KeyCounter)
class KeyCounterAdmin(ReadOnly):
    list_display = ("prefix", "organisation", "last")
    list_select_related = ("organisation",)
    search_fields = ("prefix__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)
