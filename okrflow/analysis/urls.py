"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.analysis.views import flow, forecast, order, quality

app_name = "analysis"
urlpatterns = [
    path("what-moved/", order.what_moved, name="what_moved"),
    path("streams/<slug:stream>/flow/", flow.flow_page, name="flow"),
    path("streams/<slug:stream>/stages/", flow.stages_page, name="stages"),
    path("streams/<slug:stream>/forecast/", forecast.forecast_page, name="forecast"),
    path("streams/<slug:stream>/charts.csv", flow.chart_csv, name="chart_csv"),
    path("streams/<slug:stream>/charts.png", flow.chart_png, name="chart_png"),
    path("streams/<slug:stream>/quality/", quality.quality_page, name="quality"),
    path("streams/<slug:stream>/quality/<slug:check>/", quality.quality_items, name="quality_items"),
]
