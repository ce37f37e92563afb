"""The what-if in the API: ask it, read its answers, keep them."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.preconditions import require_match
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.jobs.api import JobOut
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.what_if import services
from okrflow.what_if.bodies import scenario_body
from okrflow.what_if.models import Scenario
from okrflow.what_if.shapes import NameIn, QuestionIn, ScenarioOut

READ, WRITE = (Scope.WORK_ITEMS_READ,), (Scope.WORK_ITEMS_WRITE,)

EXAMPLE = OpenApiExample(
    "One more at a time, and less to do",
    value={
        "window_days": 180,
        "changes": [
            {"stage": "Verification", "places": 1},
            {"kind": "defect", "arrivals_factor": 0.8},
        ],
    },
    request_only=True,
)


class WhatIf(ApiView):
    """What would change if the stream did."""

    @operation(
        summary="Simulate changes",
        scopes=WRITE,
        role=Role.EDITOR,
        body=QuestionIn,
        answers={202: JobOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, stream: str) -> Response:
        found = stream_named(self.access, stream)
        given = self.read_body()
        started = services.start(
            value_stream=found,
            changes=[dict(change) for change in given["changes"]],
            window_days=given["window_days"],
            to=given.get("to"),
            name=given.get("name", ""),
            user=self.access.user,
            now=timezone.now(),
            api_address=lambda scenario: f"{self.base}/value-streams/{found.slug}/what-if/{scenario.uuid}",
        )
        assert started.job is not None  # of a new scenario, and of one found
        headers = {"Location": f"{self.base}/jobs/{started.job.uuid}"}
        return Response(dict(JobOut(started.job).data), status=202, headers=headers)


class OneScenario(ApiView):
    """One scenario."""

    @operation(summary="Read a scenario", scopes=READ, answers={200: ScenarioOut})
    def get(self, request: Request, stream: str, scenario: UUID) -> Response:
        return Response(_shown(self._found(stream, scenario)))

    @operation(
        summary="Save or rename a scenario",
        scopes=WRITE,
        role=Role.EDITOR,
        body=NameIn,
        if_match="optional",
        answers={200: ScenarioOut},
    )
    def patch(self, request: Request, stream: str, scenario: UUID) -> Response:
        given = self.read_body(partial=True)
        found = self._locked(request, stream, scenario)
        if "name" in given:
            services.save(scenario=found, name=given["name"])
        return Response(_shown(found))

    @operation(
        summary="Delete a scenario", scopes=WRITE, role=Role.EDITOR, if_match="optional", answers={204: None}
    )
    def delete(self, request: Request, stream: str, scenario: UUID) -> Response:
        services.delete(scenario=self._locked(request, stream, scenario))
        return Response(status=204)

    def _found(self, stream: str, uuid: UUID) -> Scenario:
        scenarios = Scenario.objects.of_stream(stream_named(self.access, stream)).newest_first()
        return get_object_or_404(scenarios, uuid=uuid)

    def _locked(self, request: Request, stream: str, uuid: UUID) -> Scenario:
        """The scenario as nobody changes it meanwhile. Raises Problem (412) where `If-Match` does not fit."""
        found = self._found(stream, uuid)
        Scenario.objects.select_for_update(no_key=True).get(pk=found.pk)
        found = self._found(stream, uuid)
        require_match(request._request, _shown(found))
        return found


class Scenarios(ApiView):
    """The scenarios of a stream that were saved."""

    @operation(
        summary="List saved scenarios",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(ScenarioOut, "scenarios")},
    )
    def get(self, request: Request, stream: str) -> Response:
        saved = Scenario.objects.of_stream(stream_named(self.access, stream)).saved()
        return self.page(saved.select_related("job", "created_by", "value_stream"), _shown)


def _shown(scenario: Scenario) -> dict[str, Any]:
    return dict(ScenarioOut(scenario_body(scenario)).data)
