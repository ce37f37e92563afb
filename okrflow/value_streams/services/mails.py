"""Mails about a value stream to its people."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from okrflow.accounts.models import User
from okrflow.value_streams.models import ValueStream


def mail_about(
    stream: ValueStream, *, to: Iterable[User], subject: str, template: str, **context: Any
) -> None:
    """One mail each in plain text, once what it tells is committed."""
    context |= {"stream": stream, "url": settings.PUBLIC_URL + stream.get_absolute_url()}
    body, subject = render_to_string(f"value_streams/mail/{template}", context), " ".join(subject.split())
    receivers = [person.email for person in to]

    def mail() -> None:
        for receiver in receivers:
            send_mail(subject, body, None, [receiver])

    transaction.on_commit(mail, robust=True)
