"""Addresses of this app, below an organisation's."""

from django.urls import URLPattern

app_name = "plans"
urlpatterns: list[URLPattern] = []
