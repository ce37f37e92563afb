"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.plans.views import plan, writing

app_name = "plans"
urlpatterns = [
    path("streams/<slug:stream>/plan/", plan.plan, name="plan"),
    path("streams/<slug:stream>/plan/new/", writing.new, name="entry_new"),
    path("streams/<slug:stream>/plan/committed/", plan.committed_items, name="committed"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/", plan.entry, name="entry"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/edit/", writing.edit, name="entry_edit"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/move/", writing.move, name="entry_move"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/cancel/", writing.cancel, name="entry_cancel"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/restore/", writing.restore, name="entry_restore"),
    path("streams/<slug:stream>/plan/<uuid:plan_entry>/delete/", writing.delete, name="entry_delete"),
]
