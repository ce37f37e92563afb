"""Addresses of the API that belong to no app, and those of an organisation's people."""

from django.urls import include, path

from okrflow.api.pages import DocsView, SchemaView

app_name = "api"
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("organisations/<slug:organisation>/", include("okrflow.api.organisations.urls")),
]
