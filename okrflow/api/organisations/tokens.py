"""API tokens. One made by a token has no more scopes, and lives no longer, than that one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Text, Whole, Word
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.organisations.models import ApiToken, Role, Scope
from okrflow.organisations.services import create_api_token, revoke_api_token
from okrflow.organisations.services.api_tokens import MAX_DAYS

ADMIN = (Scope.ADMIN,)


class TokenOut(serializers.Serializer[ApiToken]):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    hint = serializers.CharField(help_text="How it begins")
    member = serializers.UUIDField(
        source="membership.user.uuid", allow_null=True, default=None, help_text="null: a service's own"
    )
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    created_at = Instant()
    expires_at = Instant()
    last_used_at = Instant(allow_null=True, help_text="To the minute")
    revoked_at = Instant(allow_null=True)


class NewTokenOut(TokenOut):
    token = serializers.CharField(
        allow_null=True, help_text="Shown this once; null when the call is repeated with its Idempotency-Key"
    )


class TokenIn(Strict):
    name = Text(max_length=80, help_text="What it is for")
    scopes = serializers.ListField(child=Word(choices=Scope.choices), min_length=1, max_length=len(Scope))
    days = Whole(min_value=1, max_value=MAX_DAYS, default=90, help_text="How long it is good for")
    service = serializers.BooleanField(
        default=False,
        help_text="Of no person: it writes measurements and work items, and reads nothing; made by administrators",
    )


EXAMPLE = OpenApiExample(
    "For a nightly import",
    value={"name": "Nightly import", "scopes": ["work-items:write"], "days": 90},
    request_only=True,
)


def _tokens(view: ApiView) -> "QuerySet[ApiToken]":
    """One's own; for administrators all of the organisation."""
    tokens = ApiToken.objects.filter(organisation=view.access.organisation).select_related("membership__user")
    return tokens if view.access.at_least(Role.ADMIN) else tokens.filter(membership=view.access.membership)


class Tokens(ApiView):
    """Keys for this API."""

    @operation(
        summary="List tokens", scopes=ADMIN, query=PageQuery, answers={200: page_of(TokenOut, "tokens")}
    )
    def get(self, request: Request) -> Response:
        return self.page(_tokens(self), _shown)

    @operation(
        summary="Make a token of one's own",
        scopes=ADMIN,
        body=TokenIn,
        answers={201: NewTokenOut},
        secret=("token",),
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        given = self.read_body()
        self._require_no_more(given)
        made, plain = create_api_token(membership=self.access.membership, **given)
        return self.made(_shown(made) | {"token": plain}, f"{self.base}/tokens/{made.uuid}")

    def _require_no_more(self, given: dict[str, Any]) -> None:
        used = self.access.token
        if used is None:
            return
        if not set(given["scopes"]) <= set(used.scopes):
            raise PermissionDenied("A token can't make one with scopes that it lacks.")
        if timezone.now() + timedelta(days=given["days"]) > used.expires_at:
            raise PermissionDenied("A token can't make one that outlives it.")


class OneToken(ApiView):
    """One token."""

    @operation(summary="Read a token", scopes=ADMIN, answers={200: TokenOut})
    def get(self, request: Request, token: UUID) -> Response:
        return Response(_shown(get_object_or_404(_tokens(self), uuid=token)))

    @operation(summary="Revoke a token", scopes=ADMIN, answers={204: None})
    def delete(self, request: Request, token: UUID) -> Response:
        revoke_api_token(by=self.access.membership, token=get_object_or_404(_tokens(self), uuid=token))
        return Response(status=204)


def _shown(token: ApiToken) -> dict[str, Any]:
    return dict(TokenOut(token).data)
