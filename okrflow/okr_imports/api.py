"""Imports of OKRs in the API: send a file with what its names mean, and watch what comes of it."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant
from okrflow.api.operations import operation
from okrflow.api.problems import Error, Problem, flatten
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.integrations.reading.dates import FORMATS
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.numbers import MARKS
from okrflow.jobs.api import JobOut
from okrflow.okr_imports import services
from okrflow.okr_imports.choices import Choices
from okrflow.okr_imports.models import OkrImport
from okrflow.okr_imports.overrides import overridden, with_metrics
from okrflow.okr_imports.reading.plans import ORGANISATION
from okrflow.okr_imports.reading.presets import PRESETS
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items.figures.windows import today

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


def _texts(help_text: str) -> Any:
    return serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False, help_text=help_text
    )


class ChoicesIn(Strict):
    """What is not said is guessed, as on the page; what can't be guessed is asked for."""

    columns = _texts("The column of each role: objective, key_result, stream, cycle, metric, target, …")
    dates = serializers.ChoiceField(choices=list(FORMATS), required=False)
    decimal = serializers.ChoiceField(choices=list(MARKS), required=False)
    percent_as_shares = serializers.BooleanField(required=False, help_text="Percent are written as 0.45")
    streams = _texts("By name in the file: a stream’s slug, “organisation” or “skip”")
    cycles = _texts("By name in the file: a cycle’s slug, “new” or “skip”")
    metrics = _texts("By name in the file: the name of a metric, made if it is not there; empty: none")


class OkrImportIn(Strict):
    file = serializers.FileField(allow_empty_file=True, help_text="CSV or XLSX, 10 MiB at most")
    value_stream = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Slug or id: of rows that name none. Without it: the organisation",
    )
    preset = serializers.ChoiceField(
        choices=list(PRESETS), required=False, help_text="Guessed by the columns"
    )
    choices = serializers.CharField(
        required=False, allow_blank=True, help_text="JSON, an object: see ChoicesIn"
    )


class OkrImportResultOut(serializers.Serializer[Any]):
    rows = serializers.IntegerField()
    objectives_created = serializers.IntegerField(help_text="Drafts")
    objectives_proposed = serializers.IntegerField()
    key_results_created = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="Key results that were there already")
    different = serializers.IntegerField(help_text="Key results that say otherwise, and were left")
    values_added = serializers.IntegerField()
    values_different = serializers.IntegerField(help_text="Values that say otherwise, and were left")
    metrics_created = serializers.IntegerField()
    cycles_created = serializers.IntegerField()
    rejected = serializers.IntegerField(help_text="Rows that were not taken")
    told = serializers.ListField(
        child=serializers.ListField(), help_text="[row, sentence]: what was not taken as it is"
    )


class OkrImportOut(serializers.Serializer[OkrImport]):
    id = serializers.UUIDField(source="uuid")
    value_stream = serializers.CharField(source="value_stream.slug", allow_null=True, default=None)
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes")
    job = serializers.UUIDField(source="job.uuid", allow_null=True, default=None)
    result = OkrImportResultOut(allow_null=True)
    created_at = Instant()


class OkrImports(ApiView):
    """Files of OKRs that one brought along."""

    parser_classes = [MultiPartParser]

    @operation(
        summary="List one's imports of OKRs",
        scopes=READ,
        role=Role.EDITOR,
        query=PageQuery,
        answers={200: page_of(OkrImportOut, "imports")},
    )
    def get(self, request: Request) -> Response:
        return self.page(OkrImport.objects.of(self.access).without_files(), _shown)

    @operation(
        summary="Import OKRs from a file",
        scopes=WRITE,
        role=Role.EDITOR,
        body=OkrImportIn,
        request={"multipart/form-data": OkrImportIn},
        answers={202: JobOut},
    )
    def post(self, request: Request) -> Response:
        """A lead's come in as drafts, an administrator's as proposals. 422 asks what the file leaves open."""
        around = Surroundings.of(self.access, None, day=today(self.access.organisation, now=timezone.now()))
        _require(bool(around.choosable))
        given = self.read_body()
        stream = stream_named(self.access, given["value_stream"]) if given.get("value_stream") else None
        _require(around.imports_to(stream))
        around = replace(around, default=stream.slug if stream else ORGANISATION)
        received = self._received(around, given)
        choices = self._choices(received, around, given)
        job = services.confirm(
            okr_import=received,
            plan=choices.plan,
            user=self.access.user,
            result_url=f"/o/{self.access.organisation.slug}/import/okrs/{received.uuid}/",
            result_api_url=f"{self.base}/imports/okrs/{received.uuid}",
        )
        headers = {"Location": f"{self.base}/jobs/{job.uuid}"}
        return Response(dict(JobOut(job).data), status=202, headers=headers)

    def _received(self, around: Surroundings, given: dict[str, Any]) -> OkrImport:
        file = given["file"]
        try:
            return services.receive(
                access=self.access,
                value_stream=around.stream(around.default),
                file=file.file,
                file_name=file.name,
                preset=given.get("preset", ""),
            )
        except ReadingError as error:
            raise Problem(422, "not_readable", str(error)) from None

    def _choices(self, received: OkrImport, around: Surroundings, given: dict[str, Any]) -> Choices:
        """The plan of the file. Raises Problem (422) with the questions that are open."""
        asked = ChoicesIn(data=_json(given.get("choices") or "{}"))
        if not asked.is_valid():
            raise Problem(
                422,
                "bad_choices",
                "What “choices” says can’t be read.",
                errors=flatten(asked.errors, "/choices"),
            )
        sheet, plan = services.opened(received)
        wanted = dict(asked.validated_data)
        prepared = services.prepare(
            sheet, overridden(plan, wanted), around, guess_shares="percent_as_shares" not in wanted
        )
        plan = with_metrics(prepared.plan, wanted.get("metrics", {}))
        choices = Choices(sheet=sheet, plan=plan, read=prepared.read, around=around)
        if choices.problems:
            errors = [Error(pointer="/choices", code="open", detail=text) for text in choices.problems]
            raise Problem(422, "open_questions", " ".join(choices.problems), errors=errors)
        return choices


class OneOkrImport(ApiView):
    """One import of OKRs."""

    @operation(summary="Read an import of OKRs", scopes=READ, role=Role.EDITOR, answers={200: OkrImportOut})
    def get(self, request: Request, one: UUID) -> Response:
        found = OkrImport.objects.of(self.access).without_files()
        return Response(_shown(get_object_or_404(found, uuid=one)))


def _require(right: bool) -> None:
    if not right:
        raise PermissionDenied("OKRs are brought in by the leads of a value stream and by administrators.")


def _shown(found: OkrImport) -> dict[str, Any]:
    return dict(OkrImportOut(found).data)


def _json(text: str) -> Any:
    """What the text holds; what is no JSON is refused by the serializer, as it is no object."""
    try:
        return json.loads(text)
    except ValueError:
        return text
