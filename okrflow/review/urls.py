"""Addresses of this app."""

from django.urls import path

from okrflow.review.views import checks, findings, form, thresholds

app_name = "review"
urlpatterns = [
    path("review/", findings.index, name="list"),
    path("review/form/", form.form, name="form"),
    path("review/checks/", checks.checks, name="checks"),
    path("review/checks/<slug:check_id>/", checks.check, name="check"),
    path("review/findings/<uuid:finding>/", findings.detail, name="finding"),
    path("review/findings/<uuid:finding>/waive/", findings.waive_finding, name="waive"),
    path("review/waivers/<uuid:waiver>/withdraw/", findings.withdraw_waiver, name="withdraw"),
    path("settings/checks/", thresholds.thresholds, name="thresholds"),
]
