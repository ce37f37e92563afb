"""Imports in the admin: what came in and how it went; the bytes of files are shown to nobody."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Func, IntegerField, QuerySet
from django.http import HttpRequest

from okrflow.integrations.models import Feed, ImportChunk, RejectedRow, ValuesFile, WorkItemImport
from okrflow.web.admin import ReadOnly


@admin.register(WorkItemImport)
class WorkItemImportAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "value_stream", "file_name", "size", "job", "created_by")
    list_select_related = ("organisation", "value_stream", "job", "created_by")
    search_fields = ("file_name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "result", "uuid")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WorkItemImport]":
        return super().get_queryset(request).defer("reading")


@admin.register(ImportChunk)
class ImportChunkAdmin(ReadOnly):
    list_display = ("work_item_import", "number", "bytes")
    list_select_related = ("work_item_import",)
    search_fields = ("work_item_import__file_name__istartswith",)
    ordering = ("-work_item_import", "number")
    sortable_by = ()
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ImportChunk]":
        size = Func(F("content"), function="octet_length", output_field=IntegerField())
        chunks: QuerySet[ImportChunk] = super().get_queryset(request).annotate(bytes=size)
        return chunks.defer("content", "work_item_import__reading")

    def bytes(self, chunk: Any) -> int:
        return int(chunk.bytes)


@admin.register(RejectedRow)
class RejectedRowAdmin(ReadOnly):
    list_display = ("work_item_import", "number", "reason")
    list_select_related = ("work_item_import",)
    search_fields = ("work_item_import__file_name__istartswith", "reason__icontains")
    ordering = ("-work_item_import", "number", "pk")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[RejectedRow]":
        return super().get_queryset(request).defer("work_item_import__reading")


@admin.register(ValuesFile)
class ValuesFileAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "metric", "file_name", "size", "created_by")
    list_select_related = ("organisation", "metric", "created_by")
    search_fields = ("file_name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "uuid")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ValuesFile]":
        return super().get_queryset(request).defer("content")


@admin.register(Feed)
class FeedAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "value_stream", "token")
    list_select_related = ("organisation", "value_stream", "token")
    search_fields = ("value_stream__slug__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "uuid")
