"""What metrics may be on days to come: computed ones drawn from the flow before, measured ones by their trend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from okrflow.flow import Reason, day_number
from okrflow.flow.forecasts import (
    LONGEST_SAMPLE,
    Ahead,
    Outlook,
    Past,
    past_of_stage,
    past_of_stream,
    trend,
)
from okrflow.metrics import values
from okrflow.metrics.measures import definition
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.values import kind_of
from okrflow.organisations.models import Organisation
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.figures.windows import Window, today
from okrflow.work_items.models import IN_PROGRESS

TREND_DAYS: Final = 42
TREND_CADENCES: Final = 6
"""A trend is that of the last six weeks, or of six times as long as a value takes to be due."""


def outlooks(
    wanted: Mapping[Metric, Sequence[date]], organisation: Organisation, *, now: datetime
) -> dict[int, dict[date, Outlook | Reason]]:
    """What metrics may be at the end of days, today or later; where it can't be foretold, why.

    Two queries for all measured metrics; for computed ones two for each set of streams, four for the stages of one.
    """
    asked_on = today(organisation, now=now)
    measured = [metric for metric in wanted if not metric.computed]
    points = _points(measured, organisation, asked_on)
    pasts = _pasts([metric for metric in wanted if metric.computed], organisation, asked_on)
    found: dict[int, dict[date, Outlook | Reason]] = {}
    for metric, days in wanted.items():
        if metric.pk in points:
            found[metric.pk] = {day: _trend(points[metric.pk], day) for day in days}
        else:
            past = pasts.get(metric.pk)
            found[metric.pk] = {day: _drawn(metric, past, day, asked_on) for day in days}
    return found


def _points(
    metrics: Sequence[Metric], organisation: Organisation, asked_on: date
) -> dict[int, list[values.Point]]:
    """The values that make the trends, one a day."""
    if not metrics:
        return {}
    firsts = {
        metric.pk: asked_on - timedelta(days=max(TREND_DAYS, TREND_CADENCES * metric.cadence_days) - 1)
        for metric in metrics
    }
    rows = values.measurements(metrics, organisation, first=min(firsts.values()), last=asked_on)
    by_day = {pk: values.by_day(organisation, rows.get(pk, ())) for pk in firsts}
    return {pk: [each for each in points if each.day >= firsts[pk]] for pk, points in by_day.items()}


def _trend(points: Sequence[values.Point], day: date) -> Outlook | Reason:
    known = [(day_number(each.day), float(each.value)) for each in points if each.value is not None]
    return trend([on for on, _ in known], [value for _, value in known], at=day_number(day))


def _pasts(metrics: Sequence[Metric], organisation: Organisation, asked_on: date) -> dict[int, Past]:
    """What computed metrics are drawn from; one of a stage that its stream no longer has is left out."""
    groups: dict[tuple[int | None, bool], list[Metric]] = defaultdict(list)
    for metric in metrics:
        groups[metric.value_stream_id, Measure(metric.measure).of_stage].append(metric)
    found: dict[int, Past] = {}
    for (_, of_stages), alike in groups.items():
        found |= (_of_stages if of_stages else _of_streams)(alike, organisation, asked_on)
    return found


def _drawn(metric: Metric, past: Past | None, day: date, asked_on: date) -> Outlook | Reason:
    if past is None:
        return Reason.NOTHING_THERE
    ahead = Ahead(
        days=(day - asked_on).days + 1,
        window=metric.window_days,
        seed=(metric.value_stream_id or 0, day_number(asked_on)),
    )
    return definition(metric.measure).foretell(past, ahead)


def _window(metrics: Sequence[Metric], organisation: Organisation, asked_on: date) -> Window:
    """The whole days before today that samples are drawn from and that windows may reach back to."""
    length = max(LONGEST_SAMPLE, *(metric.window_days for metric in metrics))
    return Window.of(organisation, first=asked_on - timedelta(days=length), to=asked_on)


def _of_streams(metrics: Sequence[Metric], organisation: Organisation, asked_on: date) -> dict[int, Past]:
    """All of one stream, or of all streams."""
    stream_id = metrics[0].value_stream_id
    ids = [stream_id] if stream_id else list(organisation.value_streams.values_list("pk", flat=True))
    window = _window(metrics, organisation, asked_on)
    rows, finished, days = reading.flow_days(ids, window), reading.finished(ids, window), window.days
    return {metric.pk: past_of_stream(rows, finished, days=days, kind=kind_of(metric)) for metric in metrics}


def _of_stages(metrics: Sequence[Metric], organisation: Organisation, asked_on: date) -> dict[int, Past]:
    """All of one stream."""
    stream = metrics[0].value_stream
    assert stream is not None
    window = _window(metrics, organisation, asked_on)
    rows, stays, days = reading.stage_days([stream.pk], window), reading.stays(stream.pk, window), window.days
    stages = [each.status for each in flow.stages_in_order(stream) if each.state in IN_PROGRESS]
    return {
        metric.pk: past_of_stage(
            rows,
            stays,
            status=metric.stage_id,
            statuses=stages,
            days=days,
            kind=kind_of(metric),
            clock=window.clock,
        )
        for metric in metrics
        if metric.stage_id in stages
    }
