"""What the standings are computed from, read for many key results in few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from okrflow.metrics import values
from okrflow.metrics.models import Metric
from okrflow.metrics.outlooks import Known, trend_from
from okrflow.metrics.values import Point
from okrflow.okrs.models import Aim, CheckIn, Cycle, KeyResult, Objective
from okrflow.okrs.progress.forecasts import Forecast, forecasts
from okrflow.okrs.scoring import CycleDays, Series
from okrflow.organisations.models import Organisation
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import ItemFacts

SPARK_WEEKS: Final = 12
ENOUGH_ITEMS: Final = 10
ENOUGH_DAYS: Final = 28


def cycle_days(cycle: Cycle) -> CycleDays:
    return CycleDays(cycle.starts_on, cycle.ends_on)


def shown_day(cycle: Cycle, asked_on: date) -> date:
    """The day whose figures are shown: today, after the end the last day, before the start today's value."""
    return min(asked_on, cycle_days(cycle).last)


def spark_days(last: date) -> list[date]:
    return [last - timedelta(weeks=back) for back in range(SPARK_WEEKS, -1, -1)]


@dataclass(frozen=True, kw_only=True)
class Readings:
    """Values, confidences, check-ins and forecasts of key results. Computed points are by metric and day."""

    organisation: Organisation
    asked_on: date
    measured: Mapping[int, Sequence[Point]]
    computed: Mapping[int, Mapping[date, Point]]
    confidences: Mapping[int, CheckIn]
    last_check_ins: Mapping[int, CheckIn]
    forecasts: Mapping[int, Forecast]
    enough: Collection[int] = field(default_factory=frozenset)

    def series(self, key_result: KeyResult, cycle: Cycle, metric: Metric) -> Series:
        """The values as the scoring wants them; a computed one of the day asked, of a stay-aim of every day."""
        if not metric.computed:
            typed = [(day, value) for day, value, _ in self.measured.get(metric.pk, ()) if value is not None]
            return Series.of_days(typed, cadence_days=metric.cadence_days)
        points = self.computed.get(metric.pk, {})
        wanted = wanted_days(key_result, cycle, metric, self.asked_on)
        return Series.of_computed([(day, points[day].value) for day in wanted if day in points])

    def reason(self, metric: Metric, day: date) -> str | None:
        point = self.computed.get(metric.pk, {}).get(day)
        return point.reason if point else None

    def spark(self, metric: Metric, cycle: Cycle, series: Series) -> list[float | None]:
        """One value a week; None where there was none. Those of a measured metric are in its series."""
        days = spark_days(shown_day(cycle, self.asked_on))
        if metric.computed:
            points = self.computed.get(metric.pk, {})
            found = [points[day].value if day in points else None for day in days]
        else:
            found = [held.value if (held := series.on(day)) else None for day in days]
        return [None if value is None else float(value) for value in found]


def wanted_days(key_result: KeyResult, cycle: Cycle, metric: Metric, asked_on: date) -> list[date]:
    """The days of which a computed metric's value is needed to score it."""
    last = shown_day(cycle, asked_on)
    if Aim(key_result.aim).stays and cycle.starts_on <= last:
        return values.days_of(metric, cycle.starts_on, last)
    return [last]


def read(
    objectives: Sequence[Objective],
    key_results: Sequence[KeyResult],
    *,
    now: datetime,
    measured: Known | None = None,
) -> Readings:
    """For objectives of one organisation. `measured`: values at least since `measured_from`, where they are known."""
    organisation = objectives[0].organisation
    asked_on = today(organisation, now=now)
    cycles = {objective.pk: objective.cycle for objective in objectives}
    metrics = {each.metric.pk: each.metric for each in key_results if each.metric is not None}
    for metric in metrics.values():
        metric.organisation = organisation
    if measured is None:
        typed = [metric for metric in metrics.values() if not metric.computed]
        first = measured_from(typed, cycles.values(), asked_on)
        measured = values.daily(typed, organisation, first=first, last=asked_on)
    return Readings(
        organisation=organisation,
        asked_on=asked_on,
        measured=measured,
        computed=_computed(key_results, cycles, asked_on, organisation, now),
        confidences=_latest(key_results, confidence__isnull=False),
        last_check_ins=_latest(key_results),
        forecasts=forecasts(key_results, organisation, now=now, measured=measured),
        enough=with_enough_history(key_results, now),
    )


def measured_from(metrics: Iterable[Metric], cycles: Iterable[Cycle], asked_on: date) -> date:
    """The first day of which scores, sparklines and trends of measured metrics want the values."""
    firsts = [min(cycle.starts_on, spark_days(shown_day(cycle, asked_on))[0]) for cycle in set(cycles)]
    firsts += [trend_from(metric, asked_on) for metric in metrics]
    return min(firsts, default=asked_on)


def _computed(
    key_results: Sequence[KeyResult],
    cycles: Mapping[int, Cycle],
    asked_on: date,
    organisation: Organisation,
    now: datetime,
) -> dict[int, dict[date, Point]]:
    days: dict[Metric, set[date]] = defaultdict(set)
    for each in key_results:
        if each.metric is not None and each.metric.computed:
            cycle = cycles[each.objective_id]
            days[each.metric].update(spark_days(shown_day(cycle, asked_on)))
            days[each.metric].update(wanted_days(each, cycle, each.metric, asked_on))
    found = values.computed(
        {metric: sorted(wanted) for metric, wanted in days.items()}, organisation, now=now
    )
    return {pk: {point.day: point for point in points} for pk, points in found.items()}


def _latest(key_results: Sequence[KeyResult], **filters: object) -> dict[int, CheckIn]:
    """Of each key result the check-in given last. One query."""
    rows = CheckIn.objects.filter(key_result__in=key_results, **filters)
    latest = rows.order_by("key_result_id", "-created_at", "-pk").distinct("key_result_id")
    return {row.key_result_id: row for row in latest}


def with_enough_history(key_results: Sequence[KeyResult], now: datetime) -> set[int]:
    """The computed metrics whose baseline is to be established and that have history enough to go by."""
    metrics = [
        each.metric
        for each in key_results
        if each.aim == Aim.BASELINE and each.metric and each.metric.computed
    ]
    found = set()
    for metric in metrics:
        finished = ItemFacts.objects.filter(organisation=metric.organisation, finished_at__lt=now)
        if metric.value_stream_id:
            finished = finished.filter(finished_stream=metric.value_stream_id)
        seen = finished.aggregate(items=Count("pk"), first=Min("finished_at"))
        if seen["items"] >= ENOUGH_ITEMS and now - seen["first"] >= timedelta(days=ENOUGH_DAYS):
            found.add(metric.pk)
    return found
