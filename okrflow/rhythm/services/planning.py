"""Who gets a mail this morning: the database decides, and each mail is planned once whoever looks, and how often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When

from okrflow.organisations.models import Membership, Organisation
from okrflow.rhythm.due import due_by_person
from okrflow.rhythm.models import Channel, MailKind, Sending, weekend
from okrflow.rhythm.mornings import in_the_morning, local_day, week_of
from okrflow.rhythm.services.sending import wake

REMINDED_AGAIN_AFTER: Final = timedelta(days=3)
NEARLY: Final = timedelta(hours=12)
"""A mail of one morning does not stand in the way of another one three mornings later, a little earlier in the day."""


def plan_mails(*, now: datetime) -> int:
    """Plan the digests and reminders of this morning, and wake all that are to be sent; how many."""
    members = _reachable()
    for zone in in_the_morning(members.values_list("zone", flat=True).distinct(), now=now):
        day = local_day(zone, now=now)
        here = _not_quiet(members.filter(zone=zone), day)
        _plan(_wanting_digest(here, day), MailKind.DIGEST, week_of(day), now)
        _plan(_wanting_reminder(here, now), MailKind.REMINDER, day.isoformat(), now)
    to_do = list(Sending.objects.to_do(now=now).order_by("pk").values_list("pk", flat=True))
    wake(to_do)
    return len(to_do)


def _reachable() -> "QuerySet[Any]":
    """The active members who take mails, each with the time zone of their mornings."""
    own = When(~Q(user__time_zone=""), then=F("user__time_zone"))
    zone = Case(own, default=F("organisation__time_zone"))
    rows = Membership.objects.filter(user__is_active=True).exclude(notifications__channel=Channel.INBOX)
    return rows.annotate(zone=zone)


def _not_quiet(members: "QuerySet[Any]", day: date) -> "QuerySet[Any]":
    """Without those who are away or have a quiet day; who never said has the default ones."""
    told = Q(notifications__isnull=False)
    quiet = Q(notifications__quiet_weekdays__contains=[day.weekday()])
    away = Q(notifications__away_from__lte=day, notifications__away_to__gte=day)
    silent = told & (quiet | away)
    if day.weekday() in weekend():
        silent |= Q(notifications=None)
    return members.exclude(pk__in=members.filter(silent).values("pk"))


def _wanting_digest(members: "QuerySet[Any]", day: date) -> list[Membership]:
    """From their weekday on, those who had none this week."""
    weekday = Q(notifications=None) | Q(
        notifications__digest=True, notifications__digest_weekday__lte=day.weekday()
    )
    had = Sending.objects.filter(kind=MailKind.DIGEST, period=week_of(day))
    return list(members.filter(weekday).exclude(pk__in=had.values("membership")).order_by("pk"))


def _wanting_reminder(members: "QuerySet[Any]", now: datetime) -> list[Membership]:
    """Those for whom a check-in waits and who heard of it neither by a reminder nor by a digest these days."""
    lately = now - REMINDED_AGAIN_AFTER + NEARLY
    had = Sending.objects.filter(kind__in=[MailKind.REMINDER, MailKind.DIGEST], planned_at__gt=lately).values(
        "membership"
    )
    wanting = members.exclude(notifications__reminders=False).exclude(pk__in=had)
    by_organisation: dict[Organisation, list[Membership]] = {}
    for member in wanting.select_related("organisation").order_by("pk"):
        by_organisation.setdefault(member.organisation, []).append(member)
    return [each for found in by_organisation.items() for each in _with_due(*found, now=now)]


def _with_due(
    organisation: Organisation, members: Iterable[Membership], *, now: datetime
) -> list[Membership]:
    waiting = due_by_person(organisation, now=now)
    return [each for each in members if each.user_id in waiting]


@transaction.atomic
def _plan(members: Sequence[Membership], kind: MailKind, period: str, now: datetime) -> None:
    """One mail for each of them, unless it was planned already."""
    Sending.objects.bulk_create(
        [
            Sending(
                organisation_id=each.organisation_id,
                membership=each,
                kind=kind,
                period=period,
                planned_at=now,
            )
            for each in members
        ],
        ignore_conflicts=True,
    )
