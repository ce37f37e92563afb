"""Mail where no mail server is set: printed, and kept for the mailbox page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.core.mail.message import EmailMessage

from okrflow.accounts.models import Mail

KEPT = 200
_prints: Final = ContextVar("prints", default=True)


class MailboxBackend(ConsoleBackend):
    """Prints mails to the log and keeps the newest for the mailbox page."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            Mail.objects.create(
                to=", ".join(message.recipients()), subject=str(message.subject), body=str(message.body)
            )
        newest = Mail.objects.order_by("-created_at").values_list("pk", flat=True)[:KEPT]
        Mail.objects.exclude(pk__in=list(newest)).delete()
        return (super().send_messages(messages) or 0) if _prints.get() else len(messages)


@contextmanager
def unprinted() -> Iterator[None]:
    """Mails are kept for the mailbox page alone, as somebody reads what else is printed."""
    token = _prints.set(False)
    try:
        yield
    finally:
        _prints.reset(token)
