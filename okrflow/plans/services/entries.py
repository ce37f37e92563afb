"""Writing plan entries: what is to be delivered, by when, of which items, and in the hope of what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.plans.models import Bet, PlanEntry, PlanEntryState, PlannedItem
from okrflow.plans.rights import require_planning
from okrflow.plans.services.order import last_place, lock_order
from okrflow.plans.services.refusals import Begun, LeadsOnly, NotAPlan
from okrflow.plans.signals import committing
from okrflow.value_streams.models import ValueStream
from okrflow.web.versions import claimed
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import WorkItem

LONGEST_DAYS: Final = 1100
_WRITTEN: Final = ("title", "note", "from_on", "to_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntryGiven:
    """A plan entry as it is to be. The period [from_on, to_on) makes it a commitment; both days or neither."""

    title: str
    note: str = ""
    from_on: date | None = None
    to_on: date | None = None
    work_items: Collection[WorkItem] = ()
    bets: Collection[KeyResult] = ()


@transaction.atomic
def create_plan_entry(
    *, rights: OkrRights, value_stream: ValueStream, given: PlanEntryGiven, now: datetime
) -> PlanEntry:
    """A new entry, last in the stream's plan. Raises PermissionDenied, NotAPlan, LeadsOnly, ValidationError."""
    require_planning(rights, value_stream)
    lock_order(value_stream)
    entry = PlanEntry(
        organisation=rights.organisation,
        value_stream=value_stream,
        created_by=rights.access.user,
        order=last_place(value_stream) + 1,
    )
    return _write(rights, entry, given, now)


@transaction.atomic
def change_plan_entry(
    *, rights: OkrRights, plan_entry: PlanEntry, version: int | None, given: PlanEntryGiven, now: datetime
) -> PlanEntry:
    """Write all of an entry anew; `version` is the one that was read before writing.

    Raises PermissionDenied, EditConflict, NotAPlan, LeadsOnly, ValidationError.
    """
    require_planning(rights, plan_entry.value_stream)
    return _write(rights, _claimed(plan_entry, version), given, now)


@transaction.atomic
def cancel_plan_entry(*, rights: OkrRights, plan_entry: PlanEntry, now: datetime) -> PlanEntry:
    """Give an entry up; its key results stay as they are. A commitment that has begun goes on counting."""
    require_planning(rights, plan_entry.value_stream)
    stored = _claimed(plan_entry, None)
    if not stored.cancelled:
        stored.state, stored.cancelled_at = PlanEntryState.CANCELLED, now
        stored.save(update_fields=["state", "cancelled_at", "updated_at"])
    return stored


@transaction.atomic
def restore_plan_entry(*, rights: OkrRights, plan_entry: PlanEntry, now: datetime) -> PlanEntry:
    """Plan a cancelled entry again. Raises PermissionDenied, NotAPlan, LeadsOnly: a period that has begun is committed to
    by leads."""
    require_planning(rights, plan_entry.value_stream)
    stored = _claimed(plan_entry, None)
    if stored.cancelled:
        if stored.begun_on(today(rights.organisation, now=now)):
            _require_lead(rights, stored)
        stored.state, stored.cancelled_at = PlanEntryState.PLANNED, None
        stored.committed_at = now if stored.from_on else None
        stored.save(update_fields=["state", "cancelled_at", "committed_at", "updated_at"])
        if stored.to_on is not None:
            committing.send(sender=PlanEntry, plan_entry=stored, now=now)
    return stored


@transaction.atomic
def delete_plan_entry(*, rights: OkrRights, plan_entry: PlanEntry, now: datetime) -> None:
    """Raises PermissionDenied, Begun: what was committed to stays for predictability."""
    require_planning(rights, plan_entry.value_stream)
    stored = _claimed(plan_entry, None)
    if stored.begun_on(today(rights.organisation, now=now)):
        raise Begun("Its period has begun, so it stays and counts for predictability. Cancel it instead.")
    stored.delete()


def _claimed(plan_entry: PlanEntry, version: int | None) -> PlanEntry:
    """The entry, locked, its version raised; None takes any. Raises EditConflict, Http404."""
    rows = PlanEntry.objects.for_organisation(plan_entry.organisation)
    return claimed(
        plan_entry, rows.select_related("organisation", "value_stream__organisation"), version=version
    )


def _write(rights: OkrRights, entry: PlanEntry, given: PlanEntryGiven, now: datetime) -> PlanEntry:
    _require_period(given)
    _require_own_items(rights, given)
    items = {item.pk for item in given.work_items}
    before = set(entry.planned_items.values_list("work_item_id", flat=True)) if entry.pk else set()
    if (entry.from_on, entry.to_on, before) != (given.from_on, given.to_on, items):
        _require_correcting(rights, entry, given, today(rights.organisation, now=now))
    commits_to_more = given.to_on is not None and (entry.to_on != given.to_on or bool(items - before))
    if (entry.from_on, entry.to_on) != (given.from_on, given.to_on):
        entry.committed_at = now if given.from_on else None
    for name in _WRITTEN:
        setattr(entry, name, getattr(given, name))
    entry.clean_fields(exclude=["organisation", "value_stream", "created_by"])
    entry.save(update_fields=[*_WRITTEN, "committed_at", "updated_at"] if entry.pk else None)
    _link_items(entry, before, items, now)
    _link_bets(rights, entry, {key_result.pk for key_result in given.bets})
    if commits_to_more:
        committing.send(sender=PlanEntry, plan_entry=entry, now=now)
    return entry


def _require_period(given: PlanEntryGiven) -> None:
    first, to = given.from_on, given.to_on
    if first is None and to is None:
        return
    if first is None or to is None:
        missing = "from_on" if first is None else "to_on"
        raise NotAPlan(missing, "A commitment has a first and a last day. Give both, or neither.")
    if to <= first:
        raise NotAPlan("to_on", "The period ends before it begins.")
    if (to - first).days > LONGEST_DAYS:
        raise NotAPlan("to_on", "A period lasts three years at most.")
    if not date(1970, 1, 2) <= first < to <= date(2199, 1, 1):
        raise NotAPlan("from_on", "A period lies between 1970 and 2199.")


def _require_own_items(rights: OkrRights, given: PlanEntryGiven) -> None:
    if any(item.organisation_id != rights.organisation.pk for item in given.work_items):
        raise NotAPlan("work_items", "Choose work items of this organisation.")


def _require_correcting(rights: OkrRights, entry: PlanEntry, given: PlanEntryGiven, day: date) -> None:
    """A commitment that has begun, or that is made to a period that has, is the leads' to write."""
    if entry.begun_on(day) or (given.from_on is not None and given.from_on <= day):
        _require_lead(rights, entry)


def _require_lead(rights: OkrRights, entry: PlanEntry) -> None:
    if not rights.publishes(entry.value_stream_id):
        raise LeadsOnly(
            f"The period has begun. From then on a commitment, its days and its items, is changed by the leads of"
            f" {entry.value_stream}, on the record. Ask one of them."
        )


def _link_items(entry: PlanEntry, before: set[int], items: set[int], now: datetime) -> None:
    entry.planned_items.filter(work_item__in=before - items).delete()
    PlannedItem.objects.bulk_create(
        PlannedItem(organisation=entry.organisation, plan_entry=entry, work_item_id=item, linked_at=now)
        for item in sorted(items - before)
    )


def _link_bets(rights: OkrRights, entry: PlanEntry, bets: set[int]) -> None:
    """Bets on key results that the writer does not see stay as they are."""
    present = Bet.objects.filter(organisation=entry.organisation, plan_entry=entry)
    before = set(present.values_list("key_result_id", flat=True))
    seen = rights.readable_key_results
    if seen.filter(pk__in=bets - before).count() != len(bets - before):
        raise NotAPlan("bets", "Choose key results that you can see.")
    present.filter(key_result__in=seen.filter(pk__in=before - bets)).delete()
    Bet.objects.bulk_create(
        Bet(organisation=entry.organisation, plan_entry=entry, key_result_id=key_result)
        for key_result in sorted(bets - before)
    )
