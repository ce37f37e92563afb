"""Addresses of this app."""

from django.urls import path

from okrflow.cycles.views import closing, cycles

app_name = "cycles"
urlpatterns = [
    path("cycles/<slug:cycle>/", cycles.detail, name="cycle"),
    path("cycles/<slug:cycle>/evidence/", cycles.evidence, name="evidence"),
    path("cycles/<slug:cycle>/close/", cycles.close, name="close"),
    path("objectives/<uuid:objective>/close/", closing.close, name="close_objective"),
    path("objectives/<uuid:objective>/reopen/", closing.reopen, name="reopen_objective"),
]
