"""Scenarios in the admin: looked at; people simulate and save them on the stream's page."""

from django.contrib import admin

from okrflow.web.admin import ReadOnly, audit
from okrflow.what_if.changes import in_words
from okrflow.what_if.models import Scenario

audit(Scenario)


@admin.register(Scenario)
class ScenarioAdmin(ReadOnly):
    list_display = (
        "created_at",
        "name",
        "value_stream",
        "organisation",
        "asked",
        "computed_at",
        "created_by",
    )
    list_display_links = ("created_at",)
    list_select_related = ("organisation", "value_stream", "created_by")
    search_fields = ("name__icontains", "value_stream__slug__startswith", "organisation__slug__istartswith")
    ordering = ("-pk",)

    @admin.display(description="changes")
    def asked(self, scenario: Scenario) -> str:
        return in_words(scenario.changes)
