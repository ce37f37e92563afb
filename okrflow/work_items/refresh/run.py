"""One refresh of a stream (section "The heart" of the design).

An item is the unit of consistency: its intervals, its facts and what it adds to the daily rows of *every* stream
that holds or held it change in one transaction. So a refresh takes the advisory locks of all these streams; if,
under the locks, it meets a stream that it has not locked, it starts again with that one, too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import structlog
from django.db import OperationalError, transaction
from django.utils import timezone

from okrflow.flow import Events, difference, time_taken
from okrflow.organisations.calendars import working_clock_of
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.locks import Turn, take_turn
from okrflow.work_items import stale
from okrflow.work_items.instants import instant, microseconds
from okrflow.work_items.models import StaleItem
from okrflow.work_items.refresh import reading, writing
from okrflow.work_items.refresh.derive import Derived, derive, derive_from_intervals, streams_of
from okrflow.work_items.refresh.latest import latest
from okrflow.work_items.signals import streams_refreshed

log = structlog.get_logger(__name__)

_DEADLOCKS_TO_TRY: Final = 5
_RETRIED: Final = {"40P01", "40001"}  # deadlock detected, serialization failure


class MoreStreamsNeeded(Exception):
    """The items live in streams beyond those that are locked."""

    def __init__(self, stream_ids: set[int]) -> None:
        self.stream_ids = stream_ids


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a refresh has to do: the items, the stale rows it thereby settles, and whether the whole stream is meant."""

    items: list[int]
    stale_ids: list[int]
    whole: bool


def refresh_stream(value_stream: ValueStream, *, now: datetime | None = None) -> bool:
    """Bring a stream up to date with what is due; True if anything was. Safe to run at any time, also twice at once."""
    return _with_locks(value_stream, now or timezone.now(), _read_due)


def rebuild_stream(value_stream: ValueStream, *, now: datetime | None = None) -> None:
    """Derive all of a stream's rows anew from the events, whatever is stored."""

    def everything(stream: ValueStream, now: datetime) -> Due:
        return _whole(stream, _due_rows(stream, now))

    _with_locks(value_stream, now or timezone.now(), everything)


def _with_locks(
    value_stream: ValueStream, now: datetime, find: Callable[[ValueStream, datetime], Due | None]
) -> bool:
    streams, deadlocks = {value_stream.pk}, 0
    while True:
        try:
            with transaction.atomic():
                _lock(streams)
                due = find(value_stream, now)
                if due is None:
                    return False
                _settle(value_stream, due, locked=streams, now=now)
                _tell(value_stream.organisation_id, streams)
                return True
        except MoreStreamsNeeded as more:
            streams |= more.stream_ids
        except OperationalError as error:
            deadlocks += 1
            if getattr(error.__cause__, "sqlstate", None) not in _RETRIED or deadlocks > _DEADLOCKS_TO_TRY:
                raise
            log.info("refresh_retried", value_stream=value_stream.slug, attempt=deadlocks)


def _lock(stream_ids: set[int]) -> None:
    """Take the streams' locks until the end of the transaction, always in the same order."""
    for stream_id in sorted(stream_ids):
        take_turn(Turn.REFRESH, stream_id)


def _due_rows(stream: ValueStream, now: datetime) -> list[tuple[int, int | None]]:
    rows = StaleItem.objects.due(now=now).filter(value_stream=stream)
    return list(rows.values_list("pk", "work_item_id"))


def _read_due(stream: ValueStream, now: datetime) -> Due | None:
    rows = _due_rows(stream, now)
    if not rows:
        return None
    if any(item is None for _, item in rows):
        return _whole(stream, rows)
    items = sorted({item for _, item in rows if item is not None})
    return Due(items=items, stale_ids=_rows_of(items, rows), whole=False)


def _whole(stream: ValueStream, rows: list[tuple[int, int | None]]) -> Due:
    items = set(reading.items_ever_in(stream.organisation_id, stream.pk))
    items |= {item for _, item in rows if item is not None}
    return Due(items=sorted(items), stale_ids=_rows_of(items, rows), whole=True)


def _rows_of(items: Iterable[int], rows: list[tuple[int, int | None]]) -> list[int]:
    """The rows that a refresh of these items settles: those that asked for it and all others of the same items."""
    return sorted({*stale.rows_of(items), *(row for row, _ in rows)})


def _settle(stream: ValueStream, due: Due, *, locked: set[int], now: datetime) -> None:
    organisation_id, as_of = stream.organisation_id, microseconds(now)
    events = reading.events_of(organisation_id, due.items)
    # What a stream that is built anew adds itself is deleted; only what its items add to others is to be taken back.
    former = reading.shared_beside(stream.pk, due.items) if due.whole else due.items
    stored = reading.stored_intervals(former)
    streams = streams_of(events, stored)
    if not streams <= locked:
        raise MoreStreamsNeeded(streams)
    # Read under the lock, with its calendar: what the stream brings along may be older.
    organisation = Organisation.objects.select_related("calendar").get(pk=organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    new = derive(events, reading.state_map(streams), zone=zone, as_of=as_of)
    old = derive_from_intervals(stored, zone=zone)
    _store_days(stream, due, new=new, old=old)
    writing.replace_intervals(organisation_id, due.items, new.intervals)
    writing.replace_facts(
        organisation_id,
        due.items,
        latest(events, new.intervals, as_of=as_of),
        new.facts,
        worked=time_taken(
            new.intervals, new.facts.started, new.facts.finished, clock=working_clock_of(organisation)
        ),
    )
    stale.settle(due.stale_ids)
    _remember_the_future(organisation_id, events, as_of=as_of)


def _store_days(stream: ValueStream, due: Due, *, new: Derived, old: Derived) -> None:
    """Add new - old to the daily rows; of a stream that is built anew, old is nothing, and nothing is kept."""
    if due.whole:
        writing.clear_stream(stream.pk)
    for table, fresh, former in (
        (writing.FLOW_DAY, new.flow, old.flow),
        (writing.STAGE_DAY, new.stages, old.stages),
    ):
        if due.whole:
            writing.insert_rollup(stream.organisation_id, table, fresh.of_stream(stream.pk))
            fresh = fresh.where(fresh.keys["stream"] != stream.pk)
            former = former.where(former.keys["stream"] != stream.pk)
        writing.add_to_rollup(stream.organisation_id, table, difference(fresh, former))


def _remember_the_future(organisation_id: int, events: Events, *, as_of: int) -> None:
    """Mark each item with an event of the future as due at the next one's instant, in the streams of its history."""
    waiting = np.unique(events.item[events.at > as_of])
    if not len(waiting):
        return
    later = np.isin(events.item, waiting)
    next_at: dict[int, int] = {}
    for item, at in zip(events.item[later].tolist(), events.at[later].tolist(), strict=True):
        if at > as_of:
            next_at.setdefault(item, at)
    held = {*zip(events.stream[later].tolist(), events.item[later].tolist(), strict=True)}
    StaleItem.objects.bulk_create(
        StaleItem(
            organisation_id=organisation_id,
            value_stream_id=stream,
            work_item_id=item,
            due_at=instant(next_at[item]),
        )
        for stream, item in sorted(held)
        if stream
    )


def _tell(organisation_id: int, stream_ids: set[int]) -> None:
    def send() -> None:
        streams_refreshed.send(
            ValueStream, organisation_id=organisation_id, value_stream_ids=frozenset(stream_ids)
        )

    transaction.on_commit(send, robust=True)
