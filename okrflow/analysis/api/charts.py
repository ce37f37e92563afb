"""The figures behind the charts beside the Flow Metrics."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.analysis import chart_bodies
from okrflow.analysis.api.chart_shapes import AgeingOut, CumulativeFlowOut, FlowTimeHistogramOut
from okrflow.analysis.api.flow import GROUP, READ
from okrflow.analysis.api.shapes import StageHistoryOut
from okrflow.api.operations import operation
from okrflow.api.views import ApiView
from okrflow.flow import Grain
from okrflow.value_streams.api import stream_named
from okrflow.work_items.api.periods import kind_of, window_of, window_query

CumulativeQuery = window_query("CumulativeFlowQuery", group=GROUP)
ChartQuery = window_query("ChartQuery")


class CumulativeFlow(ApiView):
    """How many items stand in each status at the ends of periods."""

    @operation(
        summary="Read cumulative flow", scopes=READ, query=CumulativeQuery, answers={200: CumulativeFlowOut}
    )
    def get(self, request: Request, stream: str) -> Response:
        found, asked_for = stream_named(self.access, stream), self.parameters
        grain = Grain(asked_for["group"]) if "group" in asked_for else None
        window = window_of(self.access, asked_for, grain=grain)
        kind, now = kind_of(asked_for), timezone.now()
        return Response(chart_bodies.cumulative_flow_body(found, window, now=now, kind=kind, grain=grain))


class FlowTimeHistogram(ApiView):
    """How often each flow time comes."""

    @operation(
        summary="Read the histogram of flow times",
        scopes=READ,
        query=ChartQuery,
        answers={200: FlowTimeHistogramOut},
    )
    def get(self, request: Request, stream: str) -> Response:
        found, window = stream_named(self.access, stream), window_of(self.access, self.parameters)
        kind, now = kind_of(self.parameters), timezone.now()
        return Response(chart_bodies.histogram_body(found, window, now=now, kind=kind))


class Ageing(ApiView):
    """The items in progress by age, and how old others were when they left the same stage."""

    @operation(summary="Read ageing", scopes=READ, query=ChartQuery, answers={200: AgeingOut})
    def get(self, request: Request, stream: str) -> Response:
        found, window = stream_named(self.access, stream), window_of(self.access, self.parameters)
        kind, now = kind_of(self.parameters), timezone.now()
        return Response(chart_bodies.ageing_body(found, window, now=now, kind=kind))


class StageHistory(ApiView):
    """The bottleneck of each month."""

    @operation(
        summary="Read the bottleneck's history", scopes=READ, query=ChartQuery, answers={200: StageHistoryOut}
    )
    def get(self, request: Request, stream: str) -> Response:
        found, window = stream_named(self.access, stream), window_of(self.access, self.parameters)
        kind, now = kind_of(self.parameters), timezone.now()
        return Response(chart_bodies.stage_history_body(found, window, now=now, kind=kind))
