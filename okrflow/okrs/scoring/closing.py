"""What counts when a cycle is closed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from okrflow.okrs.scoring.codes import Ambition, Grade
from okrflow.okrs.scoring.cycles import CycleDays
from okrflow.okrs.scoring.key_results import Goal, Standing, standing
from okrflow.okrs.scoring.series import Measured, Series

GRACE_DAYS: Final = 14
LONGEST_GRACE_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day's figures, and whether the value in force was entered after the end."""

    standing: Standing
    late: bool


def closing(
    goal: Goal,
    values: Iterable[Measured],
    *,
    cycle: CycleDays,
    zone: tzinfo,
    grace_days: int = GRACE_DAYS,
    end: date | None = None,
) -> Closing:
    """Scored by the values about days before the end that were entered before it or within the grace.

    `end` is the first day that counts no more, where an objective is closed before its cycle ends.
    """
    end = cycle.end if end is None else min(end, cycle.end)
    grace_ends = end + timedelta(days=grace_days)
    counting = sorted(
        (
            each
            for each in values
            if each.about.astimezone(zone).date() < end and each.recorded.astimezone(zone).date() < grace_ends
        ),
        key=lambda each: (each.about, each.recorded),
    )
    late = bool(counting) and counting[-1].recorded.astimezone(zone).date() >= end
    series = Series.of_measured(counting, zone=zone, cadence_days=goal.cadence_days or 1)
    return Closing(standing(goal, series, cycle=cycle, asked_on=end - timedelta(days=1)), late)


def together(ambitions: Collection[Ambition]) -> Ambition:
    """An objective is committed if all of its key results are."""
    committed = bool(ambitions) and all(each == Ambition.COMMITTED for each in ambitions)
    return Ambition.COMMITTED if committed else Ambition.ASPIRATIONAL


def rounded(score: Fraction) -> Decimal:
    """To one decimal, half up."""
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def grade(score: Fraction, ambition: Ambition) -> Grade:
    """What a score is called: committed ones are met or missed."""
    points = rounded(score)
    if ambition == Ambition.COMMITTED:
        return Grade.MET if points >= 1 else Grade.MISSED
    if points >= Decimal("0.7"):
        return Grade.REACHED
    return Grade.PROGRESS if points >= Decimal("0.4") else Grade.MISSED
