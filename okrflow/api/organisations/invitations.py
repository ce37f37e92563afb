"""Invitations: managed by administrators; their secret is in the mail only."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Text, Word
from okrflow.api.operations import operation
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView, conflict
from okrflow.organisations.models import Invitation, Membership, Role, Scope
from okrflow.organisations.querysets import InvitationQuerySet
from okrflow.organisations.services import invite, withdraw_invitation

ADMIN = (Scope.ADMIN,)
STATES = ("open", "accepted", "withdrawn", "expired")


class InvitationOut(serializers.Serializer[Invitation]):
    id = serializers.UUIDField(source="uuid")
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices)
    state = serializers.SerializerMethodField()
    invited_by = serializers.UUIDField(source="invited_by.uuid", allow_null=True, default=None)
    created_at = Instant()
    expires_at = Instant()
    accepted_at = Instant(allow_null=True)
    withdrawn_at = Instant(allow_null=True)

    def get_state(self, invitation: Invitation) -> str:
        if invitation.accepted_at or invitation.withdrawn_at:
            return "accepted" if invitation.accepted_at else "withdrawn"
        return "open" if invitation.expires_at > timezone.now() else "expired"


class InvitationIn(Strict):
    email = Text(max_length=254, help_text="Where the invitation is mailed")
    role = Word(choices=Role.choices, default=Role.EDITOR.value, help_text="At most your own")


EXAMPLE = OpenApiExample(
    "An editor", value={"email": "ben@northwind.example", "role": "editor"}, request_only=True
)


def _invitations(view: ApiView) -> InvitationQuerySet:
    return Invitation.objects.for_organisation(view.access.organisation).select_related("invited_by")


class Invitations(ApiView):
    """Offers of membership."""

    @operation(
        summary="List invitations",
        scopes=ADMIN,
        role=Role.ADMIN,
        query=PageQuery,
        answers={200: page_of(InvitationOut, "invitations")},
    )
    def get(self, request: Request) -> Response:
        return self.page(_invitations(self), _shown)

    @operation(
        summary="Invite somebody",
        scopes=ADMIN,
        role=Role.ADMIN,
        body=InvitationIn,
        answers={201: InvitationOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        given = self.read_body()
        role, email = Role(given["role"]), given["email"]
        _require_address(email)
        if not self.access.at_least(role):
            raise PermissionDenied("Nobody can invite to a role above their own. Ask an owner.")
        members = Membership.objects.for_organisation(self.access.organisation)
        if members.filter(user__email__iexact=email).exists():
            raise conflict("This person is a member already.")
        made, _ = invite(by=self.access.membership, email=email, role=role)
        return self.made(_shown(made), f"{self.base}/invitations/{made.uuid}")


def _require_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise bad_value("/email", "invalid", "This is no mail address.") from None


class OneInvitation(ApiView):
    """One invitation."""

    @operation(summary="Read an invitation", scopes=ADMIN, role=Role.ADMIN, answers={200: InvitationOut})
    def get(self, request: Request, invitation: UUID) -> Response:
        return Response(_shown(get_object_or_404(_invitations(self), uuid=invitation)))

    @operation(summary="Withdraw an invitation", scopes=ADMIN, role=Role.ADMIN, answers={204: None})
    def delete(self, request: Request, invitation: UUID) -> Response:
        found = get_object_or_404(_invitations(self), uuid=invitation)
        withdraw_invitation(by=self.access.membership, invitation=found)
        return Response(status=204)


def _shown(invitation: Invitation) -> dict[str, Any]:
    return dict(InvitationOut(invitation).data)
