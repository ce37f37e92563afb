"""Making what tests need, through the services that people use."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.utils import timezone

from okrflow.organisations.models import Organisation
from okrflow.progress.services import render_next
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.work_items.histories import UNSET, EventGiven, HistoryGiven, Unset
from okrflow.work_items.models import Kind, WorkItem
from okrflow.work_items.services import write_histories

STATES: Mapping[str, FlowState] = {
    "new": FlowState.NEW,
    "active": FlowState.ACTIVE,
    "waiting": FlowState.WAITING,
    "done": FlowState.DONE,
    "cancelled": FlowState.CANCELLED,
}


def july(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, tzinfo=UTC)


def today() -> date:
    """Read in the test, never while a module is imported: a run may go on past midnight."""
    return timezone.now().date()


def organisation(slug: str = "northwind", *, time_zone: str = "UTC") -> Organisation:
    return Organisation.objects.create(slug=slug, name=slug.title(), time_zone=time_zone)


def value_stream(
    of: Organisation, slug: str = "policy", *, states: Mapping[str, FlowState] = STATES
) -> ValueStream:
    stream = ValueStream.objects.create(organisation=of, slug=slug, name=slug.title())
    for order, (name, state) in enumerate(states.items()):
        status, _ = Status.objects.get_or_create(organisation=of, name=name)
        Stage.objects.create(value_stream=stream, status=status, flow_state=state, order=order)
    return stream


def event(
    at: datetime,
    status: str | Unset = UNSET,
    *,
    stream: ValueStream | None | Unset = UNSET,
    kind: Kind | Unset = UNSET,
) -> EventGiven:
    return EventGiven(at=at, status=status, value_stream=stream, kind=kind)


def item(stream: ValueStream, key: str, *events: EventGiven, kind: Kind = Kind.FEATURE) -> WorkItem:
    """An item whose first event is in the stream and of the kind, unless that event says otherwise."""
    first = EventGiven(
        at=events[0].at,
        status=events[0].status,
        value_stream=stream if events[0].value_stream is UNSET else events[0].value_stream,
        kind=kind if events[0].kind is UNSET else events[0].kind,
    )
    given = HistoryGiven(source="test", external_id=key, events=(first, *events[1:]))
    (outcome,) = write_histories(organisation=stream.organisation, histories=[given])
    assert not outcome.errors, outcome.errors
    return WorkItem.objects.get(pk=outcome.work_item_id)


def pages(of: Organisation) -> int:
    """Have all wanted pages rendered, as a worker does; how many there were."""
    return sum(1 for _ in iter(lambda: render_next(organisation_id=of.pk), False))
