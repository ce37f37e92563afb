"""What the API shows of a work item."""

from datetime import UTC, datetime
from typing import Any, Final

from rest_framework import serializers

from okrflow.api.fields import Instant
from okrflow.api.serializers import ReasonOut
from okrflow.value_streams.models import FlowState
from okrflow.work_items.api.periods import KINDS
from okrflow.work_items.models import Event, Interval, ItemFacts, Kind, WorkItem

MICROSECONDS_A_DAY: Final = 86_400_000_000
Body = dict[str, Any]


def _words(choices: Any) -> list[str]:
    return [choice.label for choice in choices]


class WorkItemOut(serializers.Serializer[WorkItem]):
    """`value_stream`, `status`, `kind`, `state` are the present ones; facts follow "How we count"."""

    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of a serializer has one, too
    external_id = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    value_stream = serializers.CharField(allow_null=True, help_text="null: descoped")
    status = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS, allow_null=True)
    state = serializers.ChoiceField(choices=_words(FlowState), allow_null=True)
    since_at = Instant(allow_null=True)
    started_at = Instant(allow_null=True)
    finished_at = Instant(allow_null=True)
    finished_in = serializers.CharField(allow_null=True)
    cancelled_at = Instant(allow_null=True)
    flow_time_days = serializers.FloatField(allow_null=True)
    flow_time_days_reason = ReasonOut(allow_null=True)
    reopened = serializers.IntegerField(help_text="How often")


class IntervalOut(serializers.Serializer[Interval]):
    value_stream = serializers.CharField()
    status = serializers.CharField()
    state = serializers.ChoiceField(choices=_words(FlowState))
    kind = serializers.ChoiceField(choices=KINDS)
    began_at = Instant()
    ended_at = Instant(allow_null=True, help_text="null: it lasts")


class WorkItemDetailOut(WorkItemOut):
    """With what the figures of streams are made of."""

    as_of = Instant()
    active_days = serializers.FloatField(allow_null=True)
    active_days_reason = ReasonOut(allow_null=True)
    wait_days = serializers.FloatField(allow_null=True)
    wait_days_reason = ReasonOut(allow_null=True)
    efficiency = serializers.FloatField(allow_null=True)
    efficiency_reason = ReasonOut(allow_null=True)
    age_days = serializers.FloatField(allow_null=True)
    age_days_reason = ReasonOut(allow_null=True)
    intervals = IntervalOut(many=True)


class EventOut(serializers.Serializer[Event]):
    at = Instant()
    value_stream = serializers.CharField(allow_null=True, help_text="null: it left every stream")
    status = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)


UNFINISHED: Final = {"code": "nothing_finished", "text": "The item is not finished."}
UNMEASURABLE: Final = {
    "code": "nothing_measurable",
    "text": "The item took no time, or was never in an active status.",
}
NOT_IN_PROGRESS: Final = {"code": "nothing_measurable", "text": "The item is not in progress."}


def facts_of(item: WorkItem) -> ItemFacts:
    """The item's facts; of one that no refresh has seen yet, empty ones."""
    try:
        return item.facts
    except ItemFacts.DoesNotExist:
        return ItemFacts(work_item=item)


def item_shown(item: WorkItem) -> Body:
    facts = facts_of(item)
    return {
        "id": str(item.uuid),
        **{name: getattr(item, name) for name in ("source", "external_id", "key", "title", "url")},
        "value_stream": _slug(facts.value_stream),
        "status": getattr(facts.status, "name", None),
        "kind": _kind(facts.kind),
        "state": None if facts.state is None else str(FlowState(facts.state).label),
        "since_at": _instant(facts.since_at),
        "started_at": _instant(facts.started_at),
        "finished_at": _instant(facts.finished_at),
        "finished_in": _slug(facts.finished_stream),
        "cancelled_at": _instant(facts.cancelled_at),
        **_figure("flow_time_days", _days(facts.flow_microseconds), UNFINISHED),
        "reopened": facts.reopened,
    }


def _slug(stream: object) -> str | None:
    return getattr(stream, "slug", None)


def item_in_full(item: WorkItem, *, now: datetime) -> Body:
    """With the intervals. One query."""
    facts = facts_of(item)
    flow, active = facts.flow_microseconds, facts.active_microseconds
    finished = flow is not None and active is not None
    wait = flow - active if flow is not None and active is not None else None
    efficiency = active / flow if flow and active is not None and facts.measurable else None
    intervals = item.intervals.select_related("value_stream", "status").order_by("began_at", "pk")
    return item_shown(item) | {
        "as_of": _instant(now),
        **_figure("active_days", _days(active), UNFINISHED),
        **_figure("wait_days", _days(wait), UNFINISHED),
        **_figure("efficiency", efficiency, UNMEASURABLE if finished else UNFINISHED),
        **_figure("age_days", _age_days(facts, now), NOT_IN_PROGRESS),
        "intervals": [_interval(interval) for interval in intervals],
    }


def _age_days(facts: ItemFacts, now: datetime) -> float | None:
    """Of an item in progress."""
    if facts.state not in {FlowState.ACTIVE, FlowState.WAITING} or facts.started_at is None:
        return None
    return (now - facts.started_at).total_seconds() / 86_400


def event_shown(event: Event) -> Body:
    return {
        "at": _instant(event.at),
        "value_stream": event.value_stream.slug if event.value_stream else None,
        "status": event.status.name,
        "kind": _kind(event.kind),
    }


def _interval(interval: Interval) -> Body:
    return {
        "value_stream": interval.value_stream.slug,
        "status": interval.status.name,
        "state": FlowState(interval.state).label,
        "kind": _kind(interval.kind),
        "began_at": _instant(interval.began_at),
        "ended_at": _instant(interval.ended_at),
    }


def _figure(name: str, value: float | None, why: Body) -> Body:
    """A figure, and beside it why it is missing if it is."""
    return {name: value, f"{name}_reason": why if value is None else None}


def _days(microseconds: int | None) -> float | None:
    return None if microseconds is None else microseconds / MICROSECONDS_A_DAY


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _kind(kind: int | None) -> str | None:
    return None if kind is None else str(Kind(kind).label)
