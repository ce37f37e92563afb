"""Addresses of this app in the API."""

from django.urls import path

from okrflow.review.api import views

app_name = "review_api"
urlpatterns = [
    path("findings", views.Findings.as_view(), name="findings"),
    path("findings/<uuid:finding>", views.OneFinding.as_view(), name="finding"),
    path("waivers", views.Waivers.as_view(), name="waivers"),
    path("waivers/<uuid:waiver>", views.OneWaiver.as_view(), name="waiver"),
    path("review-thresholds", views.ThresholdList.as_view(), name="thresholds"),
    path("review-thresholds/<slug:name>", views.OneThreshold.as_view(), name="threshold"),
]
