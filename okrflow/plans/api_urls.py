"""Addresses of plans in the API, below an organisation's."""

from django.urls import path

from okrflow.plans.api import commitments, entries

app_name = "plans_api"
urlpatterns = [
    path("plan-entries", entries.PlanEntries.as_view(), name="entries"),
    path("plan-entries/<uuid:plan_entry>", entries.OnePlanEntry.as_view(), name="entry"),
    path("plan-entries/<uuid:plan_entry>/move", entries.Move.as_view(), name="move"),
    path("plan-entries/<uuid:plan_entry>/cancel", entries.Cancel.as_view(), name="cancel"),
    path("plan-entries/<uuid:plan_entry>/restore", entries.Restore.as_view(), name="restore"),
    path(
        "value-streams/<slug:stream>/committed-items",
        commitments.CommittedItems.as_view(),
        name="committed_items",
    ),
]
