"""Addresses of work items and flow in the API, below an organisation's."""

from django.urls import path

from okrflow.work_items.api import bulk, flow, items

app_name = "work_items_api"
urlpatterns = [
    path("value-streams/<slug:stream>/flow-metrics", flow.FlowMetrics.as_view(), name="flow_metrics"),
    path("value-streams/<slug:stream>/stages", flow.Stages.as_view(), name="stages"),
    path("work-items", items.WorkItems.as_view(), name="list"),
    path("work-items/bulk", bulk.Bulk.as_view(), name="bulk"),
    path("work-items/<uuid:item>", items.OneWorkItem.as_view(), name="one"),
    path("work-items/<uuid:item>/events", items.Events.as_view(), name="events"),
]
