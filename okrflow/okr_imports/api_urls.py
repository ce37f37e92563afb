"""Addresses of imports of OKRs in the API, below an organisation's."""

from django.urls import path

from okrflow.okr_imports import api

app_name = "okr_imports_api"
urlpatterns = [
    path("imports/okrs", api.OkrImports.as_view(), name="list"),
    path("imports/okrs/<uuid:one>", api.OneOkrImport.as_view(), name="one"),
]
