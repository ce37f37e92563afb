"""How old the items in progress are, beside how old finished ones were when they left the same stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import F

from okrflow.flow import DAY_US, Clip, Clock, Kind, State, clip, days_between
from okrflow.flow.durations import percentiles
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items import binary_copy
from okrflow.work_items.figures.behind import Figure, items_behind
from okrflow.work_items.figures.flow import stages_in_order
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import instant, microseconds


@dataclass(frozen=True, kw_only=True)
class AgeingItem:
    """An item in progress at the period's end; ages in days of the window's clock."""

    uuid: UUID
    key: str
    title: str
    kind: Kind
    status: str
    started_at: datetime
    age_days: float
    in_stage_days: float


@dataclass(frozen=True, kw_only=True)
class StagePace:
    """How old items were, in days of the window's clock since they started, when they left the stage; None when none left."""

    status: str
    state: State
    left: int
    p50: float | None
    p85: float | None


@dataclass(frozen=True, kw_only=True)
class Ageing:
    items: Sequence[AgeingItem]
    stages: Sequence[StagePace]

    def pace(self, status: str) -> StagePace:
        """The pace of the stage of that name."""
        return next(stage for stage in self.stages if stage.status == status)


def ageing(value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None) -> Ageing:
    """The items in progress at the window's end, the oldest first, and the pace of its stages. Five queries."""
    clipped = clip(window.period, days=window.days, as_of=microseconds(now))
    stages = [each for each in stages_in_order(value_stream) if each.state in (State.ACTIVE, State.WAITING)]
    ids = [each.status for each in stages]
    names = dict(Status.objects.filter(pk__in=ids).values_list("pk", "name"))
    if clipped.reason is not None:
        return Ageing(items=[], stages=[])
    paces = _paces(value_stream, clipped, window.clock, kind)
    return Ageing(
        items=_items(value_stream, window, names, clipped, now=now, kind=kind),
        stages=[_pace(names[each.status], each.state, paces.get(each.status)) for each in stages],
    )


def _pace(name: str, state: State, found: tuple[int, float, float] | None) -> StagePace:
    left, p50, p85 = found or (0, None, None)
    return StagePace(status=name, state=state, left=left, p50=p50, p85=p85)


def _items(
    value_stream: ValueStream,
    window: Window,
    names: Mapping[int, str],
    clipped: Clip,
    *,
    now: datetime,
    kind: Kind | None,
) -> list[AgeingItem]:
    behind = items_behind(Figure.LOAD, value_stream, window, now=now, kind=kind)
    rows = behind.annotate(
        stage=F("intervals__status_id"),
        held_kind=F("intervals__kind"),
        visit_began=F("intervals__visit_began_at"),
        started=F("facts__started_at"),
    ).order_by("facts__started_at", "pk")
    columns = ("uuid", "key", "title", "stage", "held_kind", "visit_began", "started")
    return [
        AgeingItem(
            uuid=uuid,
            key=key,
            title=title,
            kind=Kind(held),
            status=names[stage],
            started_at=started,
            age_days=_days(started, clipped, window.clock),
            in_stage_days=_days(began, clipped, window.clock),
        )
        for uuid, key, title, stage, held, began, started in rows.values_list(*columns)
    ]


def _days(since: datetime, clipped: Clip, clock: Clock) -> float:
    return days_between(clock, microseconds(since), clipped.end)


PACE_DAYS: Final = 365
"""The pace of a stage is that of the period's last year at most: it is what present items are compared with."""
_LEFT: Final = {"status": "bigint", "started": "timestamptz", "ended": "timestamptz"}


def _paces(
    value_stream: ValueStream, clipped: Clip, clock: Clock, kind: Kind | None
) -> dict[int, tuple[int, float, float]]:
    """For each stage with visits that ended in the period, or its last year: how many, and p50 and p85 of the ages then."""
    start = max(clipped.start, clipped.end - PACE_DAYS * DAY_US)
    held = None if kind is None else int(kind)
    left = binary_copy.read(
        "SELECT i.status_id, f.started_at, i.ended_at"
        " FROM work_items_interval i JOIN work_items_itemfacts f USING (work_item_id)"
        " WHERE i.value_stream_id = %s AND i.state IN (1, 2) AND i.ends_visit"
        " AND i.ended_at >= %s AND i.ended_at < %s AND (%s::smallint IS NULL OR i.kind = %s)",
        _LEFT,
        [value_stream.pk, instant(start), instant(clipped.edge), held, held],
    )
    ages_us = clock.between(left["started"], left["ended"])
    found = {}
    for status in np.unique(left["status"]).tolist():
        ages = ages_us[left["status"] == status]
        p50, p85 = percentiles(ages, 50, 85, day_us=clock.day_us)
        found[status] = (len(ages), p50, p85)
    return found
