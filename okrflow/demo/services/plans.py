"""Plans: entries written on their day, of the items that had come into the stream by then."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from okrflow.demo.anchors import on
from okrflow.demo.plans import ENTRIES, EntryTold
from okrflow.demo.services.northwind import Northwind, instant
from okrflow.demo.services.okrs import Written
from okrflow.okrs.models import KeyResult
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import PlanEntryGiven, cancel_plan_entry, create_plan_entry
from okrflow.work_items.models import WorkItem

_WRITTEN_AT = 10.25 / 24


def write_plans(northwind: Northwind, written: Sequence[Written]) -> int:
    """Write all entries; how many there are."""
    bets = {each.told.title: each.stored for each in written}
    taken: set[int] = set()
    for told in ENTRIES:
        _write(northwind, told, bets, taken)
    return len(ENTRIES)


def _write(northwind: Northwind, told: EntryTold, bets: dict[str, KeyResult], taken: set[int]) -> PlanEntry:
    start = northwind.anchors.cycle
    written = northwind.anchors.today - 1 if told.written is None else start + told.written
    now = instant(written + _WRITTEN_AT)
    rights = northwind.rights(told.writer)
    items = _come_by_then(northwind, told, now, taken)
    entry = create_plan_entry(
        rights=rights,
        value_stream=northwind.streams[told.stream],
        given=PlanEntryGiven(
            title=told.title,
            note=told.note,
            from_on=None if told.first is None else on(start + told.first),
            to_on=None if told.end is None else on(start + told.end),
            work_items=items,
            bets=[bets[title] for title in told.bets],
        ),
        now=now,
    )
    if told.cancelled is not None:
        at = instant(start + told.cancelled + _WRITTEN_AT)
        cancel_plan_entry(rights=rights, plan_entry=entry, now=at)
    return entry


def _come_by_then(northwind: Northwind, told: EntryTold, now: datetime, taken: set[int]) -> list[WorkItem]:
    """The items that the stream had then and had not finished, the newest first, in no other entry."""
    stream = northwind.streams[told.stream]
    there = Q(intervals__ended_at=None) | Q(intervals__ended_at__gt=now)
    found = WorkItem.objects.for_organisation(northwind.organisation).filter(
        there, intervals__value_stream=stream, intervals__state__lte=2, intervals__began_at__lte=now
    )
    items = list(found.exclude(pk__in=taken).order_by("-intervals__visit_began_at", "pk")[: told.items])
    taken |= {item.pk for item in items}
    return items
