"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.experiments.views import reading, writing

app_name = "experiments"
BASE = "streams/<slug:stream>/experiments/"
ONE = BASE + "<uuid:experiment>/"
urlpatterns = [
    path(BASE, reading.experiments, name="list"),
    path(BASE + "new/", writing.new, name="new"),
    path(ONE, reading.detail, name="detail"),
    path(ONE + "edit/", writing.edit, name="edit"),
    path(ONE + "items/", reading.items, name="items"),
    path(ONE + "begin/", writing.begin, name="begin"),
    path(ONE + "end/", writing.end, name="end"),
    path(ONE + "verdict/", writing.verdict, name="verdict"),
    path(ONE + "foretell/", writing.foretell, name="foretell"),
    path(ONE + "delete/", writing.delete, name="delete"),
]
