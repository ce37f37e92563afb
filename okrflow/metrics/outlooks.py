"""What metrics may be on days to come: computed ones drawn from the flow before, measured ones by their trend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

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


Known = Mapping[int, Sequence[values.Point]]


class Question(NamedTuple):
    """What a metric will be at the end of `day`, asked at the start of `asked_on`."""

    asked_on: date
    day: date


def outlooks(
    wanted: Mapping[Metric, Sequence[date]],
    organisation: Organisation,
    *,
    now: datetime,
    measured: Known | None = None,
) -> dict[int, dict[date, Outlook | Reason]]:
    """What metrics may be at the end of days, today or later; where it can't be foretold, why. As many queries as `answers`.

    `measured`: the values since `trend_from`, by metric, where they have been read already.
    """
    asked_on = today(organisation, now=now)
    questions = {metric: [Question(asked_on, day) for day in days] for metric, days in wanted.items()}
    found = answers(questions, organisation, measured=measured)
    return {pk: {question.day: each for question, each in of.items()} for pk, of in found.items()}


def answers(
    questions: Mapping[Metric, Sequence[Question]],
    organisation: Organisation,
    *,
    measured: Known | None = None,
) -> dict[int, dict[Question, Outlook | Reason]]:
    """The outlooks as they would have been given on the days on which they are asked, by metric.

    Two queries for all measured metrics; for computed ones two for each set of streams, four for the stages of one.
    """
    asked = sorted({each.asked_on for of_metric in questions.values() for each in of_metric})
    typed = [metric for metric in questions if not metric.computed]
    points = _points(typed, organisation, asked, measured)
    pasts = _pasts([metric for metric in questions if metric.computed], organisation, asked)
    found: dict[int, dict[Question, Outlook | Reason]] = {}
    for metric, of_metric in questions.items():
        if metric.pk in points:
            found[metric.pk] = {each: _trend(metric, points[metric.pk], each) for each in of_metric}
        else:
            found[metric.pk] = {
                each: _drawn(metric, pasts.get((metric.pk, each.asked_on)), each) for each in of_metric
            }
    return found


def _points(
    metrics: Sequence[Metric], organisation: Organisation, asked: Sequence[date], measured: Known | None
) -> Known:
    """The values that make the trends, one a day."""
    if not metrics or not asked:
        return {}
    if measured is None:
        first = min(trend_from(metric, asked[0]) for metric in metrics)
        measured = values.daily(metrics, organisation, first=first, last=asked[-1])
    return {metric.pk: measured.get(metric.pk, []) for metric in metrics}


def trend_from(metric: Metric, asked_on: date) -> date:
    """The first day whose value counts for a trend."""
    return asked_on - timedelta(days=max(TREND_DAYS, TREND_CADENCES * metric.cadence_days) - 1)


def _trend(metric: Metric, points: Sequence[values.Point], question: Question) -> Outlook | Reason:
    first, asked_on = trend_from(metric, question.asked_on), question.asked_on
    known = [
        (day_number(each.day), float(each.value))
        for each in points
        if each.value is not None and first <= each.day <= asked_on
    ]
    days, levels = [on for on, _ in known], [value for _, value in known]
    return trend(days, levels, at=day_number(question.day))


def _pasts(
    metrics: Sequence[Metric], organisation: Organisation, asked: Sequence[date]
) -> dict[tuple[int, date], Past]:
    """What computed metrics are drawn from on each day; one of a stage that its stream no longer has is left out."""
    groups: dict[tuple[int | None, bool], list[Metric]] = defaultdict(list)
    for metric in metrics:
        groups[metric.value_stream_id, Measure(metric.measure).of_stage].append(metric)
    found: dict[tuple[int, date], Past] = {}
    for (_, of_stages), alike in groups.items():
        found |= (_of_stages if of_stages else _of_streams)(alike, organisation, asked)
    return found


def _drawn(metric: Metric, past: Past | None, question: Question) -> Outlook | Reason:
    if past is None:
        return Reason.NOTHING_THERE
    ahead = Ahead(
        days=(question.day - question.asked_on).days + 1,
        window=metric.window_days,
        seed=(metric.value_stream_id or 0, day_number(question.asked_on)),
    )
    return definition(metric.measure).foretell(past, ahead)


def _length(metrics: Sequence[Metric]) -> timedelta:
    """How far samples and windows may reach back."""
    return timedelta(days=max(LONGEST_SAMPLE, *(metric.window_days for metric in metrics)))


def _of_streams(
    metrics: Sequence[Metric], organisation: Organisation, asked: Sequence[date]
) -> dict[tuple[int, date], Past]:
    """All of one stream, or of all streams."""
    stream_id, length = metrics[0].value_stream_id, _length(metrics)
    ids = [stream_id] if stream_id else list(organisation.value_streams.values_list("pk", flat=True))
    window = Window.of(organisation, first=asked[0] - length, to=asked[-1])
    rows, finished = reading.flow_days(ids, window), reading.finished(ids, window)
    found = {}
    for asked_on in asked:
        days = Window.of(organisation, first=asked_on - length, to=asked_on).days
        within = (finished.finished >= days.starts[0]) & (finished.finished < days.starts[-1])
        for metric in metrics:
            found[metric.pk, asked_on] = past_of_stream(
                rows, finished.where(within), days=days, kind=kind_of(metric)
            )
    return found


def _of_stages(
    metrics: Sequence[Metric], organisation: Organisation, asked: Sequence[date]
) -> dict[tuple[int, date], Past]:
    """All of one stream."""
    stream, length = metrics[0].value_stream, _length(metrics)
    assert stream is not None
    window = Window.of(organisation, first=asked[0] - length, to=asked[-1])
    rows, stays = reading.stage_days([stream.pk], window), reading.stays(stream.pk, window)
    stages = [each.status for each in flow.stages_in_order(stream) if each.state in IN_PROGRESS]
    found = {}
    for asked_on in asked:
        days = Window.of(organisation, first=asked_on - length, to=asked_on).days
        for metric in metrics:
            if metric.stage_id in stages:
                found[metric.pk, asked_on] = past_of_stage(
                    rows,
                    stays,
                    status=metric.stage_id,
                    statuses=stages,
                    days=days,
                    kind=kind_of(metric),
                    clock=window.clock,
                )
    return found
