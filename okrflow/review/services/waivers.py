"""Waiving a finding for a while, with a reason, and withdrawing that."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from okrflow.review.models import Finding, Waiver
from okrflow.review.rights import may_waive, refusal
from okrflow.review.signals import findings_changed
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today

WITHOUT_CYCLE: Final = timedelta(days=91)


class NotWaivable(Refused):
    """It can't be waived like this; `field` is the one at fault."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def latest_day(finding: Finding, *, now: datetime) -> date:
    """The last day of the cycle of its objective; of none, of the longest running cycle, else a quarter from now."""
    day = today(finding.organisation, now=now)
    if finding.objective is not None:
        return max(finding.objective.cycle.last_on, day)
    running = Cycle.objects.for_organisation(finding.organisation).running_on(day).filter(closed_at=None)
    return max((each.last_on for each in running), default=day + WITHOUT_CYCLE)


@transaction.atomic
def waive(*, rights: OkrRights, finding: Finding, reason: str, until: date, now: datetime) -> Waiver:
    """Accept it up to the end of a day, the cycle's end at the latest. A waived block still stops publishing.

    Raises PermissionDenied, NotWaivable.
    """
    if not may_waive(rights, finding):
        raise PermissionDenied(refusal(finding))
    rows = Finding.objects.for_organisation(rights.organisation).with_names()
    stored = rows.select_for_update(of=("self",)).get(pk=finding.pk)
    _require_waivable(stored, reason, until, now)
    made = Waiver.objects.create(
        organisation=rights.organisation,
        finding=stored,
        reason=reason.strip(),
        until=until,
        waived_at=now,
        waived_by=rights.access.user,
    )
    _tell(stored)
    return made


def _require_waivable(finding: Finding, reason: str, until: date, now: datetime) -> None:
    day, latest = today(finding.organisation, now=now), latest_day(finding, now=now)
    if not finding.is_open:
        raise NotWaivable("", "It is closed: there is nothing to waive.")
    if finding.waivers.holding_on(day).exists():
        raise NotWaivable("", "It is waived already. Withdraw that first.")
    if not reason.strip():
        raise NotWaivable("reason", "Say in a sentence why you accept it.")
    if not day <= until <= latest:
        raise NotWaivable(
            "until", f"Choose a day from today to {latest:%-d %B %Y}, at the latest the cycle's end."
        )


@transaction.atomic
def withdraw(*, rights: OkrRights, waiver: Waiver, now: datetime) -> Waiver:
    """From now on the finding is open again. Twice is once. Raises PermissionDenied."""
    if not may_waive(rights, waiver.finding):
        raise PermissionDenied(refusal(waiver.finding))
    rows = Waiver.objects.for_organisation(rights.organisation).select_related("finding__value_stream")
    stored = rows.select_for_update(of=("self",)).get(pk=waiver.pk)
    if stored.withdrawn_at is None:
        stored.withdrawn_at, stored.withdrawn_by = now, rights.access.user
        stored.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _tell(stored.finding)
    return stored


def _tell(finding: Finding) -> None:
    changed = partial(
        findings_changed.send,
        sender=Waiver,
        organisation_id=finding.organisation_id,
        value_stream_ids=frozenset({finding.value_stream_id}),
    )
    transaction.on_commit(changed, robust=True)
