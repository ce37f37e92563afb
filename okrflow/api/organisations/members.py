"""Who belongs to the organisation; a member's id is the person's."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant
from okrflow.api.operations import ANY_READ, operation
from okrflow.api.pagination import Order
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.organisations.models import Membership, Role
from okrflow.organisations.querysets import MembershipQuerySet


class MemberOut(serializers.Serializer[Membership]):
    id = serializers.UUIDField(source="user.uuid")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(choices=Role.choices)
    created_at = Instant(help_text="Member since")


class MemberQuery(PageQuery):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    email = serializers.CharField(required=False, max_length=254)


def _members(view: ApiView) -> MembershipQuerySet:
    return Membership.objects.for_organisation(view.access.organisation).select_related("user")


class Members(ApiView):
    """The organisation's members."""

    @operation(
        summary="List members",
        scopes=ANY_READ,
        query=MemberQuery,
        answers={200: page_of(MemberOut, "members")},
    )
    def get(self, request: Request) -> Response:
        found = _members(self)
        if role := self.parameters.get("role"):
            found = found.filter(role=role)
        if email := self.parameters.get("email"):
            found = found.filter(user__email__iexact=email)
        return self.page(found, _shown, order=[Order(column="user__uuid")])


class Member(ApiView):
    """One member."""

    @operation(summary="Read a member", scopes=ANY_READ, answers={200: MemberOut})
    def get(self, request: Request, member: UUID) -> Response:
        return Response(_shown(get_object_or_404(_members(self), user__uuid=member)))


def _shown(member: Membership) -> dict[str, Any]:
    return dict(MemberOut(member).data)
