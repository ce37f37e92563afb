"""The work of streams day by day, for all streams at once: loads, what was finished, stopped and last heard of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db.models import Count, Exists, Max, Min, OuterRef
from django.db.models.functions import TruncDate

from okrflow.flow import Kind, date_of, day_number
from okrflow.metrics.values import end_of
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import DailyLoads, Finished
from okrflow.value_streams.models import FlowState
from okrflow.work_items import binary_copy
from okrflow.work_items.models import IN_PROGRESS, Interval, ItemFacts, StageDay, StaleItem

DAYS: Final = 400
YEAR: Final = 365
RECENT: Final = 28
ALL_KINDS: Final = 4
FAILED_AFTER: Final = timedelta(hours=1)
"""What has been due for longer was not refreshed."""
_ROWS: Final = dict.fromkeys(("stream", "day", "kind", "entered", "left", "finished", "first"), "bigint")
NEVER: Final = -(2**31)


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one stream did."""

    in_progress: int
    oldest_days: float | None
    loads: DailyLoads
    finished: Finished
    stopped_on: tuple[date, ...]
    last_event_on: date | None
    refresh_failed: bool


def read_work(moment: Moment, stream_ids: Sequence[int]) -> dict[int, Work]:
    """By the stream's primary key. Six queries, whatever their number."""
    rows = _days(moment, stream_ids)
    held = _held(stream_ids)
    last = StageDay.objects.filter(value_stream__in=stream_ids, day__lte=day_number(moment.today))
    heard = dict(last.values_list("value_stream_id").annotate(last=Max("day")))
    failed, stopped = _failed(moment, stream_ids), _stopped(moment, stream_ids)
    found = {}
    for pk in stream_ids:
        own = {name: column[rows["stream"] == pk] for name, column in rows.items()}
        in_progress, since = held.get(pk, (0, None))
        found[pk] = Work(
            in_progress=in_progress,
            oldest_days=None if since is None else (moment.now - since).total_seconds() / 86_400,
            loads=_loads(moment, own),
            finished=_finished(moment, own),
            stopped_on=stopped.get(pk, ()),
            last_event_on=date_of(heard[pk]) if pk in heard else None,
            refresh_failed=pk in failed,
        )
    return found


def _days(moment: Moment, stream_ids: Sequence[int]) -> dict[str, Any]:
    """Daily rows of the streams up to yesterday; what lies before the window as one row a kind on the day before it."""
    return binary_copy.read(
        "SELECT value_stream_id::bigint, greatest(day, %s)::bigint, kind::bigint, sum(entered)::bigint,"
        ' sum("left")::bigint, sum(finished)::bigint,'
        " coalesce(min(day) FILTER (WHERE finished > 0), %s)::bigint"
        " FROM work_items_flowday WHERE value_stream_id = ANY(%s::bigint[]) AND day < %s GROUP BY 1, 2, 3",
        _ROWS,
        [_first(moment) - 1, NEVER, list(stream_ids), day_number(moment.today)],
    )


def _first(moment: Moment) -> int:
    return day_number(moment.ago(DAYS))


def _held(stream_ids: Sequence[int]) -> dict[int, tuple[int, datetime | None]]:
    """How many items are in progress, and when the oldest was started."""
    rows = ItemFacts.objects.filter(value_stream__in=stream_ids, state__in=IN_PROGRESS)
    found = rows.values_list("value_stream_id").annotate(items=Count("pk"), first=Min("started_at"))
    return {pk: (items, first) for pk, items, first in found}


def _failed(moment: Moment, stream_ids: Sequence[int]) -> set[int]:
    late = StaleItem.objects.due(now=moment.now).filter(
        value_stream__in=stream_ids, added_at__lt=moment.now - FAILED_AFTER
    )
    return set(late.values_list("value_stream_id", flat=True))


def _loads(moment: Moment, rows: dict[str, Any]) -> DailyLoads:
    """In progress at the ends of the days up to yesterday."""
    of_all = rows["kind"] == ALL_KINDS
    places = rows["day"][of_all] - (_first(moment) - 1)
    net = np.bincount(places, weights=(rows["entered"] - rows["left"])[of_all], minlength=DAYS + 1)
    loads = tuple(int(load) for load in net.cumsum()[1:])
    return DailyLoads(first=moment.ago(DAYS), loads=loads)


def _finished(moment: Moment, rows: dict[str, Any]) -> Finished:
    of_all = rows["kind"] == ALL_KINDS
    known = rows["first"][of_all & (rows["first"] != NEVER)]
    first_on = date_of(int(known.min())) if len(known) else None
    recent, year = day_number(moment.ago(RECENT)), day_number(moment.ago(YEAR))
    days = rows["day"]
    before = (moment.ago(RECENT) - first_on).days if first_on else 0
    return Finished(
        items=int(rows["finished"][of_all].sum()),
        first_on=first_on,
        recent=_by_kind(rows, days >= recent),
        earlier=_by_kind(rows, (days >= year) & (days < recent)),
        earlier_days=max(0, min(YEAR - RECENT, before)),
    )


def _by_kind(rows: dict[str, Any], chosen: Any) -> dict[Kind, int]:
    return {kind: int(rows["finished"][chosen & (rows["kind"] == int(kind))].sum()) for kind in Kind}


def _stopped(moment: Moment, stream_ids: Sequence[int]) -> dict[int, tuple[date, ...]]:
    """The days on which something was cancelled, put back into new, or taken out of the stream while in progress."""
    start = end_of(moment.organisation, moment.ago(DAYS + 1))
    cancelled = ItemFacts.objects.filter(cancelled_stream__in=stream_ids, cancelled_at__gte=start)
    goes_on = Interval.objects.filter(
        work_item=OuterRef("work_item"), value_stream=OuterRef("value_stream"), began_at=OuterRef("ended_at")
    ).exclude(state=FlowState.NEW)
    ended = Interval.objects.filter(value_stream__in=stream_ids, state__in=IN_PROGRESS, ended_at__gte=start)
    found: dict[int, set[date]] = defaultdict(set)
    for stream, rows in (
        ("cancelled_stream", cancelled.annotate(on=TruncDate("cancelled_at", tzinfo=moment.zone))),
        (
            "value_stream",
            ended.filter(~Exists(goes_on)).annotate(on=TruncDate("ended_at", tzinfo=moment.zone)),
        ),
    ):
        for pk, on in rows.filter(on__lt=moment.today).values_list(stream, "on").distinct():
            found[pk].add(on)
    return {pk: tuple(sorted(days)) for pk, days in found.items()}
