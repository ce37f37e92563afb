"""Metrics in the admin. Team metrics are their stream's own: they are not shown here (ownership, rule 14)."""

from dataclasses import fields
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.metrics.models import Measurement, Metric, MetricKind, Source
from okrflow.metrics.services import MetricGiven, change_metric, create_metric
from okrflow.web.admin import Panel, ReadOnly, adopt, audit

TEAM = MetricKind.TEAM
TYPED = [(source.value, source.label) for source in Source if source != Source.FLOW]
GIVEN = tuple(field.name for field in fields(MetricGiven) if field.name != "kind")

audit(Metric, told=~Q(kind=TEAM))
audit(Measurement, told=~Q(metric__kind=TEAM))


@admin.register(Metric)
class MetricAdmin(Panel):
    """Business metrics are defined as on their page; computed ones are fixed. None is deleted: key results hang on it."""

    list_display = ("name", "organisation", "kind", "value_stream", "source", "unit_kind", "timing")
    list_filter = ("kind", "source", "timing")
    list_select_related = ("organisation", "value_stream")
    search_fields = ("name__icontains", "slug__startswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation", "value_stream")
    fields = ("organisation", *GIVEN, "kind", "slug", "measure", "item_kind", "stage", "window_days", "uuid")
    readonly_fields = ("kind", "slug", "measure", "item_kind", "stage", "window_days", "uuid")
    fixed = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Metric]":
        return super().get_queryset(request).exclude(kind=TEAM)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["choices"] = TYPED
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.computed)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Metric, form: Any, change: bool) -> None:
        given = MetricGiven(**{name: form.cleaned_data[name] for name in GIVEN})
        if change:
            adopt(obj, change_metric(metric=obj, given=given))
        else:
            adopt(obj, create_metric(organisation=obj.organisation, given=given))


@admin.register(Measurement)
class MeasurementAdmin(ReadOnly):
    """Values are corrected by members, with a value that replaces the first."""

    list_display = (
        "metric",
        "organisation",
        "about_at",
        "value",
        "recorded_at",
        "recorded_by",
        "replaces_one",
    )
    list_select_related = ("metric", "organisation", "recorded_by")
    search_fields = ("metric__slug__startswith",)
    ordering = ("-pk",)

    @admin.display(boolean=True, description="correction")
    def replaces_one(self, measurement: Measurement) -> bool:
        return measurement.replaces_id is not None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Measurement]":
        return super().get_queryset(request).filter(~Q(metric__kind=TEAM))
