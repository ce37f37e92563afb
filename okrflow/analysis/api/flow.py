"""Flow metrics and stages of a value stream."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.analysis import bodies
from okrflow.analysis.api.shapes import FlowMetricsOut, StagesOut
from okrflow.api.operations import operation
from okrflow.api.views import ApiView
from okrflow.flow import Grain
from okrflow.organisations.models import Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items.api.periods import kind_of, window_of, window_query

READ = (Scope.WORK_ITEMS_READ,)
GROUP = serializers.ChoiceField(choices=[grain.value for grain in Grain], required=False)
MetricsQuery = window_query("FlowMetricsQuery", group=GROUP)
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
