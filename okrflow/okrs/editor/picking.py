"""Metrics to pick from: with today's value and the trend of the last twelve weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from okrflow.metrics import values
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.values import Point
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.given import FlowGiven
from okrflow.value_streams.models import Status

MOST: Final = 30
WEEKS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What is picked: `choice` is that of the field, `stage` goes with it for measures of one stage."""

    choice: str
    metric: Metric
    stage: str = ""
    value_text: str = ""
    reason: str | None = None
    trend: Sequence[float | None] = ()


def offered(offers: Offers, asked: str) -> list[Offered]:
    """Those whose name, description, kind or stream has every word, at most 30; business ones first."""
    words = asked.casefold().split()
    fit = [each for each in _all(offers) if all(word in _text(each.metric) for word in words)][:MOST]
    for number, each in enumerate(fit, start=1):
        each.metric.pk = each.metric.pk or -number
    points = _points(offers, [each.metric for each in fit])
    return [_with_values(each, points.get(each.metric.pk, [])) for each in fit]


def _all(offers: Offers) -> Iterator[Offered]:
    for choice, metric in offers.metrics.items():
        yield Offered(choice=choice, metric=metric)
    for measure in Measure:
        stages: list[Status | None] = [*offers.stages.values()] if measure.of_stage else [None]
        for stage in stages:
            made = offers.as_metric(FlowGiven(measure=measure, stage=stage))
            if made is not None:
                number = str(stage.pk) if stage else ""
                yield Offered(choice=f"f:{measure.value}", metric=made, stage=number)


def _text(metric: Metric) -> str:
    parts = (metric.name, metric.description, metric.kind, str(metric.value_stream or ""))
    return " ".join(parts).casefold()


def _points(offers: Offers, metrics: Sequence[Metric]) -> dict[int, list[Point]]:
    """Weekly values of computed ones, all values of the others; two queries, and few for each set of streams."""
    organisation, last = offers.rights.organisation, offers.today
    days = [last - timedelta(weeks=back) for back in range(WEEKS)][::-1]
    measured = [metric for metric in metrics if not metric.computed]
    found = values.daily(measured, organisation, first=days[0], last=last)
    flow = {metric: days for metric in metrics if metric.computed}
    return found | values.computed(flow, organisation, now=offers.now)


def _with_values(each: Offered, points: Sequence[Point]) -> Offered:
    last = points[-1] if points else None
    value = last.value if last else None
    return Offered(
        choice=each.choice,
        metric=each.metric,
        stage=each.stage,
        value_text=shown(each.metric, value) if value is not None else "",
        reason=last.reason if last else values.NO_VALUE,
        trend=[None if point.value is None else float(point.value) for point in points],
    )
