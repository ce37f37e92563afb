"""What the API shows of a work item."""

from datetime import datetime
from typing import Any, Final

from rest_framework import serializers

from okrflow.api.fields import Instant, instant_shown
from okrflow.api.serializers import ReasonOut
from okrflow.flow import Clock
from okrflow.value_streams.models import FlowState
from okrflow.work_items.api.periods import CLOCKS, KINDS
from okrflow.work_items.durations import durations_of
from okrflow.work_items.models import Event, Interval, ItemFacts, Kind, WorkItem
from okrflow.work_items.why_not_counted import FIGURES, NotCounted, reasons_of

Body = dict[str, Any]


def _words(choices: Any) -> list[str]:
    return [choice.label for choice in choices]


class RelatedItemOut(serializers.Serializer[WorkItem]):
    id = serializers.UUIDField()
    external_id = serializers.CharField()
    key = serializers.CharField()


class WorkItemOut(serializers.Serializer[WorkItem]):
    """`value_stream`, `status`, `kind`, `state` are the present ones; facts follow "How we count"."""

    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of a serializer has one, too
    external_id = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    parent = RelatedItemOut(
        allow_null=True, help_text="What it is a part of; its parts are listed by `work-items?parent={id}`"
    )
    value_stream = serializers.CharField(allow_null=True, help_text="null: descoped")
    status = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS, allow_null=True)
    state = serializers.ChoiceField(choices=_words(FlowState), allow_null=True)
    since_at = Instant(allow_null=True)
    started_at = Instant(allow_null=True)
    finished_at = Instant(allow_null=True)
    finished_in = serializers.CharField(allow_null=True)
    cancelled_at = Instant(allow_null=True)
    clock = serializers.ChoiceField(choices=CLOCKS, help_text="Of all durations")
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


class NotCountedOut(serializers.Serializer[NotCounted]):
    code = serializers.CharField()
    figures = serializers.ListField(child=serializers.ChoiceField(choices=list(FIGURES)))
    text = serializers.CharField()
    at = Instant(allow_null=True, help_text="Since when, or from when on it counts")


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
    not_counted = NotCountedOut(many=True, help_text="The figures that leave it out, and why")
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


def item_shown(item: WorkItem, *, clock: Clock, now: datetime) -> Body:
    facts = facts_of(item)
    return {
        "id": str(item.uuid),
        **{name: getattr(item, name) for name in ("source", "external_id", "key", "title", "url")},
        "parent": _related(item.parent),
        "value_stream": _slug(facts.value_stream),
        "status": getattr(facts.status, "name", None),
        "kind": _kind(facts.kind),
        "state": None if facts.state is None else str(FlowState(facts.state).label),
        "since_at": instant_shown(facts.since_at),
        "started_at": instant_shown(facts.started_at),
        "finished_at": instant_shown(facts.finished_at),
        "finished_in": _slug(facts.finished_stream),
        "cancelled_at": instant_shown(facts.cancelled_at),
        "clock": clock.name,
        **_figure("flow_time_days", durations_of(facts, clock, now=now).flow_days, UNFINISHED),
        "reopened": facts.reopened,
    }


def _related(item: WorkItem | None) -> Body | None:
    if item is None:
        return None
    return {"id": str(item.uuid), "external_id": item.external_id, "key": item.key}


def _slug(stream: object) -> str | None:
    return getattr(stream, "slug", None)


def item_in_full(item: WorkItem, *, clock: Clock, now: datetime) -> Body:
    """With the intervals. Three queries."""
    durations = durations_of(facts_of(item), clock, now=now)
    finished = durations.flow_days is not None
    intervals = item.intervals.select_related("value_stream", "status").order_by("began_at", "pk")
    return item_shown(item, clock=clock, now=now) | {
        "as_of": instant_shown(now),
        **_figure("active_days", durations.active_days, UNFINISHED),
        **_figure("wait_days", durations.wait_days, UNFINISHED),
        **_figure("efficiency", durations.efficiency, UNMEASURABLE if finished else UNFINISHED),
        **_figure("age_days", durations.age_days, NOT_IN_PROGRESS),
        "not_counted": [_not_counted(reason) for reason in reasons_of(item, now=now)],
        "intervals": [_interval(interval) for interval in intervals],
    }


def event_shown(event: Event) -> Body:
    return {
        "at": instant_shown(event.at),
        "value_stream": event.value_stream.slug if event.value_stream else None,
        "status": event.status.name,
        "kind": _kind(event.kind),
    }


def _not_counted(reason: NotCounted) -> Body:
    return {
        "code": reason.code,
        "figures": list(reason.figures),
        "text": reason.text,
        "at": instant_shown(reason.at),
    }


def _interval(interval: Interval) -> Body:
    return {
        "value_stream": interval.value_stream.slug,
        "status": interval.status.name,
        "state": FlowState(interval.state).label,
        "kind": _kind(interval.kind),
        "began_at": instant_shown(interval.began_at),
        "ended_at": instant_shown(interval.ended_at),
    }


def _figure(name: str, value: float | None, why: Body) -> Body:
    """A figure, and beside it why it is missing if it is."""
    return {name: value, f"{name}_reason": why if value is None else None}


def _kind(kind: int | None) -> str | None:
    return None if kind is None else str(Kind(kind).label)
