"""Experiments in the admin: looked at; streams write their own."""

from django.contrib import admin

from okrflow.experiments.models import Experiment
from okrflow.web.admin import ReadOnly, audit

audit(Experiment)


@admin.register(Experiment)
class ExperimentAdmin(ReadOnly):
    list_display = ("title", "organisation", "value_stream", "from_on", "to_on", "measure", "verdict")
    list_filter = ("verdict",)
    list_select_related = ("organisation", "value_stream")
    search_fields = ("title__icontains", "value_stream__slug__startswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
