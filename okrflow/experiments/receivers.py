"""What the rooms below tell and ask: new figures are measured, charts get their marks, and chances a word of caution."""

from datetime import date, datetime
from typing import Any, Final

from celery import current_app
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from okrflow.experiments.measuring import kept_effect
from okrflow.experiments.models import Experiment
from okrflow.experiments.sentences import standing_words
from okrflow.experiments.settling import settling_within
from okrflow.metrics.models import Metric
from okrflow.okrs.models import KeyResult
from okrflow.okrs.progress.forecasts import why_none
from okrflow.value_streams.models import ValueStream
from okrflow.web.marks import Mark, marks_wanted
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.work_items.figures.forecasts import throughput
from okrflow.work_items.figures.windows import today
from okrflow.work_items.signals import streams_refreshed

MEASURE_TASK: Final = "okrflow.experiments.tasks.measure"


@receiver(streams_refreshed)
def figures_changed(value_stream_ids: frozenset[int], **_: Any) -> None:
    """The figures of these streams are new, and with them the effects of their experiments."""
    found = Experiment.objects.filter(value_stream__in=value_stream_ids)
    if streams := sorted(set(found.values_list("value_stream_id", flat=True))):
        current_app.send_task(MEASURE_TASK, [streams])


@receiver(marks_wanted)
def mark_experiments(
    organisation_id: int,
    value_stream_id: int | None,
    metric_id: int | None,
    key_result_id: int | None,
    first: date | None,
    last: date | None,
    **_: Any,
) -> list[Mark]:
    """The stream's experiments; those that measure what the metric measures or serve a key result on it; those that
    serve the key result. One query, or two for a metric."""
    about = _about(value_stream_id, metric_id, key_result_id)
    if not about:
        return []
    found = Experiment.objects.filter(about, organisation_id=organisation_id)
    if last is not None:
        found = found.filter(from_on__lte=last)
    if first is not None:
        found = found.filter(Q(to_on=None) | Q(to_on__gt=first))
    rows = found.select_related("organisation", "value_stream__organisation")
    return [_mark(each) for each in rows.newest_first()]


def _about(value_stream_id: int | None, metric_id: int | None, key_result_id: int | None) -> Q:
    about = Q()
    if value_stream_id is not None:
        about |= Q(value_stream=value_stream_id)
    if key_result_id is not None:
        about |= Q(key_result=key_result_id)
    if metric_id is not None:
        about |= Q(key_result__metric=metric_id) | _measuring(Metric.objects.get(pk=metric_id))
    return about


def _measuring(metric: Metric) -> Q:
    """Experiments whose effect is of the metric's own measure, in its stream, of its kind and stage."""
    if metric.value_stream_id is None:
        return Q(pk=None)
    same = Q(value_stream=metric.value_stream_id, measure=metric.measure, item_kind=metric.item_kind)
    return same & Q(stage=metric.stage_id) if metric.stage_id is not None else same


def _mark(experiment: Experiment) -> Mark:
    state = experiment.state_on(today(experiment.organisation, now=timezone.now()))
    return Mark(
        name=experiment.title,
        first=experiment.from_on,
        last=experiment.last_on,
        url=experiment.get_absolute_url(),
        words=standing_words(state, kept_effect(experiment)),
    )


@receiver(panels_wanted)
def warn_of_settling(place: Place, subject: Any, now: datetime, **_: Any) -> list[Panel]:
    """On the pages of a key result and of a plan: what is foretold is drawn from days on which experiments settled."""
    match place:
        case Place.KEY_RESULT:
            return _warned(_drawn_from(subject, now=now), "the chance is", now=now)
        case Place.PLAN:
            return _warned(subject, "the lines are", now=now)
    return []


def _drawn_from(key_result: KeyResult, *, now: datetime) -> ValueStream | None:
    """The stream from whose past a key result's chance is drawn; None where there is no chance."""
    metric = key_result.metric
    if metric is None or not metric.computed or metric.value_stream is None:
        return None
    day = today(key_result.organisation, now=now)
    return None if why_none(key_result, key_result.objective.cycle, day) else metric.value_stream


def _warned(value_stream: ValueStream | None, subject: str, *, now: datetime) -> list[Panel]:
    """Two queries."""
    if value_stream is None:
        return []
    past = throughput(value_stream, now=now)
    found = settling_within(value_stream, first=past.sampled_from, to=past.today)
    if past.reason or not found.days:
        return []
    context = {"stream": value_stream, "what": subject, "sampled": len(past.sample), "settling": found}
    return [Panel(order=50, template="experiments/settling.html", context=context)]
