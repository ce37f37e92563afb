"""Addresses of plans in the API, below an organisation's."""

from django.urls import URLPattern

app_name = "plans_api"
urlpatterns: list[URLPattern] = []
