"""How a member wants to be reached: saved in their settings, or ended by the link of a mail."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership
from okrflow.rhythm.models import MailKind, NotificationSettings, Sending
from okrflow.rhythm.services.sending import wake
from okrflow.web.refusals import Refused

FIELDS: Final = {MailKind.REMINDER: "reminders", MailKind.DIGEST: "digest", MailKind.SUMMARY: "summaries"}
"""What each kind of mail is switched by."""
PERIOD: Final = "asked-%Y-%m-%dT%H"


class NotPossible(Refused):
    """The settings don't fit; `field` is the form's."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@transaction.atomic
def save_notifications(*, access: Access, **given: Any) -> NotificationSettings:
    """Save one's own settings; `given` are fields of NotificationSettings. Raises NotPossible."""
    away_from, away_to = given.get("away_from"), given.get("away_to")
    _require_days(away_from, away_to)
    deputy: Membership | None = given.get("deputy")
    if deputy is not None and deputy.organisation_id != access.organisation.pk:
        raise NotPossible("deputy", "Your deputy is a member of the same organisation.")
    if deputy is not None and deputy.pk == access.membership.pk:
        raise NotPossible("deputy", "Name somebody else: nobody stands in for themselves.")
    saved, _ = NotificationSettings.objects.update_or_create(
        membership=access.membership, defaults={"organisation": access.organisation, **given}
    )
    return saved


def _require_days(away_from: date | None, away_to: date | None) -> None:
    if (away_from is None) != (away_to is None):
        missing = "away_from" if away_from is None else "away_to"
        raise NotPossible(missing, "Give the first and the last day that you are away.")
    if away_from is not None and away_to is not None and away_to < away_from:
        raise NotPossible("away_to", "The last day lies before the first.")


@transaction.atomic
def unsubscribe(*, sending: UUID, now: datetime) -> bool:
    """End the kind of mail that one came as, for its receiver. Each mail's link works once: False when it was used."""
    mine = Sending.objects.filter(uuid=sending, unsubscribed_at=None)
    if not mine.update(unsubscribed_at=now):
        return False
    found = Sending.objects.get(uuid=sending)
    NotificationSettings.objects.update_or_create(
        membership_id=found.membership_id,
        defaults={"organisation_id": found.organisation_id, FIELDS[MailKind(found.kind)]: False},
    )
    return True


@transaction.atomic
def ask_for_digest(*, access: Access, now: datetime) -> Sending:
    """Have the digest mailed to oneself now; within the same hour it is the same mail."""
    planned, made = Sending.objects.get_or_create(
        organisation=access.organisation,
        membership=access.membership,
        kind=MailKind.DIGEST,
        period=now.strftime(PERIOD),
        defaults={"planned_at": now},
    )
    if made:
        wake([planned.pk])
    return planned
