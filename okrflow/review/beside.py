"""What stands beside the form of an objective while it is written: a few findings, the others folded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import QueryDict

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.models import Objective, ObjectiveState
from okrflow.review.findings import Finding, Result, Severity
from okrflow.review.last import last_snapshot
from okrflow.review.reading import Moment
from okrflow.review.reviewing import review_form
from okrflow.review.sentences import advice, whole_message
from okrflow.review.typed import key_results_typed, objective_typed
from okrflow.review.words.verdicts import InObjective, not_an_aim
from okrflow.review.written import as_written

AT_MOST: Final = 3
SEVEREST: Final = tuple(Severity)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One finding as the form shows it; `on` is the title of the key result that it is about, if of one.

    `lift` names the parts of the objective's title that a button moves to a key result, for the form's action "lift".
    """

    check: str
    severity: Severity
    message: str
    advice: str
    on: str
    lift: str = ""


@dataclass(frozen=True, kw_only=True)
class Beside:
    first: Sequence[Told]
    folded: Sequence[Told]

    @property
    def blocks(self) -> int:
        """How many keep it from being published."""
        return sum(each.severity == Severity.BLOCK for each in (*self.first, *self.folded))


def beside(data: QueryDict, offers: Offers, stored: Objective | None, *, now: datetime) -> Beside:
    """What the review says to the fields as they are typed, with the last snapshot for all else; nothing is stored."""
    typed = objective_typed(data, offers, stored)
    if typed is None:
        return Beside(first=(), folded=())
    key_results = key_results_typed(data, offers, stored)
    organisation = offers.rights.organisation
    stream = offers.value_stream.uuid if offers.value_stream else None
    snapshot = last_snapshot(organisation, cycle=typed.cycle.uuid, stream=stream, now=now)
    moment = Moment(organisation=organisation, now=now)
    draft = replace(as_written(typed, key_results, snapshot, moment), state=ObjectiveState.DRAFT)
    titles = {each.uuid: each.title for each in draft.key_results}
    told = [
        Told(
            check=each.found.check,
            severity=each.severity,
            message=whole_message(each),
            advice=advice(each.found),
            on=titles.get(each.found.subject.uuid, ""),
            lift=_lift(each, draft.title),
        )
        for each in ordered(review_form(snapshot, draft), {draft.uuid, *titles})
    ]
    return Beside(first=told[:AT_MOST], folded=told[AT_MOST:])


def _lift(finding: Finding, title: str) -> str:
    """RM5's numbers. A delivery belongs onto the plan."""
    if finding.found.check != "RM5" or finding.found.discriminator != InObjective.NUMBER.value:
        return ""
    numbers = (part.wording.quotes for part in not_an_aim(title) if part.kind == InObjective.NUMBER)
    return "|".join(quote for quotes in numbers for quote in quotes)


def ordered(result: Result, written: Collection[UUID]) -> list[Finding]:
    """What concerns it, of equal severity what is `written` here first: CP1 stops plan entries and has its place on the
    plan."""
    shown = (each for each in result.shown if each.found.check != "CP1")
    return sorted(
        shown, key=lambda each: (SEVEREST.index(each.severity), each.found.subject.uuid not in written)
    )
