"""Impediments in the admin: looked at; streams raise their own."""

from django.contrib import admin
from django.db.models import Q

from okrflow.impediments.models import Impediment
from okrflow.metrics.models import MetricKind
from okrflow.web.admin import ReadOnly, audit

audit(Impediment, told=Q(limits=None) | Q(limits__metric=None) | ~Q(limits__metric__kind=MetricKind.TEAM))


@admin.register(Impediment)
class ImpedimentAdmin(ReadOnly):
    """Without the key result that one limits: it may hang on a team metric (ownership, rule 14)."""

    list_display = ("title", "organisation", "value_stream", "stage", "raised_on", "closed_on")
    list_select_related = ("organisation", "value_stream", "stage")
    search_fields = ("title__icontains", "value_stream__slug__startswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (
        "title",
        "what",
        "organisation",
        "value_stream",
        "stage_stream",
        "stage",
        "raised_on",
        "raised_by",
        "addressed_by",
        "addressed_on",
        "answer",
        "answered_at",
        "answered_by",
        "closed_on",
        "closed_by",
        "version",
        "uuid",
        "created_at",
        "updated_at",
    )
