"""Flow metrics and stages of a value stream."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.problems import bad_parameter
from okrflow.api.serializers import Query
from okrflow.api.views import ApiView
from okrflow.flow import Grain, Kind
from okrflow.organisations.access import Access
from okrflow.organisations.models import Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items.api.shapes import KINDS, FlowMetricsOut, StagesOut
from okrflow.work_items.figures import bodies
from okrflow.work_items.figures.windows import Window, WindowError, asked

READ = (Scope.WORK_ITEMS_READ,)
_DATES = "A date of the organisation's zone; both or neither (then the 90 days that end with today)"


def window_query(name: str, **more: serializers.Field[Any, Any, Any, Any]) -> type[Query]:
    """The parameters of a period (`from` is no name in Python)."""
    fields = {
        "from": serializers.DateField(required=False, help_text=_DATES),
        "to": serializers.DateField(required=False, help_text="The first day that is no longer in it"),
        "kind": serializers.ChoiceField(choices=KINDS, required=False),
    }
    return type(name, (Query,), {**fields, **more})


def window_of(access: Access, parameters: dict[str, Any], *, grain: Grain | None = None) -> Window:
    """The period that parameters ask for. Raises Problem (400)."""
    first, to = parameters.get("from"), parameters.get("to")
    try:
        return asked(access.organisation, first=first, to=to, grain=grain, now=timezone.now())
    except WindowError as error:
        raise bad_parameter(error.parameter, "bad_period", str(error)) from None


def kind_of(parameters: dict[str, Any]) -> Kind | None:
    name = parameters.get("kind")
    return Kind[name.upper()] if name else None


CLOCK = serializers.ChoiceField(choices=["elapsed"], required=False, help_text="Elapsed time")
GROUP = serializers.ChoiceField(choices=[grain.value for grain in Grain], required=False)
MetricsQuery = window_query("FlowMetricsQuery", group=GROUP, clock=CLOCK)
StagesQuery = window_query("StagesQuery")


class FlowMetrics(ApiView):
    """The five Flow Metrics of a stream over a period."""

    @operation(summary="Read flow metrics", scopes=READ, query=MetricsQuery, answers={200: FlowMetricsOut})
    def get(self, request: Request, stream: str) -> Response:
        found, asked_for = stream_named(self.access, stream), self.parameters
        grain = Grain(asked_for["group"]) if "group" in asked_for else None
        window = window_of(self.access, asked_for, grain=grain)
        return Response(
            bodies.flow_metrics(found, window, now=timezone.now(), kind=kind_of(asked_for), grain=grain)
        )


class Stages(ApiView):
    """The stages of a stream over a period, and its bottleneck."""

    @operation(summary="Read stages", scopes=READ, query=StagesQuery, answers={200: StagesOut})
    def get(self, request: Request, stream: str) -> Response:
        found = stream_named(self.access, stream)
        window = window_of(self.access, self.parameters)
        return Response(bodies.stages(found, window, now=timezone.now(), kind=kind_of(self.parameters)))
