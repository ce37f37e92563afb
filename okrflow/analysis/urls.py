"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.analysis.views import flow

app_name = "analysis"
urlpatterns = [
    path("streams/<slug:stream>/flow/", flow.flow_page, name="flow"),
    path("streams/<slug:stream>/stages/", flow.stages_page, name="stages"),
]
