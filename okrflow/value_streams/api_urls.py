"""Addresses of value streams in the API, below an organisation's."""

from django.urls import path

from okrflow.value_streams.api import closing, people, requests, streams

ONE = "value-streams/<slug:stream>"

app_name = "value_streams_api"
urlpatterns = [
    path("value-streams", streams.ValueStreams.as_view(), name="list"),
    path(ONE, streams.OneValueStream.as_view(), name="one"),
    path(f"{ONE}/close", closing.Close.as_view(), name="close"),
    path(f"{ONE}/reopen", closing.Reopen.as_view(), name="reopen"),
    path(f"{ONE}/lead", people.Lead.as_view(), name="lead"),
    path(f"{ONE}/members", people.StreamMembers.as_view(), name="members"),
    path(f"{ONE}/members/<uuid:member>", people.OneStreamMember.as_view(), name="member"),
    path(f"{ONE}/members/<uuid:member>/confirm", people.Confirmation.as_view(), name="confirm"),
    path(f"{ONE}/membership-requests", requests.MembershipRequests.as_view(), name="requests"),
    path(
        f"{ONE}/membership-requests/<uuid:membership_request>",
        requests.OneMembershipRequest.as_view(),
        name="request",
    ),
    path(
        f"{ONE}/membership-requests/<uuid:membership_request>/decision",
        requests.Decision.as_view(),
        name="decision",
    ),
]
