"""From a planned mail to the message: text and HTML side by side, pictures inside, and a way out in one click."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.mime.image import MIMEImage
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from okrflow.organisations.access import Access
from okrflow.rhythm.links import unsubscribe_url
from okrflow.rhythm.mails import digest, reminder, summary
from okrflow.rhythm.mails.contents import Contents, Picture
from okrflow.rhythm.mails.styles import with_styles
from okrflow.rhythm.models import MailKind, Sending

WRITERS: Final[Mapping[str, Callable[[Sending, Access, datetime], Contents | None]]] = {
    MailKind.REMINDER: reminder.contents,
    MailKind.DIGEST: digest.contents,
    MailKind.SUMMARY: summary.contents,
}


def message_of(sending: Sending, *, now: datetime) -> EmailMultiAlternatives | None:
    """The message, as its reader sees days and instants; None if there is nothing to say any more."""
    member = sending.membership
    zone = member.user.time_zone or member.organisation.time_zone
    with timezone.override(ZoneInfo(zone)):
        access = Access(organisation=member.organisation, membership=member)
        found = WRITERS[sending.kind](sending, access, now) if member.user.is_active else None
        return None if found is None else _message(sending, found)


def _message(sending: Sending, found: Contents) -> EmailMultiAlternatives:
    organisation = sending.membership.organisation
    root = settings.PUBLIC_URL
    context = {
        **found.context,
        "found": found,
        "organisation": organisation,
        "reader": sending.membership.user,
        "kind": MailKind(sending.kind),
        "root": root,
        "home": root + organisation.get_absolute_url(),
        "unsubscribe": unsubscribe_url(sending.uuid),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(found.subject.split()),
        body=render_to_string(f"rhythm/mail/{sending.kind}.txt", context),
        to=[sending.membership.user.email],
        headers=_headers(sending),
    )
    message.attach_alternative(
        with_styles(render_to_string(f"rhythm/mail/{sending.kind}.html", context)), "text/html"
    )
    message.mixed_subtype = "related"  # type: ignore[attr-defined]
    for picture in found.pictures:
        message.attach(_inline(picture))
    return message


def _headers(sending: Sending) -> dict[str, str]:
    """One click ends these mails (RFC 8058); sent twice, a mail is the same one (Message-ID)."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(sending.uuid)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{sending.uuid}@{host}>",
        "Auto-Submitted": "auto-generated",
    }


def _inline(picture: Picture) -> MIMEImage:
    image = MIMEImage(picture.png, "png")
    image.add_header("Content-ID", f"<{picture.cid}>")
    image.add_header("Content-Disposition", "inline", filename=f"{picture.cid}.png")
    return image
