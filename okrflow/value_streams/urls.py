"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.value_streams.views import closing, people, requests, streams

app_name = "value_streams"
urlpatterns = [
    path("streams/", streams.streams, name="list"),
    path("streams/new/", streams.new, name="new"),
    path("streams/<slug:stream>/settings/", streams.settings, name="settings"),
    path("streams/<slug:stream>/settings/members/", people.member_add, name="member_add"),
    path("streams/<slug:stream>/settings/members/<int:pk>/role/", people.member_role, name="member_role"),
    path(
        "streams/<slug:stream>/settings/members/<int:pk>/remove/", people.member_remove, name="member_remove"
    ),
    path(
        "streams/<slug:stream>/settings/members/<int:pk>/confirm/",
        people.member_confirm,
        name="member_confirm",
    ),
    path("streams/<slug:stream>/settings/lead/", people.lead_appoint, name="lead_appoint"),
    path("streams/<slug:stream>/settings/requests/", requests.ask, name="membership_ask"),
    path("streams/<slug:stream>/settings/requests/invite/", requests.invite, name="membership_invite"),
    path(
        "streams/<slug:stream>/settings/requests/<int:pk>/decide/",
        requests.decide,
        name="membership_decide",
    ),
    path(
        "streams/<slug:stream>/settings/requests/<int:pk>/withdraw/",
        requests.withdraw,
        name="membership_withdraw",
    ),
    path("streams/<slug:stream>/settings/close/", closing.close, name="close"),
    path("streams/<slug:stream>/settings/reopen/", closing.reopen, name="reopen"),
]
