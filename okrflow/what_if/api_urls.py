"""Addresses of the what-if in the API, below an organisation's."""

from django.urls import path

from okrflow.what_if import api

app_name = "what_if_api"
urlpatterns = [
    path("value-streams/<slug:stream>/what-if", api.WhatIf.as_view(), name="ask"),
    path("value-streams/<slug:stream>/what-if/<uuid:scenario>", api.OneScenario.as_view(), name="one"),
    path("value-streams/<slug:stream>/scenarios", api.Scenarios.as_view(), name="saved"),
]
