"""Imports of work items in the API, to be watched."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.integrations.models import WorkItemImport
from okrflow.integrations.querysets import WorkItemImportQuerySet
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role, Scope

READ = (Scope.WORK_ITEMS_READ,)


class ImportResultOut(serializers.Serializer[Any]):
    rows = serializers.IntegerField()
    items_created = serializers.IntegerField()
    items_updated = serializers.IntegerField()
    items_unchanged = serializers.IntegerField()
    events_added = serializers.IntegerField()
    rejected = serializers.IntegerField(help_text="Rows that were not taken")
    unknown_parents = serializers.IntegerField(
        required=False, help_text="Items whose parent is not there: they came in without it"
    )
    unmapped = serializers.ListField(
        child=serializers.CharField(), help_text="Statuses that nobody mapped yet"
    )


class ImportOut(serializers.Serializer[WorkItemImport]):
    id = serializers.UUIDField(source="uuid")
    value_stream = serializers.CharField(source="value_stream.slug")
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes")
    job = serializers.UUIDField(source="job.uuid", allow_null=True, default=None)
    result = ImportResultOut(allow_null=True)
    created_by = serializers.UUIDField(source="created_by.uuid", allow_null=True, default=None)
    created_at = Instant()


class Imports(ApiView):
    """Files of work items that were uploaded in the browser."""

    @operation(
        summary="List imports",
        scopes=READ,
        role=Role.EDITOR,
        query=PageQuery,
        answers={200: page_of(ImportOut, "imports")},
    )
    def get(self, request: Request) -> Response:
        return self.page(_imports(self.access), _shown)


class OneImport(ApiView):
    """One import."""

    @operation(summary="Read an import", scopes=READ, role=Role.EDITOR, answers={200: ImportOut})
    def get(self, request: Request, one: UUID) -> Response:
        return Response(_shown(get_object_or_404(_imports(self.access), uuid=one)))


def _imports(access: Access) -> WorkItemImportQuerySet:
    found = WorkItemImport.objects.for_organisation(access.organisation)
    return WorkItemImportQuerySet.defer(found, "reading")


def _shown(found: WorkItemImport) -> dict[str, Any]:
    return dict(ImportOut(found).data)
