"""Key results that move each other: their values on one axis of weeks, and how closely one follows the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet

from okrflow.flow.lags import LagCorrelation, lag_curve
from okrflow.metrics import values
from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point
from okrflow.okrs.models import Contribution, KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.scoring import DayValue, Series
from okrflow.work_items.figures.windows import today

WEEKS: Final = 52


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """The value in force at the end of each of the last weeks, oldest first."""

    key_result: KeyResult
    metric: Metric
    points: Sequence[Point]

    @property
    def numbers(self) -> list[float | None]:
        return [None if point.value is None else float(point.value) for point in self.points]

    @property
    def is_known(self) -> bool:
        return any(point.value is not None for point in self.points)


def contributions_seen(rights: OkrRights) -> "QuerySet[Contribution]":
    """Those between key results that the member may read."""
    rows = Contribution.objects.filter(
        organisation=rights.organisation,
        key_result__in=rights.readable_key_results,
        to__in=rights.readable_key_results,
    )
    return rows.select_related(
        *(f"{end}__{name}" for end in ("key_result", "to") for name in _NAMED),
    ).order_by("pk")


_NAMED: Final = (
    "organisation", "metric__organisation", "metric__value_stream", "objective__organisation", "objective__cycle",
    "objective__value_stream",
)  # fmt: skip


def weekly(row: KeyResult, *, now: datetime) -> Weekly | None:
    """The last 52 weeks of a key result's metric, the last one ending today; None without a metric."""
    metric = row.metric
    if metric is None:
        return None
    last = today(row.organisation, now=now)
    days = [last - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]
    return Weekly(key_result=row, metric=metric, points=_values(metric, days, now))


def _values(metric: Metric, days: Sequence[date], now: datetime) -> list[Point]:
    if metric.computed:
        return values.computed({metric: days}, metric.organisation, now=now)[metric.pk]
    entries = values.series(metric, first=days[0], last=days[-1], now=now)
    held = Series(tuple(DayValue(each.day, each.value or Decimal(0)) for each in entries))
    found = [(day, held.on(day)) for day in days]
    return [Point(day=day, value=each.value if each else None) for day, each in found]


def curve_of(contribution: Contribution, *, now: datetime) -> list[LagCorrelation]:
    """How the one that it goes to follows the one that contributes."""
    first, second = weekly(contribution.key_result, now=now), weekly(contribution.to, now=now)
    if first is None or second is None:
        return lag_curve([], [])
    return lag_curve(first.numbers, second.numbers)
