"""Who asks: an API token in `Authorization: Bearer okr_…`, or the browser's session with its CSRF token."""

from datetime import timedelta
from typing import Any, Final, cast

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from okrflow.api.clients import client_network
from okrflow.api.limits import note_good_token, note_wrong_token, require_few_wrong_tokens
from okrflow.organisations.models import ApiToken
from okrflow.organisations.services import token_hash

LONGEST_TOKEN: Final = 200
USE_NOTED_EVERY: Final = timedelta(minutes=1)


class Service(AnonymousUser):
    """Who asks with a token that belongs to nobody: signed in, and no person."""

    is_authenticated = True  # type: ignore[assignment]
    is_anonymous = False  # type: ignore[assignment]


class TokenAuthentication(BaseAuthentication):
    """The token's member, or a service. Why a token does not work is not told: unknown, expired and revoked look alike."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        network, hashed = client_network(request._request), token_hash(plain.strip()[:LONGEST_TOKEN])
        require_few_wrong_tokens(network, hashed)
        token = _find(hashed)
        if token is None:
            note_wrong_token(network)
        if token is None or not _works(token):
            raise AuthenticationFailed("This token is unknown, has expired or was revoked.")
        _note_use(token, network)
        person = token.membership.user if token.membership else None
        pghistory.context(api_token=str(token.uuid), token_name=token.name, user=person and person.pk)
        return person or Service(), token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="okrflow"'


class BrowserAuthentication(SessionAuthentication):
    """A signed-in person; writes need the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        """On Django's request: rest_framework's own would be parsed, before anybody's rights are known."""
        _ = request._request.body
        super().enforce_csrf(cast(Request, request._request))


def _find(hashed: str) -> ApiToken | None:
    tokens = ApiToken.objects.select_related("membership__user", "organisation")
    return tokens.filter(token_hash=hashed).first()


def _works(token: ApiToken) -> bool:
    held = token.membership is None or token.membership.user.is_active
    return token.revoked_at is None and token.expires_at > timezone.now() and held


def _note_use(token: ApiToken, network: str) -> None:
    """Keep when a token was last used, to the minute: not every request is a write."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
        note_good_token(network, token.token_hash)
