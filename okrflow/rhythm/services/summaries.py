"""Ending a stream's check-in: what was said is kept, and mailed to the members who want it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Membership
from okrflow.progress.contents.flow_row import flow_row
from okrflow.rhythm.models import CheckInSummary, MailKind, Sending
from okrflow.rhythm.mornings import local_day
from okrflow.rhythm.people import settings_of
from okrflow.rhythm.services.sending import wake
from okrflow.rhythm.summarising import lines_since, since_of, stored
from okrflow.value_streams.models import StreamMembership, ValueStream
from okrflow.web.refusals import Refused


class NothingSaid(Refused):
    """There is no check-in to sum up."""


def require_checking_in(rights: OkrRights, value_stream: ValueStream) -> None:
    """Raises PermissionDenied to all but the stream's members who are at least editors."""
    if not rights.counts_as_member(value_stream.pk):
        raise PermissionDenied(
            f"The members of {value_stream} check in together here. Ask one of its leads to add you."
        )


@transaction.atomic
def end_check_in(*, rights: OkrRights, value_stream: ValueStream, now: datetime) -> CheckInSummary:
    """Sum up what was said since the last summary, and mail it. Raises PermissionDenied, NothingSaid."""
    require_checking_in(rights, value_stream)
    # one at a time for each stream, so that nothing is summed up twice
    ValueStream.objects.select_for_update(no_key=True).get(pk=value_stream.pk)
    since = since_of(value_stream, now=now)
    lines = lines_since(value_stream, since=since)
    if not lines:
        raise NothingSaid("Nobody has checked in since the last summary. Check in on a key result first.")
    summary = CheckInSummary.objects.create(
        organisation=rights.organisation,
        value_stream=value_stream,
        since=since,
        ended_at=now,
        ended_by=rights.access.user,
        flow=flow_row(value_stream, now=now).sentence[:500],
        lines=stored(lines),
    )
    _mail(summary, now)
    return summary


def _mail(summary: CheckInSummary, now: datetime) -> None:
    """To the stream's members who want it, but on no quiet day of theirs: the page keeps it for them."""
    there = StreamMembership.objects.filter(value_stream=summary.value_stream_id).values("user")
    members = Membership.objects.for_organisation(summary.organisation).filter(
        user__in=there, user__is_active=True
    )
    found = [
        each
        for each in members.select_related("user", "organisation", "notifications").order_by("pk")
        if _wants(each, now)
    ]
    sendings = Sending.objects.bulk_create(
        Sending(
            organisation=summary.organisation,
            membership=each,
            kind=MailKind.SUMMARY,
            period=str(summary.uuid),
            summary=summary,
            planned_at=now,
        )
        for each in found
    )
    wake(each.pk for each in sendings)


def _wants(member: Membership, now: datetime) -> bool:
    chosen = settings_of(member)
    zone = member.user.time_zone or member.organisation.time_zone
    return chosen.summaries and not chosen.is_quiet(local_day(zone, now=now))
