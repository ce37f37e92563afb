"""Addresses of metrics in the API, below an organisation's."""

from django.urls import path

from okrflow.metrics.api import definitions, measurements

app_name = "metrics_api"
urlpatterns = [
    path("metrics", definitions.Metrics.as_view(), name="list"),
    path("metrics/<slug:metric>", definitions.OneMetric.as_view(), name="one"),
    path("metrics/<slug:metric>/measurements", measurements.Measurements.as_view(), name="measurements"),
    path(
        "metrics/<slug:metric>/measurements/<str:at>",
        measurements.OneMeasurement.as_view(),
        name="measurement",
    ),
]
