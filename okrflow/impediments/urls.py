"""Addresses of this app."""

from django.urls import URLPattern

app_name = "impediments"
urlpatterns: list[URLPattern] = []
