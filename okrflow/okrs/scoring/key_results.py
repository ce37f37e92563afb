"""How one key result stands on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from okrflow.metrics.decimals import stored
from okrflow.okrs.scoring.codes import Aim, Gap, Missing, Status
from okrflow.okrs.scoring.cycles import CycleDays, expected_share
from okrflow.okrs.scoring.series import DayValue, Series

VALUES_OF_A_BASELINE: Final = 4
OUTDATED_AFTER: Final = 3
"""Days beyond the metric's cadence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a key result aims at. `target` is the upper limit of stay below and between, `lower` that of the others."""

    aim: Aim
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    lower: Decimal | None = None
    lag_days: int = 0
    cadence_days: int | None = 7
    """None for computed metrics, which are never outdated."""
    confirmed: bool = False
    enough_history: bool = False
    """Of a computed metric whose baseline is to be established: whether there is enough to go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The figures of a key result on a day; shares are exact. Where `progress` is None, `missing` says why."""

    day: date | None
    value: Decimal | None = None
    value_on: date | None = None
    progress: Fraction | None = None
    score: Fraction | None = None
    expected: Fraction | None = None
    expected_value: Decimal | None = None
    status: Status | None = None
    outdated: bool = False
    gap: Gap | None = None
    gap_size: Decimal | None = None
    since: date | None = None
    """Of a stay-aim: since when it holds or is broken."""
    counted: tuple[int, int] | None = None
    """Days held of days known; of a baseline, values of the values needed."""
    missing: Missing | None = None

    @property
    def pace(self) -> Fraction | None:
        """Progress against what is expected by now."""
        return None if self.progress is None or not self.expected else self.progress / self.expected


def standing(goal: Goal, series: Series, *, cycle: CycleDays, asked_on: date) -> Standing:
    """How the key result stands on a day: nothing before the cycle's start, the last day's figures after its end."""
    day = cycle.clip(asked_on)
    if day is None:
        return Standing(day=None, missing=Missing.NOT_BEGUN)
    if goal.aim.moves:
        return _moving(goal, series.since(goal.baseline_on), cycle, day)
    if goal.aim == Aim.BASELINE:
        return _establishing(goal, series, cycle, day)
    return _staying(goal, series, cycle, day)


def _outdated(goal: Goal, found: DayValue | None, cycle: CycleDays, day: date) -> bool:
    if goal.cadence_days is None:
        return False
    last_heard = max(cycle.start, found.day) if found else cycle.start
    return (day - last_heard).days > goal.cadence_days + OUTDATED_AFTER


def _clamped(share: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), share))


def _moving(goal: Goal, series: Series, cycle: CycleDays, day: date) -> Standing:
    found = series.on(day)
    expected = expected_share(cycle, day, lag_days=goal.lag_days)
    outdated = _outdated(goal, found, cycle, day)
    value, value_on = (found.value, found.day) if found else (None, None)
    baseline, target = goal.baseline, goal.target
    if baseline is None or target is None or baseline == target:
        return Standing(day=day, value=value, value_on=value_on, outdated=outdated, missing=Missing.NO_TARGET)
    way = Fraction(target) - Fraction(baseline)
    by_now = Fraction(baseline) + expected * way
    if value is None:
        return Standing(
            day=day,
            expected=expected,
            expected_value=stored(by_now),
            outdated=outdated,
            missing=Missing.NO_VALUE,
        )
    progress = (Fraction(value) - Fraction(baseline)) / way
    gap, size = _gap(progress, expected, way)
    return Standing(
        day=day,
        value=value,
        value_on=value_on,
        progress=progress,
        score=_clamped(progress),
        expected=expected,
        expected_value=stored(by_now),
        status=_moving_status(progress, expected),
        outdated=outdated,
        gap=gap,
        gap_size=stored(size),
    )


def _gap(progress: Fraction, expected: Fraction, way: Fraction) -> tuple[Gap, Fraction]:
    """What to say of the distance, and how large it is in the metric's unit."""
    if progress < 0:
        return Gap.BELOW_BASELINE, abs(progress * way)
    if progress > 1:
        return Gap.BEYOND_TARGET, abs((progress - 1) * way)
    ahead = progress - expected
    return Gap.AHEAD if ahead >= 0 else Gap.BEHIND, abs(ahead * way)


def _moving_status(progress: Fraction, expected: Fraction) -> Status:
    if progress >= 1:
        return Status.REACHED
    if progress < 0:
        return Status.BELOW_BASELINE
    if expected < Fraction(15, 100):
        return Status.EARLY
    pace = progress / expected
    steps = (
        (Fraction(11, 10), Status.AHEAD),
        (Fraction(7, 10), Status.ON_PACE),
        (Fraction(4, 10), Status.BEHIND),
    )
    return next((status for least, status in steps if pace >= least), Status.FAR_BEHIND)


def _holds(goal: Goal) -> Callable[[Decimal], bool] | None:
    """Whether a value is within the limits, which count as within; None without the limits."""
    low, high = goal.lower, goal.target
    if goal.aim == Aim.STAY_ABOVE:
        return None if low is None else lambda value: value >= low
    if goal.aim == Aim.STAY_BELOW:
        return None if high is None else lambda value: value <= high
    return None if low is None or high is None else lambda value: low <= value <= high


def _staying(goal: Goal, series: Series, cycle: CycleDays, day: date) -> Standing:
    holds, found = _holds(goal), series.on(day)
    value, value_on = (found.value, found.day) if found else (None, None)
    outdated = _outdated(goal, found, cycle, day)
    if holds is None:
        return Standing(day=day, value=value, value_on=value_on, outdated=outdated, missing=Missing.NO_TARGET)
    days = [cycle.start + timedelta(days=number) for number in range((day - cycle.start).days + 1)]
    known = [each.value for each in map(series.known_on, days) if each]
    held = sum(map(holds, known))
    share = Fraction(held, len(known)) if known else None
    return Standing(
        day=day,
        value=value,
        value_on=value_on,
        progress=share,
        score=share,
        expected=Fraction(1),
        status=None if value is None else Status.HOLDS if holds(value) else Status.BROKEN,
        outdated=outdated,
        since=_unchanged_since(series, holds, day),
        counted=(held, len(known)),
        missing=None if known else Missing.NO_VALUE if value is None else Missing.NOTHING_KNOWN,
    )


def _unchanged_since(series: Series, holds: Callable[[Decimal], bool], day: date) -> date | None:
    """Since when the value has been on the side of the limits where it is."""
    since = None
    past = [each for each in series.days if each.day <= day]
    for each in reversed(past):
        if holds(each.value) != holds(past[-1].value):
            break
        since = each.day
    return since


def _establishing(goal: Goal, series: Series, cycle: CycleDays, day: date) -> Standing:
    """A baseline to be established: from four days with a value, or from enough history of a computed metric."""
    found, computed = series.on(day), goal.cadence_days is None
    days = min(series.measured_days(cycle.start, day), VALUES_OF_A_BASELINE)
    progress = Fraction(int(goal.enough_history)) if computed else Fraction(days, VALUES_OF_A_BASELINE)
    return Standing(
        day=day,
        value=found.value if found else None,
        value_on=found.day if found else None,
        progress=progress,
        score=Fraction(int(goal.confirmed)),
        expected=expected_share(cycle, day, lag_days=goal.lag_days),
        status=Status.REACHED if goal.confirmed else None,
        outdated=_outdated(goal, found, cycle, day),
        counted=None if computed else (days, VALUES_OF_A_BASELINE),
    )
