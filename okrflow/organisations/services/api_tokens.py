"""Keys for the REST API: shown once, kept as a hash, limited in what they may do and for how long."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from okrflow.organisations.models import ApiToken, Membership, Role, Scope
from okrflow.web.refusals import Refused

PREFIX = "okr_"
HINT_LENGTH = 10
MAX_DAYS = 730


class BadToken(Refused):
    """A token can't be made or revoked like that."""


def token_hash(plain: str) -> str:
    """How a token is stored and looked up. Its 240 random bits need no slow hash."""
    return sha256(plain.encode()).hexdigest()


@transaction.atomic
def create_api_token(
    *, membership: Membership, name: str, scopes: Collection[Scope | str], days: int, service: bool = False
) -> tuple[ApiToken, str]:
    """A token of that member, or, made by an administrator, of a service that is no person; and its text, which nobody
    can read again. Raises BadToken."""
    if service and not membership.at_least(Role.ADMIN):
        raise BadToken("Tokens of services are made by administrators of the organisation.")
    known = {scope.value for scope in Scope if scope.for_services or not service}
    wanted = {str(scope) for scope in scopes}
    if not wanted or wanted - known:
        whose = "A token of a service has" if service else "Choose"
        raise BadToken(f"{whose} scopes among {', '.join(sorted(known))}.")
    if not 1 <= days <= MAX_DAYS:
        raise BadToken(f"A token is good for 1 to {MAX_DAYS} days.")
    plain = PREFIX + secrets.token_urlsafe(30)
    token = ApiToken.objects.create(
        organisation_id=membership.organisation_id,
        membership=None if service else membership,
        name=name,
        token_hash=token_hash(plain),
        hint=plain[:HINT_LENGTH],
        scopes=[scope.value for scope in Scope if scope.value in wanted],
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, plain


@transaction.atomic
def revoke_api_token(*, by: Membership, token: ApiToken) -> None:
    """Ends a token at once: one's own, or any of the organisation for administrators. Raises BadToken."""
    own = token.membership_id == by.pk
    if token.organisation_id != by.organisation_id or not (own or by.at_least(Role.ADMIN)):
        raise BadToken("You can revoke your own tokens; those of others are revoked by administrators.")
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
