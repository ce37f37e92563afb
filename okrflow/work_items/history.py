"""The history of one item, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from okrflow.flow import Clock
from okrflow.value_streams.models import FlowState
from okrflow.work_items.instants import microseconds
from okrflow.work_items.models import Event, Kind, WorkItem

WIDTH: Final = 1000
THINNEST: Final = 1.5


@dataclass(frozen=True, kw_only=True)
class Row:
    """A stay of the item: where, as what, from when to when (open: None). Outside every stream there is no state."""

    began_at: datetime
    ended_at: datetime | None
    lasted: timedelta
    stream: str
    stream_url: str
    status: str
    kind: str
    state: str
    future: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    x: float
    width: float
    state: str
    words: str


def rows_of(item: WorkItem, *, now: datetime) -> list[Row]:
    """The stays in order, with the time outside every stream, and the events that lie in the future. Two queries."""
    stays = item.intervals.select_related("value_stream__organisation", "status").order_by("began_at")
    rows: list[Row] = []
    for stay in stays:
        if rows and rows[-1].ended_at is not None and rows[-1].ended_at < stay.began_at:
            rows.append(_outside(rows[-1].ended_at, stay.began_at))
        rows.append(
            Row(
                began_at=stay.began_at,
                ended_at=stay.ended_at,
                lasted=(stay.ended_at or now) - stay.began_at,
                stream=stay.value_stream.name,
                stream_url=stay.value_stream.get_absolute_url(),
                status=stay.status.name,
                kind=Kind(stay.kind).label,
                state=FlowState(stay.state).label,
            )
        )
    if rows and rows[-1].ended_at is not None:
        rows.append(_outside(rows[-1].ended_at, None, now=now))
    return rows + _to_come(item, now)


def worked_days(rows: Sequence[Row], clock: Clock, *, now: datetime) -> list[float]:
    """How long each stay lasted on a clock, in its days; 0 for what lies in the future."""
    began = np.array([microseconds(row.began_at) for row in rows], np.int64)
    ended = np.array([microseconds(row.ended_at or max(now, row.began_at)) for row in rows], np.int64)
    days: list[float] = (clock.between(began, ended) / clock.day_us).tolist()
    return days


def _outside(began_at: datetime, ended_at: datetime | None, *, now: datetime | None = None) -> Row:
    lasted = (ended_at or now or began_at) - began_at
    return Row(
        began_at=began_at,
        ended_at=ended_at,
        lasted=lasted,
        stream="",
        stream_url="",
        status="",
        kind="",
        state="",
    )


def _to_come(item: WorkItem, now: datetime) -> list[Row]:
    events = Event.objects.filter(organisation=item.organisation, work_item=item, at__gt=now)
    return [
        Row(
            began_at=event.at,
            ended_at=None,
            lasted=timedelta(0),
            stream=event.value_stream.name if event.value_stream else "",
            stream_url=event.value_stream.get_absolute_url() if event.value_stream else "",
            status=event.status.name,
            kind=Kind(event.kind).label,
            state="",
            future=True,
        )
        for event in events.select_related("value_stream__organisation", "status").order_by("at", "sequence")
    ]


def bar_of(rows: Sequence[Row], *, now: datetime) -> list[Piece]:
    """The stays as pieces of a bar from the first instant to the last change, or to now while in progress."""
    past = [row for row in rows if not row.future]
    if not past:
        return []
    last = past[-1]
    still = last.state in {"active", "waiting", "new"}
    # What is done stays done: the bar shows the way there, and a little of the end.
    end = now if still else last.began_at + max((last.began_at - past[0].began_at) * 0.04, timedelta(hours=1))
    scale = WIDTH / max((end - past[0].began_at).total_seconds(), 1)
    pieces = []
    for row in past:
        x = (row.began_at - past[0].began_at).total_seconds() * scale
        until = min(row.ended_at or end, end)
        width = max((until - row.began_at).total_seconds() * scale, THINNEST)
        words = f"{row.status or 'in no value stream'}{f' ({row.state})' if row.state else ''}"
        pieces.append(Piece(x=round(x, 1), width=round(width, 1), state=row.state or "outside", words=words))
    return pieces
