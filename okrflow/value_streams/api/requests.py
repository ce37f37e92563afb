"""Asking to belong to a value stream; its leads decide (ownership, rule 3)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Id, Instant, Text
from okrflow.api.operations import ANY_READ, operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.access import StreamAccess, enter_stream
from okrflow.value_streams.api.streams import person_named
from okrflow.value_streams.models import MembershipRequest
from okrflow.value_streams.services import (
    decide_membership_request,
    request_membership,
    withdraw_membership_request,
)

ADMIN = (Scope.ADMIN,)


class MembershipRequestOut(serializers.Serializer[MembershipRequest]):
    id = serializers.UUIDField(source="uuid")
    person = serializers.UUIDField(source="user.uuid")
    asked_by = serializers.UUIDField(source="asked_by.uuid", allow_null=True, default=None)
    note = serializers.CharField()
    created_at = Instant()
    decided_at = Instant(allow_null=True)
    decided_by = serializers.UUIDField(source="decided_by.uuid", allow_null=True, default=None)
    accepted = serializers.BooleanField(allow_null=True, help_text="null: open, or withdrawn")


class MembershipRequestIn(Strict):
    person = Id(required=False, help_text="Whom an administrator invites; left out: yourself")
    note = Text(max_length=500, allow_blank=True, default="")


class DecisionIn(Strict):
    accept = serializers.BooleanField()


class MembershipRequests(ApiView):
    """Who wants to belong to a value stream."""

    @operation(
        summary="List membership requests",
        scopes=ANY_READ,
        query=PageQuery,
        answers={200: page_of(MembershipRequestOut, "requests")},
    )
    def get(self, request: Request, stream: str) -> Response:
        rights = enter_stream(self.access, stream)
        return self.page(rights.value_stream.membership_requests.with_names(), _shown)

    @operation(
        summary="Ask to belong to a stream",
        scopes=ADMIN,
        body=MembershipRequestIn,
        answers={201: MembershipRequestOut},
    )
    def post(self, request: Request, stream: str) -> Response:
        """Everybody for themselves; administrators for others. A lead decides."""
        rights, given = enter_stream(self.access, stream), self.read_body()
        person = person_named(self.access, given["person"]) if "person" in given else self.access.user
        if person != self.access.user:
            self.access.require(Role.ADMIN)
        made = request_membership(by=rights, user=person, note=given["note"])
        where = f"{self.base}/value-streams/{rights.value_stream.slug}/membership-requests/{made.uuid}"
        return self.made(_shown(made), where)


class OneMembershipRequest(ApiView):
    """One request."""

    @operation(summary="Read a membership request", scopes=ANY_READ, answers={200: MembershipRequestOut})
    def get(self, request: Request, stream: str, membership_request: UUID) -> Response:
        return Response(_shown(_named(enter_stream(self.access, stream), membership_request)))

    @operation(summary="Withdraw a membership request", scopes=ADMIN, answers={204: None})
    def delete(self, request: Request, stream: str, membership_request: UUID) -> Response:
        """By the person whom it is about, or by whoever made it."""
        rights = enter_stream(self.access, stream)
        found = _named(rights, membership_request)
        if self.access.user.pk not in {found.user_id, found.asked_by_id}:
            raise PermissionDenied(
                "A request is withdrawn by the person whom it is about, or by whoever made it."
            )
        withdraw_membership_request(by=rights, membership_request=found, now=timezone.now())
        return Response(status=204)


class Decision(ApiView):
    """What a lead says to a request."""

    @operation(
        summary="Decide a membership request",
        scopes=ADMIN,
        role=Role.EDITOR,
        body=DecisionIn,
        answers={200: MembershipRequestOut},
    )
    def post(self, request: Request, stream: str, membership_request: UUID) -> Response:
        """By a lead; accepting makes the person a member."""
        rights = enter_stream(self.access, stream)
        rights.require("leads")
        found, accept = _named(rights, membership_request), self.read_body()["accept"]
        decide_membership_request(by=rights, membership_request=found, accept=accept, now=timezone.now())
        return Response(_shown(_named(rights, membership_request)))


def _named(rights: StreamAccess, uuid: UUID) -> MembershipRequest:
    """Raises Http404."""
    return get_object_or_404(rights.value_stream.membership_requests.with_names(), uuid=uuid)


def _shown(found: MembershipRequest) -> dict[str, Any]:
    return dict(MembershipRequestOut(found).data)
