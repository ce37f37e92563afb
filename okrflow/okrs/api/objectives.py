"""Objectives with their key results: written by the stream's own people, published by its leads."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.preconditions import expected_version
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.cycles import cycle_named
from okrflow.okrs.api.shapes import (
    ObjectiveIn,
    ObjectiveOut,
    ObjectivePatch,
    ObjectivePut,
    objective_shown,
    objectives_shown,
)
from okrflow.okrs.api.writing import all_given, locked, objective_given, refusals
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.models import Objective, ObjectiveState
from okrflow.okrs.progress import standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import delete_draft, publish_objective, save_objective
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.value_streams.models import ValueStream

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class ObjectivesQuery(PageQuery):
    cycle = serializers.CharField(required=False, max_length=80, help_text="Slug or id")
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")
    state = serializers.ChoiceField(choices=ObjectiveState.choices, required=False)
    archived = serializers.BooleanField(required=False, default=False)


EXAMPLE = OpenApiExample(
    "An objective of a stream",
    value={
        "title": "Changes reach brokers while they still remember asking",
        "cycle": "2026-q3",
        "value_stream": "policy",
        "key_results": [
            {
                "title": "Half of the items are finished within 9 days",
                "flow": {"measure": "flow_time_p50"},
                "aim": "lower",
                "baseline": 14.5,
                "target": 9,
            }
        ],
    },
    request_only=True,
)


def one_shown(view: ApiView, rights: OkrRights, objective: Objective) -> dict[str, Any]:
    """The objective as this reader sees it, and its version for the ETag."""
    view.version = objective.version
    (found,) = standing([objective], now=timezone.now(), stream_ids=rights.stream_ids)
    return objective_shown(found)


def objective_seen(rights: OkrRights, uuid: UUID) -> Objective:
    """Raises Http404, also for drafts of others."""
    found = rights.readable.with_names().filter(uuid=uuid).first()
    if found is None:
        raise Http404("No such objective.")
    return found


class Objectives(ApiView):
    """What the organisation and its streams want to come true."""

    @operation(
        summary="List objectives",
        scopes=READ,
        query=ObjectivesQuery,
        answers={200: page_of(ObjectiveOut, "objectives")},
    )
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        archived = self.parameters.get("archived", False)
        found = rights.readable.with_names().filter(archived_at__isnull=not archived)
        if cycle := self.parameters.get("cycle"):
            found = found.filter(cycle=cycle_named(self.access, cycle))
        if stream := self.parameters.get("value_stream"):
            found = found.filter(value_stream=stream_named(self.access, stream))
        if state := self.parameters.get("state"):
            found = found.filter(state=state)
        return self.page_together(
            found,
            lambda rows: objectives_shown(standing(rows, now=timezone.now(), stream_ids=rights.stream_ids)),
        )

    @operation(
        summary="Write a new objective",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ObjectiveIn,
        answers={201: ObjectiveOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """A draft, with its key results."""
        rights, stream = OkrRights.of(self.access), self._stream(request.data)
        rights.require_writing(stream)
        given = self.read_body()
        with refusals():
            made = save_objective(
                rights=rights,
                value_stream=stream,
                given=objective_given(rights, given),
                key_results=all_given(rights, None, given.get("key_results", [])),
            )
        shown = one_shown(self, rights, objective_seen(rights, made.uuid))
        return self.made(shown, f"{self.base}/objectives/{made.uuid}")

    def _stream(self, body: Any) -> ValueStream | None:
        """Whose it is to be: looked at first, as it decides who may write it."""
        name = body.get("value_stream") if isinstance(body, Mapping) else None
        if name is None:
            return None
        if not isinstance(name, str):
            raise bad_value("/value_stream", "invalid", "Give a slug or an id.", status=400)
        return stream_named(self.access, name)


class OneObjective(ApiView):
    """One objective."""

    @operation(summary="Read an objective", scopes=READ, answers={200: ObjectiveOut})
    def get(self, request: Request, objective: UUID) -> Response:
        rights = OkrRights.of(self.access)
        return Response(one_shown(self, rights, objective_seen(rights, objective)))

    @operation(
        summary="Write an objective anew",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ObjectivePut,
        if_match="required",
        answers={200: ObjectiveOut},
    )
    def put(self, request: Request, objective: UUID) -> Response:
        """All of it, with all its key results; those that are left out are removed."""
        rights, found = self._writable(objective)
        given = {"why": "", "rank": None, "supports": None, "key_results": [], **self.read_body()}
        return self._saved(rights, found, given)

    @operation(
        summary="Change an objective",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ObjectivePatch,
        if_match="required",
        answers={200: ObjectiveOut},
    )
    def patch(self, request: Request, objective: UUID) -> Response:
        """Its own fields; key results stay as they are."""
        rights, found = self._writable(objective)
        return self._saved(rights, found, self.read_body())

    @operation(
        summary="Delete a draft", scopes=WRITE, role=Role.EDITOR, if_match="required", answers={204: None}
    )
    def delete(self, request: Request, objective: UUID) -> Response:
        rights, found = self._writable(objective)
        delete_draft(rights=rights, objective=locked(found, expected_version(request._request)))
        return Response(status=204)

    def _writable(self, uuid: UUID) -> tuple[OkrRights, Objective]:
        rights = OkrRights.of(self.access)
        found = objective_seen(rights, uuid)
        rights.require_writing(found.value_stream)
        return rights, found

    def _saved(self, rights: OkrRights, seen: Objective, given: dict[str, Any]) -> Response:
        found = locked(seen, expected_version(self.request._request))
        wanted = given.get("key_results")
        key_results = as_they_are(found) if wanted is None else all_given(rights, found, wanted)
        with refusals():
            saved = save_objective(
                rights=rights,
                value_stream=found.value_stream,
                given=objective_given(rights, given, found),
                key_results=key_results,
                objective=found,
                version=found.version,
            )
        return Response(one_shown(self, rights, objective_seen(rights, saved.uuid)))


class Publish(ApiView):
    """Makes a draft the stream's, or the organisation's, objective."""

    @operation(
        summary="Publish an objective",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="optional",
        answers={200: ObjectiveOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights = OkrRights.of(self.access)
        seen = objective_seen(rights, objective)
        rights.require_publishing(seen.value_stream)
        version = expected_version(request._request) if request.headers.get("If-Match") else None
        found = locked(seen, version)
        if found.state == ObjectiveState.DRAFT:
            with refusals():
                publish_objective(rights=rights, objective=found, version=found.version)
        return Response(one_shown(self, rights, objective_seen(rights, found.uuid)))
