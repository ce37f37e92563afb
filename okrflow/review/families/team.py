"""Telemetry, proxies and figures that are easily gamed, taken for results.

Sources: Kersten, "Project to Product" (proxy metrics); Charles Goodhart's law; Doerr on pairing measures with guards.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from okrflow.flow import Kind
from okrflow.metrics.models import Category, Measure
from okrflow.okrs.scoring import Aim
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import percent
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import KeyResult, Objective, Snapshot, Stream
from okrflow.review.words.proxies import proxy

UNPLANNED_KINDS: Final = (Kind.RISK, Kind.DEBT)
GUARDING: Final = frozenset(
    {
        Measure.FLOW_TIME_P50,
        Measure.FLOW_TIME_P85,
        Measure.FLOW_TIME_MEAN,
        Measure.EFFICIENCY,
        Measure.DISTRIBUTION_SHARE,
        Measure.STAGE_SHARE,
    }
)


def telemetry_only(snapshot: Snapshot, objective: Objective) -> Looked:
    """TP1: all on the team's own metrics. Kersten: telemetry helps the team and is no result."""
    metrics = objective.metrics
    if metrics and len(metrics) == len(objective.key_results) and all(each.is_team for each in metrics):
        yield Found(check="TP1", subject=Subject.of_objective(objective), severity=Severity.WARN)


def no_outcome(snapshot: Snapshot, objective: Objective) -> Looked:
    """TP2: flow, and nothing that shows whether faster flow mattered. Kersten: flow metrics lead to business results."""
    parent = snapshot.parent(objective)
    related = [objective, *([parent] if parent else []), *snapshot.supported_by.get(objective.uuid, ())]
    if not any(metric.is_flow for metric in objective.metrics):
        return
    if not any(metric.is_business for each in related for metric in each.metrics):
        yield Found(check="TP2", subject=Subject.of_objective(objective), severity=Severity.WARN)


def easy_to_game(snapshot: Snapshot, objective: Objective) -> Looked:
    """TP3: more is counted, and nothing guards what it costs. Goodhart; Doerr: pair quantity with quality."""
    if any(map(_guards, objective.key_results)):
        return
    share = _defect_share(snapshot.stream_of(objective))
    for key_result in objective.key_results:
        metric = key_result.metric
        if metric is None or key_result.aim != Aim.RAISE:
            continue
        if metric.measure == Measure.VELOCITY or metric.counts_deliveries:
            counted = "" if metric.measure == Measure.VELOCITY else "deliveries"
            yield Found(
                check="TP3",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.WARN,
                wording=", ".join(filter(None, [counted, "no figure" if share is None else ""])),
                facts={"metric": metric.name, "defects": percent(share or 0)},
            )


def _guards(key_result: KeyResult) -> bool:
    metric = key_result.metric
    if metric is None:
        return False
    return key_result.aim.stays or metric.category == Category.QUALITY or metric.measure in GUARDING


def _defect_share(stream: Stream | None) -> float | None:
    return share_of(stream.finished.recent, [Kind.DEFECT]) if stream else None


def share_of(finished: Mapping[Kind, int], kinds: Sequence[Kind]) -> float | None:
    """The share of these kinds in what was finished; None where nothing was."""
    everything = sum(finished.values())
    return sum(finished.get(kind, 0) for kind in kinds) / everything if everything else None


def starving_the_rest(snapshot: Snapshot, objective: Objective) -> Looked:
    """TP4: features grow at the cost of risk and debt. Kersten, flow distribution: what is left out comes back as debt."""
    stream, limits = snapshot.stream_of(objective), snapshot.thresholds
    aiming = [each for each in objective.key_results if _favours_features(each)]
    if stream is None or not aiming:
        return
    now = share_of(stream.finished.recent, UNPLANNED_KINDS)
    before = share_of(stream.finished.earlier, UNPLANNED_KINDS)
    for key_result in aiming:
        subject = Subject.of_key_result(objective, key_result)
        if now is None or before is None or stream.finished.earlier_days < limits.starving_days:
            why = f"Its earlier distribution is known for less than {limits.starving_days:g} days."
            yield Silenced("TP4", subject, why)
        elif now < limits.starving_share * before:
            yield Found(
                check="TP4",
                subject=subject,
                severity=Severity.WARN,
                facts={"now": percent(now), "before": percent(before)},
            )


def _favours_features(key_result: KeyResult) -> bool:
    metric = key_result.metric
    if metric is None or metric.measure != Measure.DISTRIBUTION_SHARE:
        return False
    lowers = key_result.aim == Aim.LOWER and metric.item_kind in UNPLANNED_KINDS
    return lowers or (key_result.aim == Aim.RAISE and metric.item_kind == Kind.FEATURE)


def proxy_in_disguise(snapshot: Snapshot, objective: Objective) -> Looked:
    """TP5: a business metric that counts work. Kersten, "Project to Product": proxies hide what the customer gets."""
    for metric in objective.metrics if snapshot.counts(objective) else ():
        found = proxy(metric.name, metric.unit) if metric.is_business else None
        if found:
            yield Found(
                check="TP5",
                subject=Subject.of_metric(metric),
                severity=Severity.HINT,
                facts={"quote": found.quote},
            )


_VELOCITY: Final = "Velocity rises by cutting items smaller."
_DELIVERIES: Final = "{metric} rises by cutting deliveries smaller."
_KNOWN: Final = "Add a guard, for example defects at most {defects}."
_UNKNOWN: Final = "Add a guard, for example a share of defects to stay below."

OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="TP1",
        finds="telemetry only",
        look=telemetry_only,
        sentence=Sentence(
            "These tell the team how it works, not whether it helped.",
            "Keep them on the team page; add the outcome.",
        ),
    ),
    Check(
        id="TP2",
        finds="no outcome",
        look=no_outcome,
        sentence=Sentence(
            "Which result would show that faster flow mattered?",
            "Link the organisation's objective or add one business key result.",
        ),
    ),
    Check(
        id="TP3",
        finds="easy to game",
        look=easy_to_game,
        sentence=Sentence(_VELOCITY, _KNOWN),
        variants={
            "no figure": Sentence(_VELOCITY, _UNKNOWN),
            "deliveries": Sentence(_DELIVERIES, _KNOWN),
            "deliveries, no figure": Sentence(_DELIVERIES, _UNKNOWN),
        },
    ),
    Check(
        id="TP4",
        finds="starving the rest",
        look=starving_the_rest,
        sentence=Sentence(
            "Risk and debt are {now}; they were {before}.",
            "Leave them their share, or next cycle's flow time pays.",
        ),
    ),
    Check(
        id="TP5",
        finds="proxy in disguise",
        look=proxy_in_disguise,
        sentence=Sentence(
            "“{quote}” counts work.", "Move it to team metrics, or measure what the customer gets."
        ),
    ),
)
