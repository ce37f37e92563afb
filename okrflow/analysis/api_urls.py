"""Addresses of flow in the API, below an organisation's."""

from django.urls import path

from okrflow.analysis.api import flow

app_name = "analysis_api"
urlpatterns = [
    path("value-streams/<slug:stream>/flow-metrics", flow.FlowMetrics.as_view(), name="flow_metrics"),
    path("value-streams/<slug:stream>/stages", flow.Stages.as_view(), name="stages"),
]
