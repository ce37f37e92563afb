"""Writing work items: the one door for the importers, the API and the demo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.db import transaction

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status
from okrflow.work_items import binary_copy, stale
from okrflow.work_items.histories import (
    UNSET,
    EventStored,
    HistoryError,
    HistoryGiven,
    Outcome,
    Result,
    append,
    whole,
)
from okrflow.work_items.instants import microseconds
from okrflow.work_items.models import Event, Kind, WorkItem
from okrflow.work_items.parents import resolve

History = Literal["append", "replace"]


@dataclass(kw_only=True)
class Change:
    """What a call does to one item."""

    given: HistoryGiven
    item: WorkItem
    created: bool
    stored: Sequence[EventStored]
    added: Sequence[EventStored] = ()
    replaced: bool = False
    renamed: bool = False
    parent_unknown: bool = False
    error: HistoryError | None = None

    @property
    def touched(self) -> bool:
        return bool(self.added) or self.replaced

    @property
    def stream_ids(self) -> set[int]:
        """The streams that hold the item in its history before or after the change."""
        events = [*self.stored, *self.added]
        return {event.value_stream_id for event in events if event.value_stream_id is not None}

    @property
    def outcome(self) -> Outcome:
        if self.error:
            return Outcome(result=Result.REJECTED, errors=(self.error.error,))
        changed = Result.UPDATED if self.touched or self.renamed else Result.UNCHANGED
        return Outcome(
            result=Result.CREATED if self.created else changed,
            work_item_id=self.item.pk,
            events_added=len(self.added),
            parent_unknown=self.parent_unknown,
        )


@transaction.atomic
def write_histories(
    *, organisation: Organisation, histories: Sequence[HistoryGiven], history: History = "append"
) -> list[Outcome]:
    """Write events of work items; one outcome a history, in their order.

    `append` adds the events that are not yet there, `replace` makes those given the whole history. Either way, a
    second call with the same changes nothing. A rejected history keeps nothing else from being written. The streams
    concerned are marked as stale in the same transaction, and their refresh is queued on its commit.
    """
    outcomes: dict[int, Outcome] = {}
    accepted: dict[tuple[str, str], int] = {}
    for place, given in enumerate(histories):
        try:
            accepted[_named_once(given, accepted)] = place
        except HistoryError as error:
            outcomes[place] = Outcome(result=Result.REJECTED, errors=(error.error,))
    items = _items(organisation, [histories[place] for place in accepted.values()])
    stored = _stored_events(organisation, [item for item, _ in items.values()])
    changes: dict[int, Change] = {}
    for name, place in accepted.items():
        item, created = items[name]
        changes[place] = _change(histories[place], item, created, stored.get(item.pk, []), history)
    _give_parents(organisation, list(changes.values()))
    _store(organisation, list(changes.values()))
    outcomes |= {place: change.outcome for place, change in changes.items()}
    return [outcomes[place] for place in range(len(histories))]


def _named_once(given: HistoryGiven, seen: dict[tuple[str, str], int]) -> tuple[str, str]:
    """The name of the item. Raises HistoryError when it has none or stood in the call before."""
    external_id = given.external_id.strip()
    if not external_id or "\x00" in external_id:
        raise HistoryError("external_id", "blank", "The item has no key. Give each item the key of its tool.")
    if len(external_id) > 200 or len(given.key) > 200:
        raise HistoryError("external_id", "max_length", "The key is longer than 200 characters.")
    name = (given.source, external_id)
    if name in seen:
        raise HistoryError("external_id", "duplicate", "This item stands earlier in the same call.")
    return name


def _items(
    organisation: Organisation, histories: Sequence[HistoryGiven]
) -> dict[tuple[str, str], tuple[WorkItem, bool]]:
    """The rows of the items, locked, by (source, external id), and whether this call created them.

    Created and locked in a fixed order, so that two writers of the same items wait for each other and never cross.
    """
    drafts = {
        (given.source, given.external_id.strip()): WorkItem(
            organisation=organisation,
            source=given.source,
            external_id=given.external_id.strip(),
            key=given.key or given.external_id.strip(),
            title=_text(given.title, 500),
            url=_text(given.url, 1000),
        )
        for given in histories
    }
    existing = _existing(organisation, drafts)
    missing = [draft for name, draft in sorted(drafts.items()) if name not in existing]
    WorkItem.objects.bulk_create(missing, ignore_conflicts=True, batch_size=2000)
    rows = _existing(organisation, drafts)
    return {name: (row, row.uuid == drafts[name].uuid) for name, row in rows.items()}


def _existing(
    organisation: Organisation, names: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], WorkItem]:
    rows = WorkItem.objects.for_organisation(organisation).named(names)
    return {(row.source, row.external_id): row for row in rows.select_for_update(no_key=True).order_by("pk")}


def _text(value: str | None, length: int) -> str:
    return (value or "").replace("\x00", "").strip()[:length]


def _stored_events(organisation: Organisation, items: Sequence[WorkItem]) -> dict[int, list[EventStored]]:
    rows = (
        Event.objects.filter(organisation=organisation, work_item__in=items)
        .order_by("work_item_id", "at", "sequence")
        .values_list("work_item_id", "at", "sequence", "status__name", "value_stream_id", "kind")
    )
    stored: dict[int, list[EventStored]] = {}
    for item, at, sequence, status, stream, kind in rows.iterator(10_000):
        event = EventStored(at=at, sequence=sequence, status=status, value_stream_id=stream, kind=Kind(kind))
        stored.setdefault(item, []).append(event)
    return stored


def _change(
    given: HistoryGiven, item: WorkItem, created: bool, stored: Sequence[EventStored], history: History
) -> Change:
    change = Change(given=given, item=item, created=created, stored=stored)
    try:
        if not stored and not given.events:
            raise HistoryError(
                "events", "required", "The item has no event. Give at least one, with its instant."
            )
        if history == "append":
            change.added = append(stored, given.events)
        else:
            events = whole(given.events)
            change.replaced = events != list(stored)
            change.added = events if change.replaced else ()
    except HistoryError as error:
        change.error = error
        return change
    change.renamed = _renamed(item, given)
    return change


def _renamed(item: WorkItem, given: HistoryGiven) -> bool:
    """Take over what is said of the item itself; whether anything differed."""
    wanted = {
        "key": given.key or item.key,
        "title": item.title if given.title is None else _text(given.title, 500),
        "url": item.url if given.url is None else _text(given.url, 1000),
    }
    differing = {name: value for name, value in wanted.items() if getattr(item, name) != value}
    for name, value in differing.items():
        setattr(item, name, value)
    return bool(differing)


def _give_parents(organisation: Organisation, changes: Sequence[Change]) -> None:
    """Set the parents that are named and known; an item that would be a part of itself is refused."""
    asked = {
        change.item.pk: change for change in changes if not change.error and change.given.parent is not UNSET
    }
    if not asked:
        return
    found = resolve(
        organisation=organisation, wanted={pk: _parent_name(change.given) for pk, change in asked.items()}
    )
    for item in found.looped:
        asked[item].error = _loop(asked[item].given)
    gone = {change.item.pk for change in changes if change.error and change.created}
    for item, parent in found.links.items():
        if parent in gone:
            asked[item].parent_unknown = True
        elif asked[item].item.parent_id != parent:
            asked[item].item.parent_id = parent
            asked[item].renamed = True
    for item in found.unknown:
        asked[item].parent_unknown = True


def _parent_name(given: HistoryGiven) -> tuple[str, str] | None:
    return (given.source, given.parent.strip()) if isinstance(given.parent, str) else None


def _loop(given: HistoryGiven) -> HistoryError:
    return HistoryError(
        "parent", "loop", f"Its parent “{given.parent}” is itself a part of it. Give another parent, or none."
    )


def _store(organisation: Organisation, changes: Sequence[Change]) -> None:
    refused = [change.item.pk for change in changes if change.error and change.created]
    WorkItem.objects.filter(pk__in=refused).delete()
    taken = [change for change in changes if not change.error]
    renamed = [change.item for change in taken if change.renamed]
    WorkItem.objects.bulk_update(renamed, ["key", "title", "url", "parent"], batch_size=1000)
    replaced = [change.item.pk for change in taken if change.replaced and change.stored]
    Event.objects.filter(organisation=organisation, work_item_id__in=replaced).delete()
    _insert_events(organisation, taken)
    _mark_stale(organisation, taken)


def _insert_events(organisation: Organisation, changes: Sequence[Change]) -> None:
    rows = [(change.item.pk, event) for change in changes for event in change.added]
    statuses = _status_ids(organisation, {event.status for _, event in rows})
    for inside in (True, False):
        part = [(item, event) for item, event in rows if (event.value_stream_id is not None) is inside]
        if part:
            _copy_events(organisation, part, statuses, more={"value_stream_id": "bigint"} if inside else {})


def _copy_events(
    organisation: Organisation,
    rows: Sequence[tuple[int, EventStored]],
    statuses: dict[str, int],
    *,
    more: dict[str, str],
) -> None:
    columns = {
        "organisation_id": "bigint",
        "work_item_id": "bigint",
        "at": "timestamptz",
        "sequence": "integer",
        "status_id": "bigint",
        "kind": "smallint",
        **more,
    }
    values = {
        "organisation_id": [organisation.pk] * len(rows),
        "work_item_id": [item for item, _ in rows],
        "at": [microseconds(event.at) for _, event in rows],
        "sequence": [event.sequence for _, event in rows],
        "status_id": [statuses[event.status] for _, event in rows],
        "kind": [event.kind for _, event in rows],
        "value_stream_id": [event.value_stream_id or 0 for _, event in rows],
    }
    binary_copy.write(
        "work_items_event", columns, {name: np.array(values[name], np.int64) for name in columns}
    )


def _status_ids(organisation: Organisation, names: set[str]) -> dict[str, int]:
    statuses = Status.objects.filter(organisation=organisation, name__in=names)
    known = dict(statuses.values_list("name", "pk"))
    missing = [Status(organisation=organisation, name=name) for name in sorted(names - known.keys())]
    if missing:
        Status.objects.bulk_create(missing, ignore_conflicts=True)
        known = dict(statuses.values_list("name", "pk"))
    return known


def _mark_stale(organisation: Organisation, changes: Sequence[Change]) -> None:
    """Mark each touched item in every stream of its history."""
    touched = [change for change in changes if change.touched]
    due = [(stream, change.item.pk) for change in touched for stream in sorted(change.stream_ids)]
    stale.mark_items(organisation=organisation, due=due)
