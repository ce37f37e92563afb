"""Addresses of this app in the API."""

from django.urls import path

from okrflow.cycles import api

app_name = "cycles_api"
urlpatterns = [
    path("cycles/<slug:cycle>/close", api.CloseCycle.as_view(), name="close_cycle"),
    path("objectives/<uuid:objective>/close", api.CloseObjective.as_view(), name="close"),
    path("objectives/<uuid:objective>/reopen", api.ReopenObjective.as_view(), name="reopen"),
    path(
        "objectives/<uuid:objective>/retrospective",
        api.RetrospectiveOfObjective.as_view(),
        name="retrospective",
    ),
    path("retrospectives", api.Retrospectives.as_view(), name="retrospectives"),
    path("okr-settings", api.Settings.as_view(), name="okr_settings"),
]
