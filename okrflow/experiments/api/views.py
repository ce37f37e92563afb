"""Experiments: planned, measured, judged; each stream's own, read by all members."""

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
from okrflow.experiments.api.shapes import (
    KINDS,
    ExperimentIn,
    ExperimentOut,
    ExperimentPatch,
    VerdictIn,
    experiment_shown,
)
from okrflow.experiments.given import ExperimentGiven, NotAnExperiment, given_of
from okrflow.experiments.models import Experiment, Verdict
from okrflow.experiments.rights import require_writing
from okrflow.experiments.services import (
    change_experiment,
    delete_experiment,
    give_verdict,
    plan_experiment,
)
from okrflow.flow.effect_groups import Measured
from okrflow.okrs.api.key_results import one_seen
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.value_streams.models import Status
from okrflow.web.versions import EditConflict
from okrflow.what_if.models import Scenario

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class ExperimentsQuery(PageQuery):
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")


class Experiments(ApiView):
    """What streams try."""

    @operation(
        summary="List experiments",
        scopes=READ,
        query=ExperimentsQuery,
        answers={200: page_of(ExperimentOut, "experiments")},
    )
    def get(self, request: Request) -> Response:
        found = Experiment.objects.for_organisation(self.access.organisation).with_names()
        if stream := self.parameters.get("value_stream"):
            found = found.of_stream(stream_named(self.access, stream))
        rights, now = OkrRights.of(self.access), timezone.now()
        return self.page(found, lambda row: experiment_shown(row, rights, now=now))

    @operation(
        summary="Plan an experiment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ExperimentIn,
        answers={201: ExperimentOut},
    )
    def post(self, request: Request) -> Response:
        rights, given = OkrRights.of(self.access), self.read_body()
        stream = stream_named(self.access, given.pop("value_stream"))
        require_writing(rights, stream)
        try:
            made = plan_experiment(
                rights=rights,
                value_stream=stream,
                given=ExperimentGiven(**looked_up(rights, given)),
                now=timezone.now(),
            )
        except NotAnExperiment as refused:
            raise _problem(refused) from None
        return self.made(shown(self, rights, made.uuid), f"{self.base}/experiments/{made.uuid}")


class OneExperiment(ApiView):
    """One experiment."""

    @operation(summary="Read an experiment", scopes=READ, answers={200: ExperimentOut})
    def get(self, request: Request, experiment: UUID) -> Response:
        return Response(shown(self, OkrRights.of(self.access), experiment))

    @operation(
        summary="Change an experiment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ExperimentPatch,
        if_match="optional",
        answers={200: ExperimentOut},
    )
    def patch(self, request: Request, experiment: UUID) -> Response:
        rights, row = writable(self, experiment)
        given = replace(given_of(row), **looked_up(rights, self.read_body()))
        try:
            change_experiment(
                rights=rights, experiment=row, given=given, version=_version(self, row), now=timezone.now()
            )
        except NotAnExperiment as refused:
            raise _problem(refused) from None
        except EditConflict:
            raise changed_meanwhile() from None
        return Response(shown(self, rights, experiment))

    @operation(
        summary="Delete an experiment",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="optional",
        answers={204: None},
    )
    def delete(self, request: Request, experiment: UUID) -> Response:
        """Not one with a verdict."""
        rights, row = writable(self, experiment)
        if _version(self, row) != row.version:
            raise changed_meanwhile()
        delete_experiment(rights=rights, experiment=row)
        return Response(status=204)


class VerdictOfExperiment(ApiView):
    """What people make of an experiment."""

    @operation(
        summary="Give a verdict",
        scopes=WRITE,
        role=Role.EDITOR,
        body=VerdictIn,
        if_match="optional",
        answers={200: ExperimentOut},
    )
    def put(self, request: Request, experiment: UUID) -> Response:
        rights, row = writable(self, experiment)
        given = self.read_body()
        if _version(self, row) != row.version:
            raise changed_meanwhile()
        verdict, note = Verdict(given["verdict"]), given.get("note", "")
        try:
            give_verdict(rights=rights, experiment=row, verdict=verdict, note=note, now=timezone.now())
        except NotAnExperiment as refused:
            raise _problem(refused) from None
        return Response(shown(self, rights, experiment))


def found(view: ApiView, uuid: UUID, *, lock: bool = False) -> Experiment:
    rows = Experiment.objects.for_organisation(view.access.organisation).with_names()
    return get_object_or_404(rows.select_for_update(of=("self",), no_key=True) if lock else rows, uuid=uuid)


def writable(view: ApiView, uuid: UUID) -> tuple[OkrRights, Experiment]:
    """The experiment, locked, for a member who may write it."""
    rights = OkrRights.of(view.access)
    require_writing(rights, found(view, uuid).value_stream)
    return rights, found(view, uuid, lock=True)


def shown(view: ApiView, rights: OkrRights, uuid: UUID) -> dict[str, Any]:
    """The experiment as this member sees it, and its version for the ETag."""
    row = found(view, uuid)
    view.version = row.version
    return experiment_shown(row, rights, now=timezone.now())


def looked_up(rights: OkrRights, given: dict[str, Any]) -> dict[str, Any]:
    """The body with what its names and ids stand for. Raises Http404 for what the member can't see."""
    wanted, of = dict(given), {"organisation": rights.organisation}
    if given.get("stage") is not None:
        wanted["stage"] = get_object_or_404(Status, **of, name=given["stage"])
    if given.get("key_result") is not None:
        wanted["key_result"] = one_seen(rights, given["key_result"])
    if given.get("scenario") is not None:
        wanted["scenario"] = get_object_or_404(Scenario, **of, uuid=given["scenario"])
    if given.get("item_kind") is not None:
        wanted["item_kind"] = KINDS[given["item_kind"]]
    if "measure" in given:
        wanted["measure"] = Measured(given["measure"])
    return wanted


def _version(view: ApiView, row: Experiment) -> int:
    """The version that the caller read, if they say so."""
    request = view.request._request
    expected = expected_version(request) if request.headers.get("If-Match", "").strip() else None
    return row.version if expected is None else expected


def _problem(refused: NotAnExperiment) -> Exception:
    return bad_value(f"/{refused.field}" if refused.field else "", "rule", str(refused))
