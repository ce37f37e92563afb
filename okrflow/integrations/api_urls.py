"""Addresses of imports in the API, below an organisation's."""

from django.urls import path

from okrflow.integrations import api

app_name = "integrations_api"
urlpatterns = [
    path("imports", api.Imports.as_view(), name="list"),
    path("imports/<uuid:one>", api.OneImport.as_view(), name="one"),
]
