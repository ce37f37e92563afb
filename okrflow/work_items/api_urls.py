"""Addresses of work items in the API, below an organisation's."""

from django.urls import path

from okrflow.work_items.api import bulk, items

app_name = "work_items_api"
urlpatterns = [
    path("work-items", items.WorkItems.as_view(), name="list"),
    path("work-items/bulk", bulk.Bulk.as_view(), name="bulk"),
    path("work-items/<uuid:item>", items.OneWorkItem.as_view(), name="one"),
    path("work-items/<uuid:item>/events", items.Events.as_view(), name="events"),
]
