"""What the key results of an objective came to, read as its closing counts it: with the values of its grace period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from okrflow.metrics import values
from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point, Recorded
from okrflow.okrs import scoring
from okrflow.okrs.evidence import Evidence, evidence_of
from okrflow.okrs.models import CheckIn, KeyResult, Objective
from okrflow.okrs.progress.reading import cycle_days, with_enough_history
from okrflow.okrs.progress.standings import goal_of
from okrflow.okrs.scoring import Measured, Missing, Series, Standing
from okrflow.work_items.figures.windows import zone_of

BEFORE = timedelta(weeks=4)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A key result as it ended. `late`: the value in force was entered after the end."""

    figures: Standing
    late: bool
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class _Span:
    """The days that count are those before `end`; what was recorded from `grace_ends` on is not there."""

    first: date
    end: date
    grace_days: int
    now: datetime

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


def frozen(
    objective: Objective, rows: Sequence[KeyResult], *, end: date, grace_days: int, now: datetime
) -> dict[int, Frozen]:
    """By primary key; `rows` have their metrics, `end` is the first day that counts no more. The same however often it
    is asked, as long as `now` is no earlier than what was recorded. Four queries, and some for computed metrics."""
    cycle = objective.cycle
    first = min(cycle.starts_on, end - timedelta(days=1), *(row.baseline_on or end for row in rows)) - BEFORE
    span = _Span(first=first, end=end, grace_days=grace_days, now=now)
    measured, computed = _measured(objective, rows, span), _computed(objective, rows, span)
    enough, said = with_enough_history(rows, now), _check_ins(rows)
    found = {}
    for row in rows:
        points: Sequence[Point]
        if row.metric is None:
            figures, late, points = Standing(day=None, missing=Missing.NO_TARGET), False, []
        elif row.metric.computed:
            points = computed.get(row.metric.pk, [])
            figures, late = (
                _of_computed(row, row.metric, objective, points, span, row.metric.pk in enough),
                False,
            )
        else:
            entries = measured.get(row.metric.pk, [])
            figures, late = _of_measured(row, row.metric, objective, entries, span)
            points = values.by_day(objective.organisation, entries)
        shown = [point for point in points if point.day >= cycle.starts_on - BEFORE]
        evidence = evidence_of(
            row, row.metric, cycle, figures=figures, points=shown, check_ins=said.get(row.pk, [])
        )
        found[row.pk] = Frozen(figures=figures, late=late, evidence=evidence)
    return found


def _measured(
    objective: Objective, rows: Sequence[KeyResult], span: _Span
) -> Mapping[int, Sequence[Recorded]]:
    metrics = {
        row.metric.pk: row.metric for row in rows if row.metric is not None and not row.metric.computed
    }
    organisation = objective.organisation
    grace_ends = values.end_of(organisation, span.last + timedelta(days=span.grace_days))
    return values.measurements(
        list(metrics.values()), organisation, first=span.first, last=span.last, as_of=grace_ends
    )


def _computed(objective: Objective, rows: Sequence[KeyResult], span: _Span) -> Mapping[int, Sequence[Point]]:
    metrics = {row.metric for row in rows if row.metric is not None and row.metric.computed}
    first = min(objective.cycle.starts_on, span.last) - BEFORE
    days = {metric: values.days_of(metric, first, span.last) for metric in metrics}
    return values.computed(days, objective.organisation, now=span.now)


def _check_ins(rows: Sequence[KeyResult]) -> Mapping[int, Sequence[CheckIn]]:
    """The newest first. One query."""
    found: dict[int, list[CheckIn]] = {}
    said = CheckIn.objects.filter(key_result__in=rows).select_related("created_by")
    for each in said.order_by("-created_at", "-pk"):
        found.setdefault(each.key_result_id, []).append(each)
    return found


def _of_measured(
    row: KeyResult, metric: Metric, objective: Objective, entries: Sequence[Recorded], span: _Span
) -> tuple[Standing, bool]:
    closing = scoring.closing(
        goal_of(row, metric),
        [Measured(each.about_at, each.recorded_at, each.value) for each in entries],
        cycle=cycle_days(objective.cycle),
        zone=zone_of(objective.organisation),
        grace_days=span.grace_days,
        end=span.end,
    )
    return closing.standing, closing.late


def _of_computed(
    row: KeyResult, metric: Metric, objective: Objective, points: Sequence[Point], span: _Span, enough: bool
) -> Standing:
    since = objective.cycle.starts_on
    series = Series.of_computed([(point.day, point.value) for point in points if point.day >= since])
    goal = goal_of(row, metric, enough_history=enough)
    return scoring.standing(goal, series, cycle=cycle_days(objective.cycle), asked_on=span.last)
