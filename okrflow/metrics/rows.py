"""Metrics as lists show them: with the last value, the trend, and the key results that hang on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from okrflow.metrics import values
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point
from okrflow.organisations.models import Organisation
from okrflow.work_items.figures.windows import today

WEEKS: Final = 12


@dataclass(frozen=True, kw_only=True)
class MetricRow:
    metric: Metric
    last: Point | None
    spark: Sequence[float | None]
    used_by: Sequence[Any]
    """Published key results, the newest first."""

    @property
    def last_text(self) -> str:
        return shown(self.metric, self.last.value if self.last else None)


def rows(metrics: Sequence[Metric], organisation: Organisation, *, now: datetime) -> list[MetricRow]:
    """In the order given. Two queries for the measured ones, few for each set of streams of the computed ones."""
    last_day = today(organisation, now=now)
    days = [last_day - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]
    points = _points(metrics, organisation, days, now)
    found = []
    for metric in metrics:
        weekly = _weekly(points[metric.pk], days, holds=not metric.computed)
        last = points[metric.pk][-1] if points[metric.pk] else None
        used_by = [each for each in metric.key_results.all() if each.objective.state != "draft"]
        used_by.sort(key=lambda each: each.pk, reverse=True)
        found.append(MetricRow(metric=metric, last=last, spark=weekly, used_by=used_by))
    return found


def _points(
    metrics: Sequence[Metric], organisation: Organisation, days: Sequence[date], now: datetime
) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    measured = [metric for metric in metrics if not metric.computed]
    found.update(values.daily(measured, organisation, first=days[0], last=days[-1]))
    wanted = {metric: days for metric in metrics if metric.computed}
    found.update(values.computed(wanted, organisation, now=now))
    return found


def _weekly(points: Sequence[Point], days: Sequence[date], *, holds: bool) -> list[float | None]:
    """The value on each day; a measured one holds until the next."""
    found: list[float | None] = []
    for day in days:
        fitting = [point for point in points if (point.day <= day if holds else point.day == day)]
        value = fitting[-1].value if fitting else None
        found.append(None if value is None else float(value))
    return found
