"""Taking back what was just done: a message with a button, and a signed word for what it takes back."""

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from okrflow.web.refusals import Refused

TAKEN_S: Final = 60
"""So long an undo is taken; the button goes earlier, after ten seconds, where scripts run."""
_SALT: Final = "okrflow.undo"


class TooLate(Refused):
    """The word is too old, or was not given to this person."""

    def __init__(self) -> None:
        super().__init__("It is too late to undo that here.")


def offer_undo(request: HttpRequest, text: str, *, route: str, organisation: str, what: list[str]) -> None:
    """Say what was done, with an “Undo” that posts `what` to the route, signed for this person."""
    word = signing.dumps([request.user.pk, *what], salt=_SALT)
    messages.success(request, text, extra_tags=reverse(route, args=[organisation, word]))


def undone(request: HttpRequest, word: str) -> list[Any]:
    """What is to be taken back. Raises TooLate."""
    try:
        person, *what = signing.loads(word, salt=_SALT, max_age=TAKEN_S)
    except signing.BadSignature:
        raise TooLate from None
    if person != request.user.pk:
        raise TooLate
    return list(what)
