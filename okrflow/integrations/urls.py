"""Addresses of imports, below /o/<organisation>/."""

from django.urls import path

from okrflow.integrations import views

app_name = "integrations"
urlpatterns = [
    path("import/", views.upload, name="upload"),
    path("import/<uuid:uuid>/", views.result, name="import"),
    path("import/<uuid:uuid>/columns/", views.columns, name="columns"),
    path("import/<uuid:uuid>/rejected.csv", views.rejected, name="rejected"),
]
