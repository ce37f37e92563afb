"""Addresses of imports of OKRs, below /o/<organisation>/."""

from django.urls import path

from okrflow.okr_imports import views

app_name = "okr_imports"
urlpatterns = [
    path("import/okrs/", views.upload, name="upload"),
    path("import/okrs/<uuid:uuid>/", views.result, name="import"),
    path("import/okrs/<uuid:uuid>/columns/", views.columns, name="columns"),
    path("import/okrs/<uuid:uuid>/rejected.csv", views.rejected, name="rejected"),
]
