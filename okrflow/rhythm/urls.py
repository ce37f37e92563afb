"""Addresses of this app."""

from django.urls import URLPattern

app_name = "rhythm"
urlpatterns: list[URLPattern] = []
