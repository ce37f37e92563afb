"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.work_items import settings_views
from okrflow.work_items.views import items

app_name = "work_items"
urlpatterns = [
    path("streams/<slug:stream>/items/", items.items, name="items"),
    path("items/<uuid:item>/", items.item, name="item"),
    path("streams/<slug:stream>/settings/statuses/", settings_views.statuses, name="stream_statuses"),
]
