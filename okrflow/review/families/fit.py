"""Whether aims at load, velocity and flow time of one stream can hold together. Source: Little's law, L = lambda W."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, UnitKind
from okrflow.review import history
from okrflow.review.checks import Looked
from okrflow.review.facts import Amount
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import KeyResult, Metric, Snapshot, Stream

WEEK: Final = 7
FIGURE_DAYS: Final = 28


class Term(Enum):
    """A term of Little's law, with the measures of it; the first is the one that counts unless something is aimed at."""

    LOAD = (Measure.LOAD_MEAN, Measure.LOAD_AT_END)
    VELOCITY = (Measure.VELOCITY,)
    TIME = (Measure.FLOW_TIME_P85, Measure.FLOW_TIME_P50, Measure.FLOW_TIME_MEAN)


_TERM_OF: Final = {measure: term for term in Term for measure in term.value}


@dataclass(frozen=True, slots=True)
class Aimed:
    """What a term is today, and what it is to be: items, items a week, or days."""

    now: float
    then: float


Aims = dict[Term, Aimed]


def cannot_all_hold(snapshot: Snapshot, stream: Stream) -> Looked:
    """BN5: load, velocity and flow time that don't go together; what isn't aimed at stays as it is today. Little's law."""
    for (cycle, kind), aims in _aims(snapshot, stream).items():
        if len(aims) < 2:
            continue
        subject = Subject.of_stream(stream)
        terms = {term: aims.get(term) or _today(stream, term, kind) for term in Term}
        known = {term: aimed for term, aimed in terms.items() if aimed}
        if not history.is_enough(snapshot, stream):
            yield Silenced("BN5", subject, history.why_not(snapshot, stream))
        elif len(known) < len(Term):
            yield Silenced("BN5", subject, "One of load, velocity and flow time is not known today.")
        elif abs(_misfit(known) - 1) > snapshot.thresholds.misfit_share:
            yield _found(
                subject, known, discriminator=f"{cycle} {'all' if kind is None else kind.name.lower()}"
            )


def _aims(snapshot: Snapshot, stream: Stream) -> Mapping[tuple[UUID, Kind | None], Aims]:
    """By cycle and kind what the stream's own key results aim at, the first of each term."""
    found: dict[tuple[UUID, Kind | None], Aims] = defaultdict(dict)
    for objective in snapshot.counted_of.get(stream.uuid, ()):
        for key_result in objective.key_results:
            metric = key_result.metric
            if metric is None or metric.stream != stream.uuid or metric.measure not in _TERM_OF:
                continue
            aimed = _aimed(key_result, metric)
            if aimed:
                found[objective.cycle, metric.item_kind].setdefault(_TERM_OF[metric.measure], aimed)
    return found


def _aimed(key_result: KeyResult, metric: Metric) -> Aimed | None:
    if not key_result.aims_at or not key_result.target or not metric.today:
        return None
    scale = WEEK / metric.window_days if metric.measure == Measure.VELOCITY else 1.0
    return Aimed(float(metric.today) * scale, float(key_result.target) * scale)


def _today(stream: Stream, term: Term, kind: Kind | None) -> Aimed | None:
    figure = stream.figure(term.value[0], kind)
    if figure is None or not figure.now:
        return None
    now = figure.now * WEEK / FIGURE_DAYS if term == Term.VELOCITY else figure.now
    return Aimed(now, now)


def _misfit(terms: Aims) -> float:
    """How many times the load aimed at is what velocity and flow time carry, if k = L / (v W) stays that of today."""
    change = {term: aimed.then / aimed.now for term, aimed in terms.items()}
    return change[Term.LOAD] / (change[Term.VELOCITY] * change[Term.TIME])


def _found(subject: Subject, terms: Aims, *, discriminator: str) -> Found:
    load = terms[Term.LOAD].then
    return Found(
        check="BN5",
        subject=subject,
        severity=Severity.WARN,
        discriminator=discriminator,
        facts={
            "load": _plain(load),
            "velocity": _plain(terms[Term.VELOCITY].then),
            "time": Amount(value=terms[Term.TIME].then, unit="days", digits=0, unit_kind=UnitKind.DURATION),
            "fits": _plain(load / _misfit(terms)),
        },
    )


def _plain(value: float) -> Amount:
    return Amount(value=value, digits=0)
