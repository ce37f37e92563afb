"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("streams/<slug:stream>/", views.stream, name="stream"),
]
