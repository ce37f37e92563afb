"""What waits for the leads of a stream, and for administrators where there is none."""

from typing import Any

from django.dispatch import receiver

from okrflow.organisations.access import Access
from okrflow.organisations.models import Role
from okrflow.value_streams.access import belongings
from okrflow.value_streams.models import MembershipRequest, StreamRole, ValueStream
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted


@receiver(waiting_wanted)
def what_waits(access: Access, **_: Any) -> list[Waiting]:
    """Three queries at most."""
    return [*_requests(access), *_without_lead(access)] if access.at_least(Role.EDITOR) else []


def _requests(access: Access) -> list[Waiting]:
    led = [stream for stream, there in belongings(access).items() if there.role == StreamRole.LEAD]
    rows = MembershipRequest.objects.for_organisation(access.organisation).open().with_names()
    return [
        Waiting(
            kind=WaitingKind.REQUEST,
            title=f"{row.user} wants to belong to {row.value_stream}",
            url=f"{row.value_stream.get_absolute_url()}settings/#requests",
            since=row.created_at,
            words=row.note or (f"asked by {row.asked_by}" if row.asked_by_id != row.user_id else ""),
        )
        for row in rows.filter(value_stream__in=led, value_stream__closed_on=None)
    ]


def _without_lead(access: Access) -> list[Waiting]:
    """Streams whose OKRs are frozen until an administrator appoints a lead (ownership, rule 5)."""
    if not access.at_least(Role.ADMIN):
        return []
    streams = ValueStream.objects.for_organisation(access.organisation).at_work().with_leads()
    return [
        Waiting(
            kind=WaitingKind.REQUEST,
            title=f"{stream} has no lead",
            url=f"{stream.get_absolute_url()}settings/",
            since=stream.updated_at,
            words="Appoint a lead; until then its OKRs can't be edited.",
        )
        for stream in streams.select_related("organisation")
        if not stream.leads
    ]
