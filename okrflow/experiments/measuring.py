"""Measuring experiments: stored facts and visits in, an effect out, kept with the experiment."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db.models import Q

from okrflow.experiments.models import Experiment
from okrflow.flow import DAY_US, OPEN, Days, Reason, day_number
from okrflow.flow.effect_groups import Candidates, Groups, Measured, Span, Visits, groups, measurable
from okrflow.flow.effects import Caution, Effect, Warned, effect, plain_value
from okrflow.organisations.calendars import clock_of
from okrflow.work_items import binary_copy
from okrflow.work_items.durations import columns_of
from okrflow.work_items.figures.windows import zone_of
from okrflow.work_items.instants import instant, microseconds
from okrflow.work_items.models import ItemFacts

_ITEMS: Final = {
    "item": "bigint",
    "kind": "smallint",
    "finished": "timestamptz",
    "entered": "timestamptz",
    "flow_us": "bigint",
    "active_us": "bigint",
    "measurable": "boolean",
}
WEEKS_BEFORE: Final = 12
WEEKS_SHOWN: Final = 53
_VISITS: Final = {"item": "bigint", "began": "timestamptz", "ended": "timestamptz"}


def span_of(experiment: Experiment, *, now: datetime) -> Span:
    """The experiment's days as instants of its organisation's time zone."""
    last = experiment.to_on or experiment.from_on
    days = Days.build(zone_of(experiment.organisation), first=experiment.from_on, last=last)
    end = OPEN if experiment.to_on is None else days.start_of(day_number(last))
    return Span(start=days.start_of(day_number(experiment.from_on)), end=end, as_of=microseconds(now))


def measure(experiment: Experiment, *, now: datetime) -> Effect:
    """The experiment's effect as of now. Four queries."""
    span = span_of(experiment, now=now)
    candidates, visits = _read(experiment, span)
    return effect(
        candidates,
        visits,
        span=span,
        measured=Measured(experiment.measure),
        arrivals_per_day=_arrivals_per_day(experiment, span),
        seed=(experiment.pk, span.start // DAY_US),
        day_us=clock_of(experiment.organisation).day_us,
    )


def groups_of(experiment: Experiment, *, now: datetime) -> Groups:
    """Exactly the items behind its figures. Two queries."""
    span = span_of(experiment, now=now)
    candidates, visits = _read(experiment, span)
    return groups(candidates, visits, span=span, measured=Measured(experiment.measure))


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The items finished in the seven days from `first` on; `value` is None where the measure can't be taken of any."""

    first: date
    items: int
    value: float | None


def weeks_of(experiment: Experiment, *, now: datetime) -> list[Week]:
    """The measure in each week from 12 before the experiment's first day on, for a year at most. Two queries."""
    span = span_of(experiment, now=now)
    candidates, visits = _read(experiment, span)
    firsts = [experiment.from_on + timedelta(weeks=week) for week in range(-WEEKS_BEFORE, WEEKS_SHOWN)]
    days = Days.build(zone_of(experiment.organisation), first=firsts[0], last=firsts[-1])
    edges = [days.start_of(day_number(first)) for first in firsts]
    measured, day_us = Measured(experiment.measure), clock_of(experiment.organisation).day_us
    found = []
    for first, start, end in zip(firsts, edges, edges[1:], strict=False):
        if start > span.as_of:
            break
        chosen = measurable(candidates, visits, measured) & (candidates.finished >= start)
        side = candidates.where(chosen & (candidates.finished < end))
        value = plain_value(side, visits, measured=measured, day_us=day_us)
        found.append(Week(first=first, items=len(side), value=value))
    return found


def keep(experiment: Experiment, *, now: datetime) -> None:
    """Measure, and keep the effect unless a later one is kept already."""
    found = _as_stored(measure(experiment, now=now))
    older = Q(measured_at=None) | Q(measured_at__lte=now)
    if Experiment.objects.filter(older, pk=experiment.pk).update(effect=found, measured_at=now):
        experiment.effect, experiment.measured_at = found, now


def _as_stored(found: Effect) -> dict[str, Any]:
    """As the database gives it back."""
    stored = asdict(found)
    return stored | {"warnings": list(stored["warnings"])}


def kept_effect(experiment: Experiment) -> Effect | None:
    """The effect that was measured last."""
    if experiment.effect is None:
        return None
    kept = dict(experiment.effect)
    reason = Reason(kept["reason"]) if kept["reason"] else None
    warnings = tuple(Caution(Warned(each["code"]), each["number"]) for each in kept["warnings"])
    return Effect(**kept | {"reason": reason, "warnings": warnings})


def _read(experiment: Experiment, span: Span) -> tuple[Candidates, Visits | None]:
    """The items that may count, and, with a stage, its ended visits."""
    candidates = Candidates(**_items(experiment, span))
    if experiment.stage_id is None:
        return candidates, None
    clock = clock_of(experiment.organisation)
    rows = binary_copy.read(
        "SELECT work_item_id, visit_began_at, coalesce(ended_at, 'infinity') FROM work_items_interval"
        " WHERE work_item_id = ANY(%s::bigint[]) AND value_stream_id = %s AND status_id = %s AND state IN (1, 2)"
        " AND (ends_visit OR ended_at IS NULL) ORDER BY work_item_id, visit_began_at",
        _VISITS,
        [candidates.item.tolist(), experiment.value_stream_id, experiment.stage_id],
    )
    entered = np.full(len(candidates), OPEN, np.int64)
    there, first = np.unique(rows["item"], return_index=True)
    entered[np.searchsorted(candidates.item, there)] = rows["began"][first]
    ended = rows["ended"] != OPEN
    began, ends = rows["began"][ended], rows["ended"][ended]
    visits = Visits(rows["item"][ended], ends - began, clock.between(began, ends))
    return replace(candidates, entered=entered), visits


def _items(experiment: Experiment, span: Span) -> dict[str, Any]:
    """Those finished in the stream from the days before on, and those in progress there now, by item."""
    flow_us, active_us = columns_of(clock_of(experiment.organisation))
    kinds = [0, 1, 2, 3] if experiment.item_kind is None else [experiment.item_kind]
    return binary_copy.read(
        f"SELECT work_item_id AS item, finished_kind, finished_at, started_at, {flow_us}, {active_us},"
        f" measurable AND {flow_us} > 0 FROM work_items_itemfacts"
        " WHERE finished_stream_id = %s AND finished_at >= %s AND finished_at <= %s"
        f" AND finished_kind = ANY(%s::smallint[]) AND {flow_us} IS NOT NULL"
        " UNION ALL SELECT work_item_id, kind, 'infinity', started_at, 0, 0, false FROM work_items_itemfacts"
        " WHERE value_stream_id = %s AND state IN (1, 2) AND kind = ANY(%s::smallint[]) ORDER BY item",
        _ITEMS,
        [
            experiment.value_stream_id,
            instant(span.window),
            instant(span.as_of),
            kinds,
            experiment.value_stream_id,
            kinds,
        ],
    )


def _arrivals_per_day(experiment: Experiment, span: Span) -> tuple[float, float]:
    """Items started a day: in the days before, and in the experiment so far."""
    started = ItemFacts.objects.filter(started_stream=experiment.value_stream_id, never_in_progress=False)
    if experiment.item_kind is not None:
        started = started.filter(started_kind=experiment.item_kind)
    stretches = [(span.window, span.start), (span.start, min(span.end, span.as_of))]
    before, during = (
        started.filter(started_at__gte=instant(first), started_at__lt=instant(end)).count()
        / max(1, (end - first) / DAY_US)
        for first, end in stretches
    )
    return before, during
