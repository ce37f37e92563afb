"""Addresses of experiments in the API, below an organisation's."""

from django.urls import path

from okrflow.experiments.api import views

app_name = "experiments_api"
urlpatterns = [
    path("experiments", views.Experiments.as_view(), name="list"),
    path("experiments/<uuid:experiment>", views.OneExperiment.as_view(), name="one"),
    path("experiments/<uuid:experiment>/verdict", views.VerdictOfExperiment.as_view(), name="verdict"),
]
