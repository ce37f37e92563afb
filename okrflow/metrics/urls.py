"""Addresses of this app."""

from django.urls import path

from okrflow.metrics.views import definitions, values

app_name = "metrics"
urlpatterns = [
    path("metrics/", definitions.metric_list, name="list"),
    path("metrics/new/", definitions.edit, name="new"),
    path("metrics/<slug:metric>/", definitions.detail, name="detail"),
    path("metrics/<slug:metric>/edit/", definitions.edit, name="edit"),
    path("metrics/<slug:metric>/values/new/", values.value, name="value_add"),
    path("metrics/<slug:metric>/values/<uuid:measurement>/", values.value, name="value_correct"),
    path("metrics/<slug:metric>/values.csv", values.download, name="values_csv"),
]
