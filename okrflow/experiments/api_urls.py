"""Addresses of experiments in the API, below an organisation's."""

from django.urls import URLPattern

app_name = "experiments_api"
urlpatterns: list[URLPattern] = []
