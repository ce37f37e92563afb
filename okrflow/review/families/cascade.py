"""OKRs handed down level by level instead of found by those who do the work.

Sources: Kersten, "From Micromanagement Misery to Finding Flow"; Google's OKR playbook ("about half from the bottom");
Felipe Castro, "OKRs do not cascade".
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from statistics import median_low
from typing import Final

from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Count, amount, days
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import KeyResult, Metric, Objective, Organisation, Snapshot
from okrflow.review.words.similarity import similarity


def _chain(snapshot: Snapshot, objective: Objective) -> tuple[list[Objective], bool]:
    """The objective, what it supports and so on upwards, each once, and whether the chain comes back to the objective."""
    chain, above = [objective], snapshot.parent(objective)
    while above is not None and above not in chain:
        chain.append(above)
        above = snapshot.parent(above)
    return chain, above is not None and above.uuid == objective.uuid


def many_levels(snapshot: Snapshot, objective: Objective) -> Looked:
    """CA1: objectives that support objectives that support objectives. Castro: streams align with the organisation's own."""
    chain, loops = _chain(snapshot, objective)
    limits = snapshot.thresholds
    if loops or objective.uuid in snapshot.supported_by or len(chain) <= limits.levels_warned:
        return
    yield Found(
        check="CA1",
        subject=Subject.of_objective(objective),
        severity=Severity.BLOCK if len(chain) > limits.levels_blocked else Severity.WARN,
        concerns=tuple(each.uuid for each in chain),
        facts={
            "levels": Count(len(chain), "level", "levels"),
            "chain": tuple(f"“{each.title}”" for each in chain),
        },
    )


def loop(snapshot: Snapshot, objective: Objective) -> Looked:
    """CA6: a chain that comes back to itself supports nothing. One finding for the whole loop."""
    chain, loops = _chain(snapshot, objective)
    if not loops:
        return
    first = min(chain, key=lambda each: (not each.is_draft, each.uuid))
    yield Found(
        check="CA6",
        subject=Subject.of_objective(first),
        severity=Severity.BLOCK,
        concerns=tuple(sorted(each.uuid for each in chain)),
        facts={"loop": " supports ".join(f"“{each.title}”" for each in _from(first, chain))},
    )


def _from(first: Objective, chain: list[Objective]) -> list[Objective]:
    """The loop, beginning and ending with one of it."""
    place = chain.index(first)
    return [*chain[place:], *chain[:place], first]


def repeated_key_result(snapshot: Snapshot, objective: Objective) -> Looked:
    """CA2: the parent's key result, handed down as an objective. Castro: the classic cascade."""
    parent = snapshot.parent(objective)
    for above in parent.key_results if parent else ():
        measured = [each for each in objective.key_results if each.metric and above.metric]
        if any(_same_measure_on_own_stream(each.metric, above.metric) for each in measured):
            continue
        repeats = [each for each in measured if _same_aim(each, above)]
        least = snapshot.thresholds.repeated_similarity
        if repeats or similarity(objective.title, above.title) >= least:
            yield Found(
                check="CA2",
                subject=Subject.of_objective(objective),
                severity=Severity.WARN,
                discriminator=str(above.uuid),
                concerns=(above.uuid, *(each.uuid for each in repeats)),
            )


def _same_measure_on_own_stream(own: Metric | None, above: Metric | None) -> bool:
    """Whether one is of a stream what the other is of all streams."""
    if own is None or above is None or own.measure is None:
        return False
    same = (own.measure, own.item_kind) == (above.measure, above.item_kind)
    return same and own.stream is not None and above.stream is None


def _same_aim(own: KeyResult, above: KeyResult) -> bool:
    same_metric = own.metric and above.metric and own.metric.uuid == above.metric.uuid
    return bool(same_metric) and (own.aim, own.target, own.lower) == (above.aim, above.target, above.lower)


def sliced_number(snapshot: Snapshot, objective: Objective) -> Looked:
    """CA3: parts that add up to the whole were divided, not found. Kersten; Castro."""
    for whole in objective.key_results:
        parts = [part for part in _contributing(snapshot, whole) if part.aims_at]
        if len(parts) < 2 or not whole.aims_at or not whole.metric:
            continue
        metric, aimed = whole.metric, whole.aims_at
        changes = [part.aims_at or Decimal(0) for part in parts]
        same = all(
            part.aim == whole.aim and part.metric and part.metric.unit_kind == metric.unit_kind
            for part in parts
        )
        tolerance = Decimal(snapshot.thresholds.sliced_tolerance) * abs(aimed)
        if same and abs(sum(changes) - aimed) <= tolerance:
            yield Found(
                check="CA3",
                subject=Subject.of_key_result(objective, whole),
                severity=Severity.WARN,
                concerns=tuple(part.uuid for part in parts),
                facts={
                    "parts": tuple(amount(metric, change, signed=True) for change in changes),
                    "whole": amount(metric, aimed, signed=True),
                },
            )


def _contributing(snapshot: Snapshot, whole: KeyResult) -> Iterator[KeyResult]:
    for uuid in snapshot.contributing_to.get(whole.uuid, ()):
        if uuid in snapshot.key_result_by_uuid:
            yield snapshot.key_result_by_uuid[uuid][1]


def waterfall(snapshot: Snapshot, objective: Objective) -> Looked:
    """CA4: streams that had to wait for a finished parent. Google's playbook: drafts are shared early, in all directions."""
    limits = snapshot.thresholds
    below = [each for each in snapshot.supported_by.get(objective.uuid, ()) if each.stream]
    published = [each.published_on for each in below if each.published_on]
    if objective.published_on is None or not below:
        return
    subject = Subject.of_objective(objective)
    if len(published) < limits.waterfall_children:
        yield Silenced("CA4", subject, f"Fewer than {limits.waterfall_children:g} objectives support it.")
        return
    cycle, median = snapshot.cycle_of(objective), median_low(published)
    late = timedelta(days=limits.waterfall_days)
    if median - objective.published_on > late and median - cycle.starts_on > late:
        yield Found(
            check="CA4",
            subject=subject,
            severity=Severity.HINT,
            concerns=tuple(each.uuid for each in below),
            facts={"late": days((median - cycle.starts_on).days)},
        )


def all_top_down(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """CA5: nearly all objectives came from above. Google's playbook: about half should come from the streams."""
    limits = snapshot.thresholds
    for cycle in snapshot.cycles:
        own = [each for each in snapshot.published if each.stream and each.cycle == cycle.uuid]
        above = [each for each in own if each.from_above]
        subject = Subject.of_organisation(organisation)
        if own and len(own) < limits.from_above_objectives:
            yield Silenced("CA5", subject, _too_few(limits.from_above_objectives, cycle.name))
        elif own and len(above) / len(own) > limits.from_above_share:
            yield Found(
                check="CA5",
                subject=subject,
                severity=Severity.WARN,
                discriminator=str(cycle.uuid),
                concerns=tuple(each.uuid for each in above),
                facts={"some": len(above), "all": len(own)},
            )


def _too_few(least: float, cycle: str) -> str:
    return f"{cycle} has fewer than {least:g} published objectives of streams."


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="CA1",
        finds="multi-level cascade",
        look=many_levels,
        sentence=Sentence("{levels}: {chain}.", "Attach it to the organisation's objective itself."),
    ),
    Check(
        id="CA2",
        finds="a key result turned into an objective",
        look=repeated_key_result,
        sentence=Sentence(
            "This repeats the parent's key result.", "Say what this stream changes so that it can come true."
        ),
    ),
    Check(
        id="CA3",
        finds="a number sliced",
        look=sliced_number,
        sentence=Sentence("{parts} make exactly {whole}.", "Let each stream aim at what it can move."),
    ),
    Check(
        id="CA4",
        finds="released in waterfalls",
        look=waterfall,
        sentence=Sentence(
            "Streams could start {late} into the cycle.",
            "Share drafts early; streams need no finished parent.",
        ),
        as_typed=False,
    ),
    Check(
        id="CA6",
        finds="a loop",
        look=loop,
        sentence=Sentence("{loop}.", "Take one link out."),
    ),
)
ORGANISATION: Final[Sequence[Check[Organisation]]] = (
    Check(
        id="CA5",
        finds="all top-down",
        look=all_top_down,
        sentence=Sentence(
            "{some} of {all} were proposed from above.",
            "Ask streams for theirs first; about half should come from them.",
        ),
    ),
)
