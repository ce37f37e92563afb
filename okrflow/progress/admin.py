"""The rendered pages in the admin: when, not what."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from okrflow.progress.models import RenderedPage
from okrflow.web.admin import ReadOnly


@admin.register(RenderedPage)
class RenderedPageAdmin(ReadOnly):
    list_display = ("organisation", "value_stream", "name", "computed_at", "wanted_at", "claimed_at")
    list_select_related = ("organisation", "value_stream")
    search_fields = ("organisation__slug__istartswith", "value_stream__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "read_at", "etag")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[RenderedPage]":
        return super().get_queryset(request).defer("html")
