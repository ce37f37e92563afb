"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.impediments.views import reading, writing

app_name = "impediments"
ONE = "impediments/<uuid:impediment>/"
urlpatterns = [
    path("impediments/", reading.impediments, name="list"),
    path("streams/<slug:stream>/impediments/new/", writing.new, name="new"),
    path(ONE, reading.detail, name="detail"),
    path(ONE + "edit/", writing.edit, name="edit"),
    path(ONE + "answer/", writing.answer, name="answer"),
    path(ONE + "address/", writing.address, name="address"),
    path(ONE + "close/", writing.close, name="close"),
]
