"""Closing a stream, and opening it again (ownership, rule 10)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.models import ValueStream
from okrflow.value_streams.services.mails import mail_about
from okrflow.value_streams.services.people import NotTheirs, leads_of, locked
from okrflow.value_streams.signals import stream_closing, stream_opened
from okrflow.web.refusals import Refused


class NotPossible(Refused):
    """A stream can't be closed or opened like that; `field` is the form's."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@transaction.atomic
def close_value_stream(
    *, by: StreamAccess, closed_on: date, items_to: ValueStream | None, now: datetime
) -> ValueStream:
    """An administrator closes a stream from a day on: what is still open is dropped, open items move or leave, and its
    leads get a mail.

    Rooms above hear of it in the same transaction. Raises NotTheirs, NotPossible.
    """
    stream = _administered(by)
    if stream.is_closed:
        raise NotPossible("", f"{stream} is closed already.")
    if closed_on > now.astimezone(ZoneInfo(stream.organisation.time_zone)).date():
        raise NotPossible(
            "closed_on", "Choose today or an earlier day: a stream is closed when it has ended."
        )
    if items_to is not None and (
        items_to.organisation_id != stream.organisation_id or items_to.pk == stream.pk or items_to.is_closed
    ):
        raise NotPossible("items_to", "Choose another value stream that is at work, or none.")
    stream_closing.send(
        sender=ValueStream, value_stream=stream, items_to=items_to, by=by.access.user, now=now
    )
    stream.closed_on, stream.closed_by = closed_on, by.access.user
    stream.save(update_fields=["closed_on", "closed_by", "updated_at"])
    mail_about(
        stream,
        to=[lead.user for lead in leads_of(stream)],
        subject=f"{stream} is closed",
        template="closed.txt",
        by=by.access.user,
    )
    return stream


@transaction.atomic
def reopen_value_stream(*, by: StreamAccess) -> ValueStream:
    """Open again, with its people; objectives stay dropped and items stay away. Raises NotTheirs, NotPossible."""
    stream = _administered(by)
    if not stream.is_closed:
        raise NotPossible("", f"{stream} is not closed.")
    stream.closed_on = stream.closed_by = None
    stream.save(update_fields=["closed_on", "closed_by", "updated_at"])
    stream_opened.send(sender=ValueStream, value_stream=stream)
    return stream


def _administered(by: StreamAccess) -> ValueStream:
    if not by.access.at_least(Role.ADMIN):
        raise NotTheirs("Value streams are closed and opened by administrators of the organisation.")
    return locked(by.value_stream)
