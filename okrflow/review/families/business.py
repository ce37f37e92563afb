"""Key results that tell at the end, in money, or too slowly to steer by, with no flow beside them.

Sources: Kersten, "From Micromanagement Misery to Finding Flow" and "Project to Product" (business results lag behind
flow); Robert Kaplan and David Norton on leading and lagging measures.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Timing, UnitKind
from okrflow.review import history
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Count, Facts, amount, percent, short_days
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import Cycle, Figure, Metric, Objective, Organisation, Snapshot, Stream

MONEY_WORDS: Final = {
    *("revenue", "turnover", "sales", "margin", "profit", "income", "earnings", "ebit", "ebitda"),
    *("cost", "costs", "spend", "spending", "budget", "price", "cash"),
}


def learning_at_the_end(snapshot: Snapshot, objective: Objective) -> Looked:
    """BM1: only lagging metrics. Kersten: results show long after the flow that brings them."""
    metrics = objective.metrics
    if not _all_measured(objective) or any(each.timing != Timing.LAGGING for each in metrics):
        return
    stream = snapshot.stream_of(objective)
    leading = _flow_time(stream) if stream else None
    yield Found(
        check="BM1",
        subject=Subject.of_objective(objective),
        severity=Severity.WARN,
        wording="" if leading else "no figure",
        facts={"all": len(metrics), **_today(leading)},
    )


def _all_measured(objective: Objective) -> bool:
    """Two key results at least, each with its metric."""
    return len(objective.key_results) >= 2 and len(objective.metrics) == len(objective.key_results)


def _flow_time(stream: Stream) -> Figure | None:
    """The flow time of features, else of all kinds, if there is one."""
    found = [stream.figure(Measure.FLOW_TIME_P85, kind) for kind in (Kind.FEATURE, None)]
    return next((each for each in found if each and each.now is not None), None)


def _today(figure: Figure | None) -> Facts:
    """A measure, called as in the middle of a sentence, and its value."""
    if figure is None or figure.now is None:
        return {}
    duration = figure.unit_kind == UnitKind.DURATION
    value = short_days(figure.now) if duration else amount(figure, figure.now)
    return {"measure": figure.name[:1].lower() + figure.name[1:], "value": value}


def money_only(snapshot: Snapshot, objective: Objective) -> Looked:
    """BM2: money only. Kersten: nobody can act on it on a Tuesday."""
    if _all_measured(objective) and all(map(_is_money, objective.metrics)):
        yield Found(check="BM2", subject=Subject.of_objective(objective), severity=Severity.WARN)


def _is_money(metric: Metric) -> bool:
    """Currency, or a percent of something that is counted in one, as its name or unit says."""
    words = set(f"{metric.name} {metric.unit}".lower().replace("-", " ").split())
    percent_of_money = metric.unit_kind == UnitKind.PERCENT and bool(words & MONEY_WORDS)
    return not metric.is_flow and (metric.unit_kind == UnitKind.CURRENCY or percent_of_money)


def stream_without_flow(snapshot: Snapshot, stream: Stream) -> Looked:
    """BM3: nothing in a stream's OKRs measures its flow. Kersten: flow metrics for streams, business results above."""
    for cycle in snapshot.cycles:
        written = [each for each in snapshot.counted_of.get(stream.uuid, ()) if each.cycle == cycle.uuid]
        if not written or any(metric.is_flow for each in written for metric in each.metrics):
            continue
        if not history.is_enough(snapshot, stream):
            yield Silenced("BM3", Subject.of_stream(stream), history.why_not(snapshot, stream))
            return
        offer = _offer(snapshot, stream)
        yield Found(
            check="BM3",
            subject=Subject.of_stream(stream),
            severity=Severity.WARN,
            discriminator=str(cycle.uuid),
            wording="" if offer else "no figure",
            concerns=tuple(each.uuid for each in written),
            facts={"stream": stream.name, **offer},
        )


def _offer(snapshot: Snapshot, stream: Stream) -> Facts:
    """The bottleneck's p85 visit if it is clear, else the measure that worsened most, of equals the flow time."""
    clear, found = snapshot.thresholds.clear_stability, stream.quarter
    if found and found.stability >= clear and found.visit_days_p85 is not None:
        return {"measure": f"{found.stage}, p85", "value": short_days(found.visit_days_p85)}
    known = [each for each in stream.figures if each.now is not None]
    worst = max(
        known, key=lambda each: (each.worsened_by, each.measure == Measure.FLOW_TIME_P85), default=None
    )
    return _today(worst)


def too_slow(snapshot: Snapshot, objective: Objective) -> Looked:
    """BM4: values too rare to steer by, and no flow metric. Kaplan and Norton; Doerr: a key result is watched weekly."""
    metrics, cycle = objective.metrics, snapshot.cycle_of(objective)
    if not metrics or any(each.is_flow for each in metrics):
        return
    seen = [_values_a_cycle(snapshot, each, cycle) for each in metrics]
    if all(few is not None for few in seen):
        yield Found(
            check="BM4",
            subject=Subject.of_objective(objective),
            severity=Severity.WARN,
            facts={"values": Count(max(few or 0 for few in seen), "value", "values")},
        )


def _values_a_cycle(snapshot: Snapshot, metric: Metric, cycle: Cycle) -> int | None:
    """How many values one will see, if these are too few; None if they are not."""
    limits, length = snapshot.thresholds, timedelta(days=cycle.days)
    if metric.cadence_days > limits.cadence_share * cycle.days:
        return cycle.days // metric.cadence_days
    has_history = metric.history and metric.history[0][0] <= snapshot.today - length
    measured = metric.measured_since(snapshot.today - length)
    return measured if has_history and measured < limits.least_values else None


def organisation_without_flow(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """BM5: the organisation asks for business results only. Kersten: leaders own what holds the streams up."""
    for cycle in snapshot.cycles:
        own = [each for each in snapshot.published if each.stream is None and each.cycle == cycle.uuid]
        flows = any(metric.is_flow for each in own for metric in each.metrics)
        if own and not flows and cycle.runs_on(snapshot.today):
            known = organisation.efficiency is not None
            yield Found(
                check="BM5",
                subject=Subject.of_organisation(organisation),
                severity=Severity.WARN,
                discriminator=str(cycle.uuid),
                wording="" if known else "no figure",
                concerns=tuple(each.uuid for each in own),
                facts={"efficiency": percent(organisation.efficiency or 0)},
            )


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="BM1",
        finds="learning only at the end",
        look=learning_at_the_end,
        sentence=Sentence("All {all} tell you at the end.", "Add a leading one: {measure} today {value}."),
        variants={"no figure": Sentence("All {all} tell you at the end.", "Add a leading one.")},
    ),
    Check(
        id="BM2",
        finds="money only",
        look=money_only,
        sentence=Sentence(
            "Nobody can act on these on a Tuesday.", "Pair with what customers or the flow would show first."
        ),
    ),
    Check(
        id="BM4",
        finds="too slow to steer by",
        look=too_slow,
        sentence=Sentence(
            "You will see {values} this cycle.", "Measure a sample weekly, or pair with a flow metric."
        ),
    ),
)
STREAM: Final[Sequence[Check[Stream]]] = (
    Check(
        id="BM3",
        finds="a stream without flow",
        look=stream_without_flow,
        sentence=Sentence("Nothing in {stream}'s OKRs measures its flow.", "Take {measure} {value} today."),
        variants={
            "no figure": Sentence("Nothing in {stream}'s OKRs measures its flow.", "Take its flow time.")
        },
    ),
)
ORGANISATION: Final[Sequence[Check[Organisation]]] = (
    Check(
        id="BM5",
        finds="an organisation without flow",
        look=organisation_without_flow,
        sentence=Sentence(
            "The organisation's key results are business results only.",
            "Give one to flow, to remove what holds the streams up: flow efficiency is {efficiency}.",
        ),
        variants={
            "no figure": Sentence(
                "The organisation's key results are business results only.",
                "Give one to flow, to remove what holds the streams up.",
            )
        },
    ),
)
