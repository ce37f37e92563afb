"""Key results that nobody hears of, or that are said to be better than they are: CR3, CR4 and CR5 of the craft.

Sources: Wodtke, "Radical Focus" (weekly confidence); Doerr (aspirational aims are half sure, committed ones are sure).
"""

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean

from okrflow.okrs.scoring import Ambition
from okrflow.review.checks import Looked
from okrflow.review.facts import Amount, Facts, days, percent
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import CheckIn, History, KeyResult, Metric, Objective, Snapshot, Stream


def silent(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR3: no value when one was due. Never before the cycle's start, and never on a holiday."""
    running = snapshot.cycle_of(objective).runs_on(snapshot.today)
    if not running or not objective.is_published or snapshot.today in snapshot.organisation.holidays:
        return
    for key_result in objective.key_results:
        metric = key_result.metric
        if metric is None:
            continue
        stream = snapshot.stream_by_uuid.get(metric.stream) if metric.stream else None
        said = (
            _silent_stream(snapshot, stream)
            if metric.is_flow
            else _silent_metric(snapshot, objective, metric)
        )
        if said:
            wording, facts = said
            yield Found(
                check="CR3",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.WARN,
                wording=wording,
                facts=facts,
            )


def _silent_metric(snapshot: Snapshot, objective: Objective, metric: Metric) -> tuple[str, Facts] | None:
    begun, last = snapshot.cycle_of(objective).starts_on, metric.last_measured_on
    since = max(begun, last) if last else begun
    if (snapshot.today - since).days <= metric.cadence_days + snapshot.thresholds.silent_days:
        return None
    if last is None:
        return "never", {"silence": days((snapshot.today - begun).days)}
    return "", {"silence": days((snapshot.today - last).days)}


def _silent_stream(snapshot: Snapshot, stream: Stream | None) -> tuple[str, Facts] | None:
    if stream is None:
        return None
    if stream.refresh_failed:
        return "refresh", {"stream": stream.name}
    last = stream.last_event_on
    if not stream.connected or last is None:
        return None
    silence = (snapshot.today - last).days
    too_long = silence >= snapshot.thresholds.silent_stream_days
    return ("stream", {"stream": stream.name, "silence": days(silence)}) if too_long else None


def watermelon(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR4: green outside, red inside. Confidence against the forecast, or against a value that stands still."""
    limits = snapshot.thresholds
    for key_result in objective.key_results:
        confidence = key_result.confidence
        if key_result.aim.stays or confidence is None or confidence < limits.confident:
            continue
        subject = Subject.of_key_result(objective, key_result)
        unmoved = _unmoved_days(snapshot, key_result)
        facts: Facts
        if key_result.chance is not None and key_result.chance < limits.unlikely_chance:
            wording, facts = "", {"confidence": confidence, "chance": percent(key_result.chance)}
        elif unmoved:
            wording, facts = "unmoved", {"confidence": confidence, "unmoved": days(unmoved)}
        else:
            if key_result.chance is None:
                yield Silenced("CR4", subject, "There is no forecast of it.")
            continue
        yield Found(check="CR4", subject=subject, severity=Severity.WARN, wording=wording, facts=facts)


def _unmoved_days(snapshot: Snapshot, key_result: KeyResult) -> int:
    """How long its value has stood still, if that is too long by now; else 0."""
    metric, limits = key_result.metric, snapshot.thresholds
    if metric is None or not key_result.aim.moves or (key_result.expected or 0) <= limits.unmoved_expected:
        return 0
    patience = max(limits.unmoved_days, 2 * metric.cadence_days)
    stood = stood_still_days(metric.history, snapshot)
    return stood if stood >= patience else 0


def stood_still_days(history: History, snapshot: Snapshot) -> int:
    """Days since the first of the equal values at the history's end."""
    since = snapshot.today
    for day, value in reversed(history):
        if value != history[-1][1]:
            break
        since = day
    return (snapshot.today - since).days


def sandbag_or_fantasy(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR5: an aspirational objective that is sure or hopeless at once, or a committed key result that isn't sure. Doerr."""
    cycle, limits = snapshot.cycle_of(objective), snapshot.thresholds
    until = cycle.starts_on + timedelta(days=limits.first_days)
    aspirational = [each for each in objective.key_results if each.ambition == Ambition.ASPIRATIONAL]
    early = [
        check_in
        for each in aspirational
        for check_in in each.check_ins
        if check_in.confidence is not None and cycle.starts_on <= check_in.given_on < until
    ]
    if len(early) >= limits.sandbag_confidences:
        mean = fmean(each.confidence or 0 for each in early)
        if mean > limits.sandbag_mean or mean < limits.fantasy_mean:
            week = (max(each.given_on for each in early) - cycle.starts_on).days // 7 + 1
            yield Found(
                check="CR5",
                subject=Subject.of_objective(objective),
                severity=Severity.HINT,
                facts={"mean": Amount(value=mean), "week": week},
            )
    elif aspirational and early:
        yield Silenced("CR5", Subject.of_objective(objective), "Too few confidences in its first weeks.")
    yield from _unsure(snapshot, objective)


def _unsure(snapshot: Snapshot, objective: Objective) -> Looked:
    """Committed key results whose confidence on publishing was low."""
    for key_result in objective.key_results:
        first = _first_confidence(key_result.check_ins)
        if key_result.ambition != Ambition.COMMITTED or first is None or first.confidence is None:
            continue
        on_publish = objective.published_on is not None and first.given_on <= objective.published_on
        if on_publish and first.confidence < snapshot.thresholds.confident:
            yield Found(
                check="CR5",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.HINT,
                wording="committed",
                facts={"confidence": first.confidence},
            )


def _first_confidence(check_ins: Sequence[CheckIn]) -> CheckIn | None:
    given = [each for each in check_ins if each.confidence is not None]
    return min(given, key=lambda each: each.given_on, default=None)
