"""A list of deliveries that calls itself OKRs.

Sources: Kersten, "From Micromanagement Misery to Finding Flow"; Wodtke, "Radical Focus"; Castro, "activity-based key
results"; Doerr: objectives say what, key results how much.
"""

from collections.abc import Sequence
from typing import Final

from okrflow.metrics.models import UnitKind
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import joined
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import KeyResult, Objective, Snapshot
from okrflow.review.words.ceilings import CEILINGS
from okrflow.review.words.reading import language_of
from okrflow.review.words.similarity import Titles
from okrflow.review.words.verdicts import InObjective, dates_only, deliveries_counted, not_an_aim, output

UNKNOWN_LANGUAGE: Final = "Its wording is in no language that okrflow can read."


def output_not_outcome(snapshot: Snapshot, objective: Objective) -> Looked:
    """RM1: a title that says what is done and not what is different. Kersten; Castro."""
    for key_result in objective.key_results:
        wording, metric = output(key_result.title), key_result.metric
        if not language_of(key_result.title):
            yield Silenced("RM1", Subject.of_key_result(objective, key_result), UNKNOWN_LANGUAGE)
        elif wording:
            no_measure = metric is None or metric.counts_deliveries or metric.only_ever_0_or_1
            yield Found(
                check="RM1",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity(CEILINGS["RM1"]) if no_measure else Severity.HINT,
                wording="" if no_measure else "measured",
                facts={"quote": wording.quotes[0]},
            )


def done_or_not(snapshot: Snapshot, objective: Objective) -> Looked:
    """RM2: key results that are done or not done. Castro: milestones tell nothing until they are over."""
    found = [each for each in objective.key_results if _is_done_or_not(each)]
    number = len(objective.key_results)
    if found and len(found) / number > snapshot.thresholds.done_or_not_share:
        yield Found(
            check="RM2",
            subject=Subject.of_objective(objective),
            severity=Severity.BLOCK if len(found) == number >= 2 else Severity.WARN,
            concerns=tuple(each.uuid for each in found),
            facts={"some": len(found), "all": number},
        )


def _is_done_or_not(key_result: KeyResult) -> bool:
    metric = key_result.metric
    if metric is not None and metric.counts_deliveries:
        return True
    if metric is not None and metric.unit_kind != UnitKind.COUNT and metric.unit:
        return False
    return _from_0_to_1(key_result) or deliveries_counted(key_result.title) is not None


def _from_0_to_1(key_result: KeyResult) -> bool:
    return key_result.baseline == 0 and key_result.target == 1


def release_plan(snapshot: Snapshot, objective: Objective) -> Looked:
    """RM3: key results that follow the plan line by line. Kersten. Bets alone never count."""
    stream, limits = snapshot.stream_of(objective), snapshot.thresholds
    number = len(objective.key_results)
    if stream is None or not stream.plan or number < limits.release_plan_key_results:
        return
    plan = Titles.of(entry.title for entry in stream.plan)
    pairs = [
        (like.similarity, key_result.uuid, like.index)
        for key_result in objective.key_results
        for like in plan.like(key_result.title, least=limits.release_plan_similarity)
    ]
    taken: dict[int, object] = {}
    for _, uuid, index in sorted(pairs, key=lambda pair: -pair[0]):
        if index not in taken and uuid not in taken.values():
            taken[index] = uuid
    if len(taken) / number > limits.release_plan_share:
        yield Found(
            check="RM3",
            subject=Subject.of_objective(objective),
            severity=Severity.WARN,
            concerns=tuple(stream.plan[index].uuid for index in sorted(taken)),
        )


def date_as_result(snapshot: Snapshot, objective: Objective) -> Looked:
    """RM4: the only number is a date, a period or a version. Wodtke: when is not how much."""
    for key_result in objective.key_results:
        wording = dates_only(key_result.title)
        if wording:
            no_measure = key_result.metric is None or _from_0_to_1(key_result)
            yield Found(
                check="RM4",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity(CEILINGS["RM4"]) if no_measure else Severity.HINT,
                facts={"quote": joined(wording.quotes)},
            )


def not_an_objective(snapshot: Snapshot, objective: Objective) -> Looked:
    """RM5: a number or a delivery in the objective. Doerr: the objective is what, the key results are how much."""
    if not language_of(objective.title):
        yield Silenced("RM5", Subject.of_objective(objective), UNKNOWN_LANGUAGE)
    for part in not_an_aim(objective.title):
        is_number = part.kind == InObjective.NUMBER
        yield Found(
            check="RM5",
            subject=Subject.of_objective(objective),
            severity=Severity(CEILINGS[f"RM5 {part.kind.value}"]),
            discriminator=part.kind.value,
            wording="" if is_number else "delivery",
            facts={"quote": joined(part.wording.quotes)},
        )


_AIM: Final = "Objectives say what, key results say how much."

OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="RM1",
        finds="output, not outcome",
        look=output_not_outcome,
        sentence=Sentence(
            "“{quote}” is something you do.", "What is different afterwards? Say from what to what."
        ),
        variants={
            "measured": Sentence(
                "“{quote}” is something you do: the title hides a good key result.",
                "Say what is different afterwards, from what to what.",
            )
        },
    ),
    Check(
        id="RM2",
        finds="done or not done",
        look=done_or_not,
        sentence=Sentence(
            "{some} of {all} are done or not done.", "Put deliveries on the plan as bets on a key result."
        ),
    ),
    Check(
        id="RM3",
        finds="a release plan",
        look=release_plan,
        sentence=Sentence(
            "These follow the plan line by line.",
            "Would you throw the plan away in week 2 and still know whether you won?",
        ),
    ),
    Check(
        id="RM4",
        finds="a date as result",
        look=date_as_result,
        sentence=Sentence("The only number is {quote}.", "A date is when; write how much."),
    ),
    Check(
        id="RM5",
        finds="a number or a delivery in the objective",
        look=not_an_objective,
        sentence=Sentence(_AIM, "Move “{quote}” to a key result."),
        variants={"delivery": Sentence(_AIM, "Put “{quote}” on the plan, and say what it is for.")},
    ),
)
