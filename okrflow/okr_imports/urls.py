"""Addresses of this app."""

from django.urls import URLPattern

app_name = "okr_imports"
urlpatterns: list[URLPattern] = []
