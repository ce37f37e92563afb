"""The people of a value stream: chosen by its leads (ownership, rules 2, 3 and 5)."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Id, Instant, Word
from okrflow.api.operations import ANY_READ, operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.access import StreamAccess, enter_stream
from okrflow.value_streams.api.streams import person_named
from okrflow.value_streams.models import StreamMembership, StreamRole
from okrflow.value_streams.services import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    confirm_stream_member,
    remove_stream_member,
)

ADMIN = (Scope.ADMIN,)


class StreamMemberOut(serializers.Serializer[StreamMembership]):
    """Somebody who belongs to a stream; `id` is the person's."""

    id = serializers.UUIDField(source="user.uuid")
    name = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(choices=StreamRole.choices)
    confirmed_by = serializers.UUIDField(
        source="confirmed_by.uuid", allow_null=True, default=None, help_text="The lead who did"
    )
    appointed_by = serializers.UUIDField(
        source="appointed_by.uuid",
        allow_null=True,
        default=None,
        help_text="Who appointed this lead while the stream had none",
    )
    created_at = Instant(help_text="Belongs to it since")


class StreamMemberIn(Strict):
    person = Id(help_text="A member of the organisation")
    role = Word(choices=StreamRole.choices, default=StreamRole.MEMBER.value)


class StreamMemberPatch(Strict):
    role = Word(choices=StreamRole.choices, required=False)


class LeadIn(Strict):
    person = Id(help_text="A member of the organisation who is at least editor")


EXAMPLE = OpenApiExample(
    "A member", value={"person": "0199c5a0-0000-7000-8000-000000000000", "role": "member"}, request_only=True
)


class StreamMembers(ApiView):
    """Who belongs to a value stream."""

    @operation(
        summary="List a stream's people",
        scopes=ANY_READ,
        query=PageQuery,
        answers={200: page_of(StreamMemberOut, "people")},
    )
    def get(self, request: Request, stream: str) -> Response:
        rights = enter_stream(self.access, stream)
        people = StreamMembership.objects.filter(value_stream=rights.value_stream)
        return self.page(people.select_related("user", "confirmed_by", "appointed_by"), _shown)

    @operation(
        summary="Add somebody to a stream",
        scopes=ADMIN,
        role=Role.EDITOR,
        body=StreamMemberIn,
        answers={201: StreamMemberOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, stream: str) -> Response:
        """By its leads."""
        rights = _led(self, stream)
        given = self.read_body()
        person = person_named(self.access, given["person"])
        made = add_stream_member(by=rights, user=person, role=StreamRole(given["role"]))
        where = f"{self.base}/value-streams/{rights.value_stream.slug}/members/{person.uuid}"
        return self.made(_shown(made), where)


class OneStreamMember(ApiView):
    """One of a stream's people."""

    @operation(summary="Read one of a stream's people", scopes=ANY_READ, answers={200: StreamMemberOut})
    def get(self, request: Request, stream: str, member: UUID) -> Response:
        return Response(_shown(_member(enter_stream(self.access, stream), member)))

    @operation(
        summary="Make somebody a lead or a member",
        scopes=ADMIN,
        role=Role.EDITOR,
        body=StreamMemberPatch,
        answers={200: StreamMemberOut},
    )
    def patch(self, request: Request, stream: str, member: UUID) -> Response:
        """By its leads."""
        rights = _led(self, stream)
        membership = _member(rights, member)
        role = StreamRole(self.read_body().get("role", membership.role))
        changed = change_stream_role(by=rights, membership=membership, role=role)
        return Response(_shown(changed))

    @operation(summary="Take somebody out of a stream", scopes=ADMIN, answers={204: None})
    def delete(self, request: Request, stream: str, member: UUID) -> Response:
        """By its leads; everybody may leave."""
        rights = enter_stream(self.access, stream)
        if member != self.access.user.uuid:
            rights.require("leads")
        remove_stream_member(by=rights, membership=_member(rights, member))
        return Response(status=204)


class Confirmation(ApiView):
    """That another person, who founded the stream or was appointed, belongs to it."""

    @operation(
        summary="Confirm one of a stream's people",
        scopes=ADMIN,
        role=Role.EDITOR,
        answers={200: StreamMemberOut},
    )
    def post(self, request: Request, stream: str, member: UUID) -> Response:
        """By another lead."""
        rights = _led(self, stream)
        return Response(_shown(confirm_stream_member(by=rights, membership=_member(rights, member))))


class Lead(ApiView):
    """Who leads a stream that has no lead."""

    @operation(
        summary="Appoint a lead",
        scopes=ADMIN,
        role=Role.ADMIN,
        body=LeadIn,
        answers={200: StreamMemberOut},
    )
    def put(self, request: Request, stream: str) -> Response:
        """Only while there is none; all members get a mail."""
        rights = enter_stream(self.access, stream)
        person = person_named(self.access, self.read_body()["person"])
        return Response(_shown(appoint_lead(by=rights, user=person)))


def _led(view: ApiView, stream: str) -> StreamAccess:
    rights = enter_stream(view.access, stream)
    rights.require("leads")
    return rights


def _member(rights: StreamAccess, person: UUID) -> StreamMembership:
    """Raises Http404."""
    people = StreamMembership.objects.filter(value_stream=rights.value_stream)
    return get_object_or_404(people.select_related("user", "confirmed_by", "appointed_by"), user__uuid=person)


def _shown(member: StreamMembership) -> dict[str, Any]:
    return dict(StreamMemberOut(member).data)
