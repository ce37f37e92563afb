"""Flow Predictability of a stream, read from its plan, and the items behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from okrflow.flow import MISSING, NO_KIND, Commitments, Kind, Period, Predictability, clip, day_number
from okrflow.flow import predictability as figures_of
from okrflow.flow.codes import IntArray
from okrflow.flow.predictability import kept, standing, written_afterwards
from okrflow.plans.models import PlannedItem
from okrflow.plans.querysets import PlannedItemQuerySet
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import microseconds

_COLUMNS: Final = (
    "pk", "plan_entry__from_on", "plan_entry__to_on", "plan_entry__committed_at", "linked_at", "plan_entry__cancelled_at",
    "work_item__facts__finished_at", "work_item__facts__finished_stream_id", "work_item__facts__finished_kind",
    "work_item__facts__kind",
)  # fmt: skip


def predictability(
    value_stream: ValueStream,
    periods: Sequence[Period],
    *,
    window: Window,
    now: datetime,
    kind: Kind | None = None,
) -> list[Predictability]:
    """Predictability over each of the periods, all within the window. One query."""
    _, rows = _read(value_stream, window)
    return figures_of(rows, days=window.days, periods=periods, as_of=microseconds(now), kind=kind)


@dataclass(frozen=True, kw_only=True)
class Committed:
    """The items behind a figure, a row for each item of each entry; which of the rows were kept, which written afterwards."""

    rows: PlannedItemQuerySet
    kept: frozenset[int]
    written_afterwards: frozenset[int]

    def narrowed(self, kept: bool | None) -> PlannedItemQuerySet:
        """Only the rows that were kept, or only the others, or, with None, all."""
        if kept is None:
            return self.rows
        return self.rows.filter(pk__in=self.kept) if kept else self.rows.exclude(pk__in=self.kept)

    @property
    def late(self) -> PlannedItemQuerySet:
        """Only the rows that were written after the first day of their period."""
        return self.rows.filter(pk__in=self.written_afterwards)


def committed(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> Committed:
    """Exactly the items that the window's predictability counts; none of a window in the future. One query."""
    ids, rows = _read(value_stream, window)
    days, as_of = window.days, microseconds(now)
    counted = standing(rows, days)
    if kind is not None:
        counted &= rows.kind == kind
    if clip(window.period, days=days, as_of=as_of).reason is not None:
        counted[:] = False
    found = PlannedItem.objects.for_organisation(value_stream.organisation)
    return Committed(
        rows=found.filter(pk__in=ids[counted].tolist()),
        kept=frozenset(ids[counted & kept(rows, days, as_of=as_of)].tolist()),
        written_afterwards=frozenset(ids[counted & written_afterwards(rows, days)].tolist()),
    )


def _read(value_stream: ValueStream, window: Window) -> tuple[IntArray, Commitments]:
    """The ids of the items planned within the window, and what was committed and finished of them."""
    found = PlannedItem.objects.committed_within(value_stream, window.first, window.to)
    rows = list(found.values_list(*_COLUMNS))
    ids, first, to, committed_at, linked_at, withdrawn, finished, stream, finished_kind, kind = (
        zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    )
    return np.array(ids, np.int64), Commitments(
        from_day=np.array([day_number(day) for day in first], np.int64),
        to_day=np.array([day_number(day) for day in to], np.int64),
        written=np.maximum(_instants(committed_at), _instants(linked_at)),
        withdrawn=_instants(withdrawn),
        finished=_instants(finished),
        finished_here=np.array([each == value_stream.pk for each in stream], np.bool_),
        kind=np.array([_kind(*each) for each in zip(finished_kind, kind, strict=True)], np.int8),
    )


def _instants(values: Sequence[datetime | None]) -> IntArray:
    return np.array([MISSING if at is None else microseconds(at) for at in values], np.int64)


def _kind(at_finish: int | None, now: int | None) -> int:
    found = now if at_finish is None else at_finish
    return NO_KIND if found is None else found
