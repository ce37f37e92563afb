"""Addresses of jobs in the API, below an organisation's."""

from django.urls import path

from okrflow.jobs import api

app_name = "jobs_api"
urlpatterns = [
    path("jobs", api.Jobs.as_view(), name="list"),
    path("jobs/<uuid:job>", api.OneJob.as_view(), name="one"),
]
