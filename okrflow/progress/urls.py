"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.progress import views

app_name = "progress"
urlpatterns = [
    path("who-can-do-what/", views.who_can_do_what, name="who_can_do_what"),
    path("", views.overview, name="overview"),
    path("streams/<slug:stream>/", views.stream, name="stream"),
]
