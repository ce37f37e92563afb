"""Targets against what a metric can be and what it does by itself: CR7 and CR8 of the craft.

Sources: Donald Wheeler, "Understanding Variation" (a change within the usual one is no signal); John Tukey, the median
absolute deviation.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median, stdev
from typing import Final, NamedTuple

from okrflow.metrics.models import Measure, UnitKind
from okrflow.review.checks import Looked
from okrflow.review.facts import Fact, amount, percent
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import Cycle, History, KeyResult, Metric, Objective, Snapshot

SHIFT_MADS: Final = 2
SHARES: Final = frozenset({Measure.EFFICIENCY, Measure.DISTRIBUTION_SHARE, Measure.STAGE_SHARE})


def goes_anyway(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR7: the aim lies within what the metric does by itself over a cycle's length. Wheeler."""
    cycle, limits = snapshot.cycle_of(objective), snapshot.thresholds
    for key_result in objective.key_results:
        metric, aimed = key_result.metric, key_result.aims_at
        if metric is None or not aimed:
            continue
        subject = Subject.of_key_result(objective, key_result)
        differences = _differences(metric.history, cycle, limits.own_cycles)
        if len(differences) < limits.own_differences:
            yield Silenced("CR7", subject, f"{metric.name} has too short a history at its present level.")
            continue
        own = stdev(differences)
        if abs(float(aimed)) < own:
            facts: dict[str, Fact] = {"own": amount(metric, own), "aimed": amount(metric, abs(aimed))}
            yield Found(check="CR7", subject=subject, severity=Severity.HINT, facts=facts)


def _differences(history: History, cycle: Cycle, cycles: float) -> list[float]:
    """By how much it differed a cycle's length later, each time, since it last changed its level; [] if that is too short."""
    level = since_last_shift(history)
    if not level or (level[-1][0] - level[0][0]).days < cycles * cycle.days:
        return []
    days = [day for day, _ in level]
    length = timedelta(days=cycle.days)
    last = days[-1]
    return [_on(level, days, day + length) - value for day, value in level if day + length <= last]


def _on(history: History, days: Sequence[date], day: date) -> float:
    return history[bisect_right(days, day) - 1][1]


def since_last_shift(history: History) -> History:
    """The later half, again and again, as long as the halves' medians differ by over two median absolute deviations."""
    middle = len(history) // 2
    if middle < 2:
        return history
    halves = [value for _, value in history[:middle]], [value for _, value in history[middle:]]
    medians = [median(half) for half in halves]
    spread = median(abs(value - own) for half, own in zip(halves, medians, strict=True) for value in half)
    shifted = abs(medians[1] - medians[0]) > SHIFT_MADS * spread
    return since_last_shift(history[middle:]) if shifted else history


class Range(NamedTuple):
    """What a value can be; `surely` is False where only most metrics of the kind keep to it."""

    name: str
    low: Decimal
    high: Decimal | None
    surely: bool = True


def impossible(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR8: a target that the unit doesn't have, or a cycle that is over."""
    cycle = snapshot.cycle_of(objective)
    if objective.is_draft and cycle.is_over_on(snapshot.today):
        yield Found(
            check="CR8",
            subject=Subject.of_objective(objective),
            severity=Severity.BLOCK,
            wording="over",
            facts={"cycle": cycle.name},
        )
    for key_result in objective.key_results:
        possible = _range(key_result.metric) if key_result.metric else None
        if possible and key_result.metric:
            yield from _outside(objective, key_result, key_result.metric, possible)


def _outside(objective: Objective, key_result: KeyResult, metric: Metric, possible: Range) -> Looked:
    wanted = [each for each in (key_result.target, key_result.lower) if each is not None]
    under = any(each < possible.low for each in wanted)
    over = possible.high is not None and any(each > possible.high for each in wanted)
    if under or over:
        limit = possible.low if under or possible.high is None else possible.high
        yield Found(
            check="CR8",
            subject=Subject.of_key_result(objective, key_result),
            severity=Severity.BLOCK if possible.surely else Severity.WARN,
            wording="under" if under else "",
            facts={"name": possible.name, "limit": _limit(metric, limit)},
        )


def _limit(metric: Metric, limit: Decimal) -> Fact:
    return percent(float(limit)) if metric.unit_kind == UnitKind.PERCENT else int(limit)


def _range(metric: Metric) -> Range | None:
    """The range of a metric's unit; None where there is none, or where it was outside already."""
    if "nps" in f"{metric.name} {metric.unit}".lower().split():
        return Range("An NPS", Decimal(-100), Decimal(100))
    if metric.unit_kind == UnitKind.DURATION:
        return Range("A duration", Decimal(0), None)
    if metric.unit_kind != UnitKind.PERCENT:
        return None
    if metric.measure in SHARES:
        return Range("A share", Decimal(0), Decimal(1))
    strayed = any(not 0 <= value <= 1 for _, value in metric.history)
    return None if strayed else Range("A percentage of a whole", Decimal(0), Decimal(1), surely=False)
