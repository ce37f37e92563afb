"""Imports of OKRs in the admin: what came in and how it went; the bytes of files are shown to nobody."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from okrflow.okr_imports.models import OkrImport
from okrflow.web.admin import ReadOnly


@admin.register(OkrImport)
class OkrImportAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "value_stream", "file_name", "size", "job", "created_by")
    list_select_related = ("organisation", "value_stream", "job", "created_by")
    search_fields = ("file_name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "uuid")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[OkrImport]":
        return super().get_queryset(request).defer("content", "reading", "rejected", "result")
