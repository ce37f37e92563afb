"""Addresses of this app in the API."""

from django.urls import path

from okrflow.rhythm.api import Inbox

app_name = "rhythm_api"
urlpatterns = [path("inbox", Inbox.as_view(), name="inbox")]
