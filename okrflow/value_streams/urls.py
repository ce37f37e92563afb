"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.value_streams import views

app_name = "value_streams"
urlpatterns = [
    path("streams/", views.streams, name="list"),
    path("streams/new/", views.new, name="new"),
    path("streams/<slug:stream>/settings/", views.settings, name="settings"),
    path("streams/<slug:stream>/settings/members/", views.member_add, name="member_add"),
    path("streams/<slug:stream>/settings/members/<int:pk>/role/", views.member_role, name="member_role"),
    path(
        "streams/<slug:stream>/settings/members/<int:pk>/remove/", views.member_remove, name="member_remove"
    ),
    path("streams/<slug:stream>/settings/lead/", views.lead_appoint, name="lead_appoint"),
]
