"""Metrics with their history: measured values as they were given, computed ones one a week."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from okrflow.flow import Kind
from okrflow.metrics import models, values
from okrflow.metrics.outlooks import Known
from okrflow.metrics.values import Point
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import History, Metric

MEASURED_DAYS: Final = 730
COMPUTED_WEEKS: Final = 40
"""Two quarters, and weeks enough for as many differences over a quarter as CR7 asks for."""
Days = Mapping[models.Metric, Collection[date]]


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """By primary key, the values of the measured ones, and what computed ones were on further days."""

    by_pk: Mapping[int, Metric]
    measured: Known = field(default_factory=dict)
    points: Mapping[tuple[int, date], Decimal | None] = field(default_factory=dict)

    def of(self, metric: models.Metric | None) -> Metric | None:
        return None if metric is None else self.by_pk[metric.pk]

    def on(self, metric: models.Metric | None, day: date | None) -> Decimal | None:
        return None if metric is None or day is None else self.points.get((metric.pk, day))


def read_metrics(
    moment: Moment, metrics: Iterable[models.Metric], further: Days, *, since: date = date.max
) -> Metrics:
    """The metrics, measured ones of two years and at least `since`, and the computed ones on `further` days.

    Two queries for the measured ones; for the computed ones two for each set of streams, four for the stages of one.
    """
    every = {metric.pk: metric for metric in metrics}
    typed = [metric for metric in every.values() if not metric.computed]
    first = min(since, moment.ago(MEASURED_DAYS))
    measured = values.daily(typed, moment.organisation, first=first, last=moment.today)
    histories = dict(measured)
    weekly = [moment.today - timedelta(weeks=back) for back in range(COMPUTED_WEEKS, -1, -1)]
    computed = _computed(moment, [metric for metric in every.values() if metric.computed], weekly, further)
    for pk, points in computed.items():
        histories[pk] = [points[day] for day in weekly if day in points]
    return Metrics(
        by_pk={pk: metric_seen(every[pk], histories.get(pk, [])) for pk in every},
        measured=measured,
        points={(pk, day): each.value for pk, points in computed.items() for day, each in points.items()},
    )


def _computed(
    moment: Moment, metrics: Collection[models.Metric], weekly: Collection[date], further: Days
) -> dict[int, dict[date, Point]]:
    days: dict[models.Metric, set[date]] = defaultdict(set)
    for metric in metrics:
        days[metric].update(weekly)
    for metric, wanted in further.items():
        days[metric].update(day for day in wanted if day <= moment.today)
    found = values.computed(
        {metric: sorted(wanted) for metric, wanted in days.items()}, moment.organisation, now=moment.now
    )
    return {pk: {point.day: point for point in points} for pk, points in found.items()}


def metric_seen(metric: models.Metric, points: Iterable[Point]) -> Metric:
    """A metric as the review sees it; today's value is the last known."""
    history: list[tuple[date, Decimal]] = [
        (each.day, each.value) for each in points if each.value is not None
    ]
    floats: History = tuple((day, float(value)) for day, value in history)
    return Metric(
        uuid=metric.uuid,
        name=metric.name,
        kind=models.MetricKind(metric.kind),
        timing=models.Timing(metric.timing),
        category=models.Category(metric.category) if metric.category else "",
        unit_kind=models.UnitKind(metric.unit_kind),
        unit=metric.unit,
        digits=metric.digits,
        better=models.Better(metric.better),
        counts=models.Counts(metric.counts),
        cadence_days=metric.cadence_days,
        stream=metric.value_stream.uuid if metric.value_stream else None,
        measure=models.Measure(metric.measure) if metric.measure else None,
        item_kind=None if metric.item_kind is None else Kind(metric.item_kind),
        stage=metric.stage.name if metric.stage else "",
        window_days=metric.window_days,
        today=history[-1][1] if history else None,
        history=floats,
    )
