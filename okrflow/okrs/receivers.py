"""What the rooms below tell."""

from datetime import datetime
from typing import Any, Final

from celery import current_app
from django.dispatch import receiver

from okrflow.metrics.signals import measured
from okrflow.okrs.models import CheckInRequest, KeyResult, Objective, ObjectiveState, SuggestedValue
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.closing import close_as_dropped
from okrflow.okrs.services.transfers import end_transfers
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Role
from okrflow.organisations.signals import member_changing
from okrflow.value_streams.models import ValueStream
from okrflow.value_streams.signals import stream_closing
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted

REFRESH_TASK: Final = "okrflow.okrs.tasks.refresh_closed"


@receiver(stream_closing)
def drop_what_is_open(value_stream: ValueStream, by: Any, now: datetime, **_: Any) -> None:
    """Open objectives of a stream that is closed are dropped, and graded by no one (ownership, rule 10)."""
    end_transfers(value_stream=value_stream, by=by, now=now)
    for objective in Objective.objects.filter(value_stream=value_stream, state=ObjectiveState.PUBLISHED):
        close_as_dropped(objective=objective, by=by, reason="Stream closed", now=now)


@receiver(member_changing)
def nobody_keeps_it(membership: Membership, role: Role | None, **_: Any) -> None:
    """Who leaves the organisation keeps no key result up to date any more (ownership, rule 6)."""
    if role is None:
        kept = KeyResult.objects.for_organisation(membership.organisation)
        kept.filter(kept_by=membership.user_id).update(kept_by=None)


@receiver(measured)
def count_late_values(metric_ids: list[int], **_: Any) -> None:
    """What is entered in a grace period counts for objectives that are closed already."""
    closed = KeyResult.objects.filter(metric__in=metric_ids, objective__state=ObjectiveState.CLOSED)
    if closed.exists():
        current_app.send_task(REFRESH_TASK, [metric_ids])


@receiver(waiting_wanted)
def tell_what_is_asked(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """Check-ins that somebody asked for, to who keeps them up to date, else to those who may check in; suggested values,
    to administrators. Three queries."""
    rights = OkrRights.of(access)
    asked = CheckInRequest.objects.filter(organisation=access.organisation, answered_by=None)
    rows = asked.filter(
        key_result__in=rights.readable_key_results.active(),
        key_result__objective__state=ObjectiveState.PUBLISHED,
    ).select_related(*_NAMED, "asked_by")
    found = [_asked(each) for each in rows if _concerns(rights, each.key_result)]
    return found + (_suggested(access) if rights.administers else [])


_NAMED: Final = ("key_result__organisation", "key_result__metric", "key_result__objective__value_stream")


def _concerns(rights: OkrRights, row: KeyResult) -> bool:
    if row.kept_by_id is not None:
        return row.kept_by_id == rights.access.user.pk and rights.checks_in(row)
    return rights.checks_in(row)


def _asked(each: CheckInRequest) -> Waiting:
    words = f"{each.asked_by or 'Somebody'} asked for a check-in."
    return Waiting(
        kind=WaitingKind.CHECK_IN,
        title=each.key_result.title,
        url=f"{each.key_result.get_absolute_url()}check-in/",
        since=each.asked_at,
        words=f"{words} “{each.note}”" if each.note else words,
    )


def _suggested(access: Access) -> list[Waiting]:
    rows = SuggestedValue.objects.filter(
        organisation=access.organisation,
        answered_at=None,
        key_result__objective__state=ObjectiveState.PUBLISHED,
    ).select_related("key_result__organisation", "key_result__metric", "suggested_by")
    return [
        Waiting(
            kind=WaitingKind.CHECK_IN,
            title=each.key_result.title,
            url=each.key_result.get_absolute_url(),
            since=each.suggested_at,
            words=f"{each.suggested_by or 'Somebody'} suggests a value.",
        )
        for each in rows
    ]
