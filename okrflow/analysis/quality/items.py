"""The items that a check finds: each once, so that their number is the length of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from okrflow.analysis.quality.checks import Check
from okrflow.analysis.quality.idle import Limits, limits_of
from okrflow.flow import clip
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.figures.flow import Unmapped, unmapped_with_items
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import instant, microseconds
from okrflow.work_items.models import IN_PROGRESS, Interval, ItemFacts, StaleItem, WorkItem

Facts = QuerySet[ItemFacts]
Items = QuerySet[WorkItem]


@dataclass(frozen=True)
class Asked:
    """A stream over a period: [start, edge), clipped to what had happened by `now`."""

    value_stream: ValueStream
    window: Window
    now: datetime
    start: datetime
    edge: datetime

    @classmethod
    def of(cls, value_stream: ValueStream, window: Window, *, now: datetime) -> Self:
        clipped = clip(window.period, days=window.days, as_of=microseconds(now))
        return cls(value_stream, window, now, instant(clipped.start), instant(clipped.edge))

    @cached_property
    def unmapped(self) -> list[Unmapped]:
        return unmapped_with_items(self.value_stream)

    @cached_property
    def limits(self) -> Limits:
        return limits_of(self.value_stream, now=self.now)

    @property
    def finished(self) -> Facts:
        """The facts of items finished in the period."""
        return ItemFacts.objects.filter(
            finished_stream=self.value_stream, finished_at__gte=self.start, finished_at__lt=self.edge
        )

    @property
    def in_progress(self) -> Facts:
        """The facts of items in progress now."""
        return ItemFacts.objects.filter(value_stream=self.value_stream, state__in=IN_PROGRESS)

    @property
    def stays(self) -> "QuerySet[Interval]":
        """The stays in progress that overlap the period; none in a period that has not begun."""
        if self.edge <= self.start:
            return Interval.objects.none()
        return Interval.objects.filter(
            Q(ended_at=None) | Q(ended_at__gt=self.start),
            value_stream=self.value_stream,
            state__in=IN_PROGRESS,
            began_at__lt=self.edge,
        )


def items_of(check: Check, asked: Asked) -> Items:
    """The items that a check finds, in no order."""
    items = WorkItem.objects.for_organisation(asked.value_stream.organisation)
    return items.filter(pk__in=_FOUND[check](asked))


def never_in_progress(asked: Asked) -> Facts:
    return asked.finished.filter(never_in_progress=True)


def never_active(asked: Asked) -> Facts:
    return asked.finished.filter(never_in_progress=False, measurable=False)


def idle(asked: Asked) -> Facts:
    return asked.in_progress.filter(asked.limits.exceeded(now=asked.now))


def due_later(asked: Asked) -> "QuerySet[StaleItem]":
    """What the refresh has noted of items with an event to come: one row an item, at the next event's instant."""
    return StaleItem.objects.filter(value_stream=asked.value_stream, due_at__gt=asked.now)


def ever_unmapped(asked: Asked) -> "QuerySet[Interval]":
    """All stays ever in a status without a flow state, which so are stays in waiting."""
    return Interval.objects.filter(
        value_stream=asked.value_stream,
        state=FlowState.WAITING,
        status__in=[each.status for each in asked.unmapped],
    )


def moved_back(asked: Asked) -> "QuerySet[Interval]":
    """The stays that began in the period, in a stage before the one that the item left at that instant."""
    stream = asked.value_stream
    later = Q(status__stages__order__gt=OuterRef("status__stages__order")) | Q(
        status__stages__order=OuterRef("status__stages__order"),
        status__stages__pk__gt=OuterRef("status__stages__pk"),
    )
    left = Interval.objects.filter(
        later,
        work_item=OuterRef("work_item"),
        ended_at=OuterRef("began_at"),
        value_stream=stream,
        state__in=IN_PROGRESS,
        status__stages__value_stream=stream,
    )
    return asked.stays.filter(Exists(left), began_at__gte=asked.start, status__stages__value_stream=stream)


def finished_with_a_part(asked: Asked) -> Facts:
    """The facts of parents finished in the period like one of their children."""
    return asked.finished.filter(_has_a_part_in(asked.finished))


def in_progress_with_a_part(asked: Asked) -> Facts:
    """The facts of parents in progress like one of their children."""
    return asked.in_progress.filter(_has_a_part_in(asked.in_progress))


def _has_a_part_in(facts: Facts) -> Q:
    parts = facts.filter(work_item__parent__isnull=False)
    return Q(work_item__in=parts.values("work_item__parent"))


_FOUND: Final[dict[Check, Callable[[Asked], Any]]] = {
    Check.UNMAPPED_STATUS: lambda asked: ever_unmapped(asked).values("work_item"),
    Check.NEVER_IN_PROGRESS: lambda asked: never_in_progress(asked).values("work_item"),
    Check.NEVER_ACTIVE: lambda asked: never_active(asked).values("work_item"),
    Check.FUTURE_EVENT: lambda asked: due_later(asked).values("work_item"),
    Check.IDLE: lambda asked: idle(asked).values("work_item"),
    Check.BACKWARDS: lambda asked: moved_back(asked).values("work_item"),
    Check.PARENT_AND_CHILD: lambda asked: (
        finished_with_a_part(asked)
        .values("work_item")
        .union(in_progress_with_a_part(asked).values("work_item"))
    ),
}
