"""Addresses of the what-if in the API, below an organisation's."""

from django.urls import URLPattern

app_name = "what_if_api"
urlpatterns: list[URLPattern] = []
