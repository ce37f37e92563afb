"""What moved since a cycle began, in the order in which it moved: flow leads, business results follow.

A metric has moved on the day of the second of two values running that left its usual band, which is two standard
deviations of the 13 weeks before the cycle (`okrflow.flow.turns`). Computed metrics are read once a week.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Self

from okrflow.flow.turns import LEAST_BEFORE, Turn, turn
from okrflow.metrics import values
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Better, Metric, MetricKind
from okrflow.metrics.values import WEEK, Point
from okrflow.okrs.models import Cycle, KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Organisation
from okrflow.work_items.figures.windows import today

WEEKS_BEFORE: Final = 13


@dataclass(frozen=True, kw_only=True)
class Mover:
    """A metric, the key results on it, its values since 13 weeks before the cycle, and when it left its usual band."""

    metric: Metric
    key_results: Sequence[KeyResult]
    points: Sequence[Point]
    turn: Turn | None
    turned_on: date | None
    since: date

    @property
    def start_text(self) -> str:
        return shown(self.metric, Decimal(str(self.turn.start))) if self.turn else ""

    @property
    def now_text(self) -> str:
        known = [point.value for point in self.points if point.value is not None]
        return shown(self.metric, known[-1]) if known else "–"

    @property
    def is_better(self) -> bool | None:
        """None where neither direction is."""
        if self.turn is None or self.metric.better == Better.NEITHER:
            return None
        return (self.turn.change > 0) == (self.metric.better == Better.UP)

    @property
    def leads(self) -> bool:
        return self.metric.kind == MetricKind.FLOW

    @property
    def days_after(self) -> int | None:
        """Days from the start of the cycle to the day on which it had moved."""
        return (self.turned_on - self.since).days if self.turned_on else None

    @property
    def has_a_past(self) -> bool:
        return len([point for point in self.points if point.day < self.since]) >= LEAST_BEFORE


def movers(rights: OkrRights, cycle: Cycle, *, now: datetime) -> list[Mover]:
    """The metrics of all key results that the reader may see of a cycle and of those around it; what has not moved stands last.

    Six queries, and four for each stream with metrics of stages.
    """
    rows = rights.readable_key_results.filter(
        objective__cycle__in=Cycle.objects.for_organisation(rights.organisation).around(cycle)
    )
    by_metric: dict[Metric, list[KeyResult]] = defaultdict(list)
    for row in rows.exclude(metric=None).with_names().with_objective().order_by("pk"):
        assert row.metric is not None
        row.organisation = row.objective.organisation = rights.organisation
        by_metric[row.metric].append(row)
    series = _series(rights.organisation, by_metric, cycle, now)
    found = [
        _mover(metric, key_results, series.get(metric.pk, []), cycle.starts_on)
        for metric, key_results in by_metric.items()
    ]
    return sorted(found, key=lambda each: (each.turned_on or date.max, not each.leads, each.metric.name))


def _series(
    organisation: Organisation, metrics: Collection[Metric], cycle: Cycle, now: datetime
) -> Mapping[int, list[Point]]:
    first = cycle.starts_on - timedelta(days=WEEKS_BEFORE * WEEK)
    last = min(cycle.last_on, today(organisation, now=now))
    typed = [metric for metric in metrics if not metric.computed]
    found = values.daily(typed, organisation, first=first, last=last)
    # one day a week, the last one before the cycle among them
    eve = cycle.starts_on - timedelta(days=1)
    steps = range(-WEEKS_BEFORE + 1, (last - eve).days // WEEK + 1)
    days = [eve + timedelta(days=WEEK * step) for step in steps]
    computed = {metric: days for metric in metrics if metric.computed}
    found |= values.computed(computed, organisation, now=now)
    return {pk: [each for each in points if each.day >= first] for pk, points in found.items()}


def _mover(metric: Metric, key_results: Sequence[KeyResult], points: Sequence[Point], since: date) -> Mover:
    known = [(point.day, float(point.value)) for point in points if point.value is not None]
    after = [(day, value) for day, value in known if day >= since]
    found = turn([value for day, value in known if day < since], [value for _, value in after])
    return Mover(
        metric=metric,
        key_results=key_results,
        points=points,
        turn=found,
        turned_on=after[found.place][0] if found else None,
        since=since,
    )


@dataclass(frozen=True, kw_only=True)
class Story:
    """The movers in three groups, each in the order in which it moved; `others` are those that did not."""

    better: Sequence[Mover]
    worse: Sequence[Mover]
    others: Sequence[Mover]

    @classmethod
    def of(cls, found: Sequence[Mover]) -> Self:
        """What has no better direction stands among the better ones: it moved."""
        moved = [each for each in found if each.turned_on]
        return cls(
            better=[each for each in moved if each.is_better is not False],
            worse=[each for each in moved if each.is_better is False],
            others=[each for each in found if not each.turned_on],
        )

    @property
    def told(self) -> str:
        """The finding in a sentence: what moved first and what last."""
        names = [str(each.metric) for each in self.better]
        if not names:
            return "Nothing has got better since the cycle began"
        if len(names) == 1:
            return f"Only “{names[0]}” got better"
        return f"“{names[0]}” got better first, “{names[-1]}” last"
