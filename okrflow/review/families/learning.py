"""Cycles and experiments that end without anybody saying what they taught.

Sources: Wodtke, "Radical Focus" (the retrospective is half of the method); Kersten, "Project to Product".
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Amount, Facts, percent
from okrflow.review.findings import Found, Severity, Subject, SubjectType
from okrflow.review.snapshot import Effect, Objective, Organisation, Snapshot


def _long_ago(snapshot: Snapshot, day: date | None) -> bool:
    return day is not None and snapshot.today - day >= timedelta(days=snapshot.thresholds.learning_days)


def closed_without_learning(snapshot: Snapshot, objective: Objective) -> Looked:
    """LE1: a closed cycle's objective without a retrospective. Wodtke."""
    is_past = not objective.is_draft and _long_ago(snapshot, snapshot.cycle_of(objective).closed_on)
    if is_past and not objective.has_retrospective:
        yield Found(check="LE1", subject=Subject.of_objective(objective), severity=Severity.HINT)


def experiment_left_open(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """LE2: an experiment that ended without a verdict. Kersten: an experiment is there to decide something."""
    for experiment in snapshot.experiments:
        if experiment.has_verdict or not _long_ago(snapshot, experiment.to_on):
            continue
        effect = experiment.effect
        yield Found(
            check="LE2",
            subject=Subject(SubjectType.EXPERIMENT, experiment.uuid, stream=experiment.stream),
            severity=Severity.HINT,
            wording="" if effect else "no effect",
            facts=_interval(effect) if effect else {"date": experiment.to_on or snapshot.today},
        )


def _interval(effect: Effect) -> Facts:
    """A fall is told as such: an effect of -70 %, 67 to 72."""
    bounds = (
        sorted([abs(effect.low), abs(effect.high)])
        if effect.low * effect.high > 0
        else [effect.low, effect.high]
    )
    low, high = (Amount(value=100 * bound, digits=0) for bound in bounds)
    return {"change": percent(effect.change, signed=True), "low": low, "high": high}


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="LE1",
        finds="closed without learning",
        look=closed_without_learning,
        sentence=Sentence("What did it teach you?", "Answer the three questions of its retrospective."),
        of_past=True,
        as_typed=False,
    ),
)
ORGANISATION: Final[Sequence[Check[Organisation]]] = (
    Check(
        id="LE2",
        finds="experiment left open",
        look=experiment_left_open,
        sentence=Sentence("Effect {change}, {low} to {high}.", "Keep, change or drop it?"),
        variants={"no effect": Sentence("It ended on {date} without a verdict.", "Keep, change or drop it?")},
    ),
)
