"""Improvement that leaves the bottleneck alone, and flow figures taken for more than the history carries.

Sources: Kersten, "From Micromanagement Misery to Finding Flow"; Eliyahu Goldratt, "The Goal" (an hour saved elsewhere
is a mirage); John Little, L = lambda W.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from okrflow.metrics.models import UnitKind
from okrflow.review import history
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Count, amount, days, percent
from okrflow.review.families.fit import cannot_all_hold
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import (
    Bottleneck,
    Impediment,
    KeyResult,
    Objective,
    Organisation,
    Snapshot,
    Stream,
)

WEEK: Final = 7


def improvement_elsewhere(snapshot: Snapshot, stream: Stream) -> Looked:
    """BN1: a clear bottleneck that nothing touches. Goldratt; Kersten."""
    if not _improves(snapshot, stream):
        return
    if not history.is_enough(snapshot, stream):
        yield Silenced("BN1", Subject.of_stream(stream), history.why_not(snapshot, stream))
        return
    found = _clear_bottleneck(snapshot, stream)
    if found and not any((stream.uuid, stage) in snapshot.touched for stage in found.stages):
        yield Found(
            check="BN1",
            subject=Subject.of_stream(stream),
            severity=Severity.WARN,
            discriminator=found.stage,
            facts={"stage": found.stage, "share": percent(found.share)},
        )


def _improves(snapshot: Snapshot, stream: Stream) -> bool:
    """Whether the stream has an objective or an experiment at all."""
    experiments = any(each.stream == stream.uuid for each in snapshot.open_experiments)
    return experiments or stream.uuid in snapshot.counted_of


def _clear_bottleneck(snapshot: Snapshot, stream: Stream) -> Bottleneck | None:
    """That of 90 days, if it is clear and was the same in the last 28."""
    recent, quarter, least = stream.recent, stream.quarter, snapshot.thresholds.clear_stability
    if recent is None or quarter is None or recent.stage != quarter.stage:
        return None
    return quarter if min(recent.stability, quarter.stability) >= least else None


def beyond_history(snapshot: Snapshot, objective: Objective) -> Looked:
    """BN2: an aim that history alone doesn't reach, with nothing tried to change it. Kersten: OKRs drive experiments."""
    stream = snapshot.stream_of(objective)
    for key_result in objective.key_results:
        subject = Subject.of_key_result(objective, key_result)
        if key_result.chance is None:
            continue
        is_flow = key_result.metric is not None and key_result.metric.is_flow
        if stream and is_flow and not history.is_enough(snapshot, stream):
            yield Silenced("BN2", subject, history.why_not(snapshot, stream))
        elif key_result.chance < snapshot.thresholds.small_chance and not _tried(
            snapshot, objective, key_result
        ):
            yield Found(
                check="BN2",
                subject=subject,
                severity=Severity.WARN,
                facts={"chance": percent(key_result.chance)},
            )


def _tried(snapshot: Snapshot, objective: Objective, key_result: KeyResult) -> bool:
    """Whether an experiment is to move it or, for the organisation's, one that contributes to it."""
    below = [] if objective.stream else snapshot.contributing_to.get(key_result.uuid, [])
    return not snapshot.experimented_on.isdisjoint([key_result.uuid, *below])


def wrong_baseline(snapshot: Snapshot, objective: Objective) -> Looked:
    """BN3: a baseline typed over the computed one. okrflow: flow key results start from computed flow."""
    stream = snapshot.stream_of(objective)
    for key_result in objective.key_results:
        metric, typed, computed = key_result.metric, key_result.baseline, key_result.computed_baseline
        if metric is None or not metric.is_flow or typed is None or computed is None:
            continue
        subject = Subject.of_key_result(objective, key_result)
        if stream and not history.is_enough(snapshot, stream):
            yield Silenced("BN3", subject, history.why_not(snapshot, stream))
        elif _is_off(snapshot, key_result, computed):
            then = key_result.computed_when_published
            moved = objective.is_published and then is not None and not _is_off(snapshot, key_result, then)
            yield Found(
                check="BN3",
                subject=subject,
                severity=Severity.HINT if moved else Severity.BLOCK,
                wording="moved" if moved else "",
                facts={
                    "date": key_result.baseline_on or snapshot.today,
                    "computed": amount(metric, computed),
                    "typed": amount(metric, typed),
                },
            )


def _is_off(snapshot: Snapshot, key_result: KeyResult, computed: Decimal) -> bool:
    """By more than the threshold's share, and by more than one digit as shown."""
    assert key_result.metric is not None and key_result.baseline is not None
    metric, off = key_result.metric, abs(key_result.baseline - computed)
    digits = metric.digits + (2 if metric.unit_kind == UnitKind.PERCENT else 0)
    share = Decimal(snapshot.thresholds.baseline_off_share)
    return off > share * abs(computed) and off > Decimal(1).scaleb(-digits)


def too_little_history(snapshot: Snapshot, stream: Stream) -> Looked:
    """BN4: too few finished items for any flow figure to be relied on. Shown alone, in place of the other flow checks."""
    if stream.uuid not in snapshot.counted_of or history.is_enough(snapshot, stream):
        return
    finished, wait = stream.finished, history.days_to_wait(snapshot, stream)
    weeks = finished.days(snapshot.today) // WEEK
    yield Found(
        check="BN4",
        subject=Subject.of_stream(stream),
        severity=Severity.HINT,
        wording="" if wait else "nothing",
        facts={
            "items": Count(finished.items, "finished item", "finished items"),
            "weeks": Count(weeks, "week", "weeks"),
            "wait": days(wait or 0),
        },
    )


def hidden_dependency(snapshot: Snapshot, stream: Stream) -> Looked:
    """BN6: much of the waiting is for one other stream, and neither says so. Kersten, "Project to Product"."""
    by_owner: dict[UUID, float] = defaultdict(float)
    for waiting in stream.waiting:
        by_owner[waiting.owner or stream.uuid] += waiting.item_days
    everything = sum(by_owner.values())
    for owner, item_days in sorted(by_owner.items()):
        other = snapshot.stream_by_uuid.get(owner)
        if (
            other is None
            or other.uuid == stream.uuid
            or item_days <= snapshot.thresholds.hidden_share * everything
        ):
            continue
        stages = {each.stage for each in stream.waiting if each.owner == owner}
        if not history.is_enough(snapshot, stream):
            yield Silenced("BN6", Subject.of_stream(stream), history.why_not(snapshot, stream))
        elif not any((each, stage) in snapshot.touched for each in (stream.uuid, owner) for stage in stages):
            yield Found(
                check="BN6",
                subject=Subject.of_stream(stream),
                severity=Severity.WARN,
                discriminator=str(owner),
                concerns=(owner,),
                facts={"share": percent(item_days / everything), "other": other.name},
            )


def unanswered_impediment(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """BN7: a stream asked for help and nobody answered. Kersten: removing impediments is what leaders' OKRs are for."""
    for impediment in snapshot.impediments:
        waited = (snapshot.today - impediment.raised_on).days
        answered = impediment.addressed or impediment.answered
        if answered or waited <= snapshot.thresholds.unanswered_days or not _matters(snapshot, impediment):
            continue
        yield Found(
            check="BN7",
            subject=Subject.of_organisation(organisation),
            severity=Severity.WARN,
            discriminator=str(impediment.uuid),
            concerns=(impediment.uuid, impediment.raised_by),
            facts={"stream": snapshot.stream_by_uuid[impediment.raised_by].name, "waited": days(waited)},
        )


def _matters(snapshot: Snapshot, impediment: Impediment) -> bool:
    """Whether it is on a bottleneck stage or limits a published key result."""
    stream = snapshot.stream_by_uuid.get(impediment.stage_stream) if impediment.stage_stream else None
    bottlenecks = [each for each in (stream.recent, stream.quarter) if each] if stream else []
    limited = snapshot.key_result_by_uuid.get(impediment.limits) if impediment.limits else None
    on_bottleneck = any(impediment.stage in each.stages for each in bottlenecks)
    return on_bottleneck or (limited is not None and limited[0].is_published)


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="BN2",
        finds="beyond what history carries",
        look=beyond_history,
        sentence=Sentence(
            "History alone gives it a chance of {chance}.", "Good ambition: what will you change? Attach it."
        ),
    ),
    Check(
        id="BN3",
        finds="a wrong baseline",
        look=wrong_baseline,
        sentence=Sentence("On {date} it was {computed}, not {typed}.", "Use {computed}."),
        variants={
            "moved": Sentence(
                "By what is known now it was {computed} on {date}, not {typed}.",
                "Keep {typed} and what you learnt, or use {computed}.",
            )
        },
    ),
)
STREAM: Final[Sequence[Check[Stream]]] = (
    Check(
        id="BN1",
        finds="improvement elsewhere",
        look=improvement_elsewhere,
        sentence=Sentence(
            "{stage} holds {share} of all flow time; nothing here touches it.",
            "Start an experiment there, or raise it as an impediment.",
        ),
    ),
    Check(
        id="BN4",
        finds="too little history",
        look=too_little_history,
        sentence=Sentence(
            "{items} in {weeks}: figures will jump.", "Use “establish the baseline”, or wait {wait}."
        ),
        variants={
            "nothing": Sentence(
                "Nothing is finished yet: figures will jump.", "Use “establish the baseline”."
            )
        },
    ),
    Check(
        id="BN5",
        finds="can't all hold",
        look=cannot_all_hold,
        sentence=Sentence(
            "Load {load}, {velocity} a week and {time} don't fit: {velocity} a week x {time} is {fits}.",
            "Drop or change one.",
        ),
    ),
    Check(
        id="BN6",
        finds="hidden dependency",
        look=hidden_dependency,
        sentence=Sentence("{share} of the waiting is for {other}.", "Raise an impediment; {other} sees it."),
    ),
)
ORGANISATION: Final[Sequence[Check[Organisation]]] = (
    Check(
        id="BN7",
        finds="an unanswered impediment",
        look=unanswered_impediment,
        sentence=Sentence(
            "{stream} has waited {waited} for an answer.", "Address it in an objective, or say why not."
        ),
    ),
)
