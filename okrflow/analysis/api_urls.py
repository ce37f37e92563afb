"""Addresses of flow in the API, below an organisation's."""

from django.urls import path

from okrflow.analysis.api import charts, flow, forecast, quality

app_name = "analysis_api"
urlpatterns = [
    path("value-streams/<slug:stream>/flow-metrics", flow.FlowMetrics.as_view(), name="flow_metrics"),
    path("value-streams/<slug:stream>/stages", flow.Stages.as_view(), name="stages"),
    path("value-streams/<slug:stream>/stage-history", charts.StageHistory.as_view(), name="stage_history"),
    path(
        "value-streams/<slug:stream>/cumulative-flow", charts.CumulativeFlow.as_view(), name="cumulative_flow"
    ),
    path(
        "value-streams/<slug:stream>/flow-time-histogram",
        charts.FlowTimeHistogram.as_view(),
        name="flow_time_histogram",
    ),
    path("value-streams/<slug:stream>/ageing", charts.Ageing.as_view(), name="ageing"),
    path("value-streams/<slug:stream>/forecast", forecast.Forecast.as_view(), name="forecast"),
    path("value-streams/<slug:stream>/data-quality", quality.DataQuality.as_view(), name="data_quality"),
    path(
        "value-streams/<slug:stream>/data-quality/items",
        quality.DataQualityItems.as_view(),
        name="data_quality_items",
    ),
]
