"""Addresses of imports, below /o/<organisation>/."""

from django.urls import path

from okrflow.integrations import views
from okrflow.integrations.values import views as values

app_name = "integrations"
urlpatterns = [
    path("metrics/<slug:metric>/values/file/", values.upload, name="values_upload"),
    path("metrics/<slug:metric>/values/file/<uuid:uuid>/", values.rows, name="values"),
    path("import/", views.upload, name="upload"),
    path("import/<uuid:uuid>/", views.result, name="import"),
    path("import/<uuid:uuid>/columns/", views.columns, name="columns"),
    path("import/<uuid:uuid>/rejected.csv", views.rejected, name="rejected"),
]
