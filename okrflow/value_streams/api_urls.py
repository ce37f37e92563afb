"""Addresses of value streams in the API, below an organisation's."""

from django.urls import path

from okrflow.value_streams.api import OneValueStream, ValueStreams

app_name = "value_streams_api"
urlpatterns = [
    path("value-streams", ValueStreams.as_view(), name="list"),
    path("value-streams/<slug:stream>", OneValueStream.as_view(), name="one"),
]
