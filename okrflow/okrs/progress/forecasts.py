"""The chance that a key result meets its target on the last day of its cycle, if things go on as they did."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from okrflow.flow import Reason
from okrflow.flow.forecasts import BackTest, Band, Outlook, chance
from okrflow.metrics.back_tests import back_test
from okrflow.metrics.models import Metric
from okrflow.metrics.outlooks import Known, outlooks
from okrflow.okrs.models import Aim, Cycle, CycleState, KeyResult, ObjectiveState
from okrflow.organisations.models import Organisation
from okrflow.work_items.figures.windows import today

PARTS: Final = 6
"""The time to the cycle's end is cut into so many parts, at whose ends the band of a chart is worked out."""

Limits = tuple[float | None, float | None]


class NoForecast(StrEnum):
    """Why there is no chance; more reasons come from what it would be drawn from."""

    NO_METRIC = "no_metric"
    NO_TARGET = "no_target"
    BASELINE_ONLY = "baseline_only"
    NOT_BEGUN = "not_begun"
    IS_OVER = "is_over"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A chance from 0.01 to 0.99, or the code of why there is none."""

    chance: float | None = None
    reason: str | None = None


def limits(row: KeyResult) -> Limits | None:
    """Between what its value has to lie to meet the target; None without a target."""
    low, high = (None if limit is None else float(limit) for limit in (row.target_lower, row.target))
    found: Mapping[str, Limits] = {
        Aim.RAISE: (high, None),
        Aim.LOWER: (None, high),
        Aim.STAY_ABOVE: (low, None),
        Aim.STAY_BELOW: (None, high),
        Aim.STAY_BETWEEN: (low, high),
    }
    wanted = found.get(row.aim, (None, None))
    needs = 2 if row.aim == Aim.STAY_BETWEEN else 1
    return wanted if sum(limit is not None for limit in wanted) == needs else None


def why_none(row: KeyResult, cycle: Cycle, asked_on: date) -> NoForecast | None:
    """Why nothing is to be foretold of it."""
    state = cycle.state_on(asked_on)
    if row.metric is None:
        return NoForecast.NO_METRIC
    if row.aim == Aim.BASELINE:
        return NoForecast.BASELINE_ONLY
    if limits(row) is None:
        return NoForecast.NO_TARGET
    if state == CycleState.PLANNING:
        return NoForecast.NOT_BEGUN
    ended = state != CycleState.RUNNING or row.objective.state == ObjectiveState.CLOSED
    return NoForecast.IS_OVER if ended else None


def forecasts(
    rows: Sequence[KeyResult], organisation: Organisation, *, now: datetime, measured: Known | None = None
) -> dict[int, Forecast]:
    """The chances of key results with their objectives and cycles, by primary key. As many queries as `outlooks`."""
    asked_on = today(organisation, now=now)
    reasons = {row.pk: why_none(row, row.objective.cycle, asked_on) for row in rows}
    wanted: dict[Metric, set[date]] = defaultdict(set)
    for row in rows:
        if row.metric is not None and reasons[row.pk] is None:
            wanted[row.metric].add(row.objective.cycle.last_on)
    days = {metric: sorted(of) for metric, of in wanted.items()}
    found = outlooks(days, organisation, now=now, measured=measured)
    return {
        row.pk: _forecast(row, reasons[row.pk] or found[row.metric_id or 0][row.objective.cycle.last_on])
        for row in rows
    }


def _forecast(row: KeyResult, outlook: Outlook | Reason | NoForecast) -> Forecast:
    if isinstance(outlook, (Reason, NoForecast)):
        return Forecast(reason=outlook.value)
    low, high = limits(row) or (None, None)
    return Forecast(chance=chance(outlook, low=low, high=high))


def back_tested(row: KeyResult, *, now: datetime) -> BackTest | None:
    """How often statements on its metric held; None where there is no forecast."""
    metric, asked_on = row.metric, today(row.organisation, now=now)
    if metric is None or why_none(row, row.objective.cycle, asked_on):
        return None
    return back_test(metric, lower_is_better=row.aim in (Aim.LOWER, Aim.STAY_BELOW), now=now)


def bands(row: KeyResult, *, now: datetime) -> list[tuple[date, Band]]:
    """Where its value will be on some days from today to the cycle's last one; none where there is no forecast."""
    metric, cycle, asked_on = row.metric, row.objective.cycle, today(row.organisation, now=now)
    if metric is None or why_none(row, cycle, asked_on):
        return []
    length = (cycle.last_on - asked_on).days
    days = sorted({asked_on + timedelta(days=length * part // PARTS) for part in range(1, PARTS + 1)})
    found = outlooks({metric: days}, row.organisation, now=now)[metric.pk]
    return [(day, each.band) for day, each in found.items() if not isinstance(each, Reason)]
