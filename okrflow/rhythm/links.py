"""Links in mails: each is signed, says nothing to others, and gives nobody a right."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

CHECK_IN_GOOD_FOR: Final = timedelta(days=14)
_CHECK_IN: Final = "okrflow.rhythm.check-in"
_UNSUBSCRIBE: Final = "okrflow.rhythm.unsubscribe"


@dataclass(frozen=True, kw_only=True)
class CheckInLink:
    """To whom it was sent, and which key result it opens."""

    user: UUID
    key_result: UUID


def check_in_url(*, user: UUID, key_result: UUID) -> str:
    """The whole address that opens the form of a check-in after sign-in, good for 14 days."""
    token: str = signing.dumps([user.hex, key_result.hex], salt=_CHECK_IN)
    return f"{settings.PUBLIC_URL}{reverse('mails:check_in', args=[token])}"


def check_in_of(token: str) -> CheckInLink | None:
    """What the link says; None if nobody here signed it, or too long ago."""
    try:
        user, key_result = signing.loads(token, salt=_CHECK_IN, max_age=CHECK_IN_GOOD_FOR)
    except signing.BadSignature:
        return None
    return CheckInLink(user=UUID(user), key_result=UUID(key_result))


def unsubscribe_url(sending: UUID) -> str:
    """The whole address that ends mails of this kind to this member; it works without sign-in, as RFC 8058 has it."""
    return f"{settings.PUBLIC_URL}{reverse('mails:unsubscribe', args=[unsubscribe_token(sending)])}"


def unsubscribe_token(sending: UUID) -> str:
    token: str = signing.Signer(salt=_UNSUBSCRIBE).sign(sending.hex)
    return token


def sending_of(token: str) -> UUID | None:
    """The mail that the link came with; None if nobody here signed it."""
    try:
        return UUID(signing.Signer(salt=_UNSUBSCRIBE).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
