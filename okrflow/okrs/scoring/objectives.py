"""What an objective's figure is made of: the plain mean of its key results, the weakest confidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from okrflow.okrs.scoring.codes import Aim


@dataclass(frozen=True, slots=True)
class Part:
    """A key result's share in its objective."""

    aim: Aim
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the scores, None while none is known, and how many of the key results that count are measured."""

    score: Fraction | None
    measured: int
    counting: int


def mean(parts: Iterable[Part], *, closed: bool = False) -> Mean:
    """The objective's score. Baselines to be established are left out unless all are; at closing, no score is 0."""
    every = list(parts)
    counting = [part for part in every if part.aim != Aim.BASELINE] or every
    known = [part.score for part in counting if part.score is not None]
    divisor = len(counting) if closed else len(known)
    score = sum(known, Fraction(0)) / divisor if divisor else None
    return Mean(score, len(known), len(counting))


@dataclass(frozen=True, slots=True)
class Confidence:
    given_on: date
    points: int


def confidence(given: Sequence[Confidence], *, start: date, asked_on: date, cadence_days: int) -> int | None:
    """The last one given in this cycle, in the order of giving, None when it is older than twice the cadence."""
    of_cycle = [each for each in given if start <= each.given_on <= asked_on]
    if not of_cycle or (asked_on - of_cycle[-1].given_on).days > 2 * cadence_days:
        return None
    return of_cycle[-1].points


def weakest(points: Iterable[int | None]) -> int | None:
    """The objective's confidence: the lowest of its key results."""
    return min((each for each in points if each is not None), default=None)
