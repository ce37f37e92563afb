"""Addresses of this app."""

from django.urls import path

from okrflow.web import views

app_name = "web"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("help/", views.help_index, name="help"),
    path("help/how-we-count/", views.how_we_count, name="how_we_count"),
]
