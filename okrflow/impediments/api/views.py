"""Impediments: raised by streams, answered from above or by those they wait for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.preconditions import changed_meanwhile, expected_version
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.impediments import services
from okrflow.impediments.api.shapes import (
    AddressIn,
    AnswerIn,
    ImpedimentIn,
    ImpedimentOut,
    ImpedimentPatch,
    impediment_shown,
)
from okrflow.impediments.given import ImpedimentGiven, NotAnImpediment, given_of
from okrflow.impediments.models import Impediment
from okrflow.impediments.rights import require_addressing, require_answering, require_raising
from okrflow.okrs.api.key_results import one_seen
from okrflow.okrs.api.objectives import objective_seen
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.versions import EditConflict
from okrflow.work_items.figures.windows import today

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class ImpedimentsQuery(PageQuery):
    value_stream = serializers.CharField(
        required=False, max_length=60, help_text="Slug or id: raised by it, or on a stage of it"
    )
    unanswered = serializers.BooleanField(required=False, help_text="Open, not addressed and not answered")


class Impediments(ApiView):
    """What holds streams up."""

    @operation(
        summary="List impediments",
        scopes=READ,
        query=ImpedimentsQuery,
        answers={200: page_of(ImpedimentOut, "impediments")},
    )
    def get(self, request: Request) -> Response:
        found = Impediment.objects.for_organisation(self.access.organisation).with_names()
        if stream := self.parameters.get("value_stream"):
            found = found.of_stream(stream_named(self.access, stream))
        if self.parameters.get("unanswered"):
            found = found.unanswered()
        rights = OkrRights.of(self.access)
        return self.page(found, lambda row: impediment_shown(row, rights))

    @operation(
        summary="Raise an impediment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ImpedimentIn,
        answers={201: ImpedimentOut},
    )
    def post(self, request: Request) -> Response:
        rights, given, now = OkrRights.of(self.access), self.read_body(), timezone.now()
        stream = stream_named(self.access, given.pop("value_stream"))
        require_raising(rights, stream)
        wanted = {"raised_on": today(rights.organisation, now=now)} | _looked_up(rights, stream, given)
        with refusals():
            made = services.raise_impediment(
                rights=rights, value_stream=stream, given=ImpedimentGiven(**wanted), now=now
            )
        return self.made(_shown(self, rights, made.uuid), f"{self.base}/impediments/{made.uuid}")


class OneImpediment(ApiView):
    """One impediment."""

    @operation(summary="Read an impediment", scopes=READ, answers={200: ImpedimentOut})
    def get(self, request: Request, impediment: UUID) -> Response:
        return Response(_shown(self, OkrRights.of(self.access), impediment))

    @operation(
        summary="Change an impediment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ImpedimentPatch,
        if_match="optional",
        answers={200: ImpedimentOut},
    )
    def patch(self, request: Request, impediment: UUID) -> Response:
        rights, row = OkrRights.of(self.access), _found(self, impediment)
        require_raising(rights, row.value_stream)
        given = replace(given_of(row), **_looked_up(rights, row.value_stream, self.read_body()))
        with refusals():
            services.change_impediment(
                rights=rights, impediment=row, given=given, version=_version(self, row), now=timezone.now()
            )
        return Response(_shown(self, rights, impediment))


class Answer(ApiView):
    """What happens about it, in words."""

    @operation(
        summary="Answer an impediment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=AnswerIn,
        answers={200: ImpedimentOut},
    )
    def put(self, request: Request, impediment: UUID) -> Response:
        rights, row = OkrRights.of(self.access), _found(self, impediment)
        require_answering(rights, row)
        text = self.read_body()["answer"]
        with refusals():
            services.answer(rights=rights, impediment=row, text=text, now=timezone.now())
        return Response(_shown(self, rights, impediment))


class Address(ApiView):
    """The objective of the organisation that addresses it."""

    @operation(
        summary="Address an impediment by an objective",
        scopes=WRITE,
        role=Role.ADMIN,
        body=AddressIn,
        answers={200: ImpedimentOut},
    )
    def put(self, request: Request, impediment: UUID) -> Response:
        rights, row = OkrRights.of(self.access), _found(self, impediment)
        require_addressing(rights)
        uuid = self.read_body()["objective"]
        objective = objective_seen(rights, uuid) if uuid else None
        with refusals():
            services.address(rights=rights, impediment=row, objective=objective, now=timezone.now())
        return Response(_shown(self, rights, impediment))


class Close(ApiView):
    """The stream that raised it says that it is gone."""

    @operation(summary="Close an impediment", scopes=WRITE, role=Role.EDITOR, answers={200: ImpedimentOut})
    def post(self, request: Request, impediment: UUID) -> Response:
        rights, row = OkrRights.of(self.access), _found(self, impediment)
        services.close(rights=rights, impediment=row, now=timezone.now())
        return Response(_shown(self, rights, impediment))


def _found(view: ApiView, uuid: UUID) -> Impediment:
    rows = Impediment.objects.for_organisation(view.access.organisation).with_names()
    return get_object_or_404(rows, uuid=uuid)


def _shown(view: ApiView, rights: OkrRights, uuid: UUID) -> dict[str, Any]:
    """The impediment as this member sees it, and its version for the ETag."""
    row = _found(view, uuid)
    view.version = row.version
    return impediment_shown(row, rights)


def _looked_up(rights: OkrRights, stream: ValueStream, given: dict[str, Any]) -> dict[str, Any]:
    """The body with what its names and ids stand for. Raises Http404 for what the member can't see."""
    wanted = dict(given)
    if given.get("stage") is not None:
        wanted["stage"] = get_object_or_404(Status, organisation=rights.organisation, name=given["stage"])
    if given.get("stage_stream") is not None:
        wanted["stage_stream"] = stream_named(rights.access, given["stage_stream"])
    elif "stage" in given:
        wanted["stage_stream"] = stream if given["stage"] is not None else None
    if given.get("limits") is not None:
        wanted["limits"] = one_seen(rights, given["limits"])
    return wanted


def _version(view: ApiView, row: Impediment) -> int:
    """The version that the caller read, if they say so."""
    request = view.request._request
    expected = expected_version(request) if request.headers.get("If-Match", "").strip() else None
    return row.version if expected is None else expected


@contextmanager
def refusals() -> Iterator[None]:
    """What the services refuse, as problems with their places."""
    try:
        yield
    except EditConflict:
        raise changed_meanwhile() from None
    except NotAnImpediment as refused:
        raise bad_value(f"/{refused.field}" if refused.field else "", "rule", str(refused)) from None
