"""Addresses of jobs, below /o/<organisation>/."""

from django.urls import path

from okrflow.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/<uuid:uuid>/", views.job, name="job"),
    path("jobs/<uuid:uuid>/cancel/", views.cancel, name="cancel"),
]
