"""Cycles, objectives with their key results, and what contributes to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from okrflow.metrics import models as metrics
from okrflow.okrs import models
from okrflow.okrs.progress import KeyResultStanding, measured_from, standing_with
from okrflow.okrs.scoring import Aim, Ambition
from okrflow.review.models import KnownBaseline
from okrflow.review.reading.metrics import Metrics, read_metrics
from okrflow.review.reading.moment import Moment
from okrflow.review.reading.said import Said, read_said
from okrflow.review.snapshot import Contribution, Cycle, KeyResult, Objective
from okrflow.value_streams.models import ValueStream

CLOSED_DAYS: Final = 400
"""Objectives closed before are history: nothing compares with them."""


@dataclass(frozen=True, kw_only=True)
class Okrs:
    cycles: tuple[Cycle, ...]
    objectives: tuple[Objective, ...]
    contributions: tuple[Contribution, ...]


def read_okrs(moment: Moment) -> Okrs:
    """All of them. Some twenty queries, and those that computed metrics cost."""
    rows = list(_objectives(moment))
    live = [row for row in rows if _lives(moment, row)]
    key_results = _key_results(rows)
    every = [row for of in key_results.values() for row in of]
    known = _metrics(moment, live, every)
    said = read_said(moment, every)
    baselines = {
        (each.key_result_id, each.baseline_on): each.value
        for each in KnownBaseline.objects.filter(organisation=moment.organisation)
    }
    reader = _Reader(moment, known, said, baselines, _standings(moment, live, key_results, known))
    pairs = models.Contribution.objects.filter(organisation=moment.organisation)
    return Okrs(
        cycles=read_cycles(moment),
        objectives=tuple(reader.objective(row, key_results[row.pk]) for row in rows),
        contributions=tuple(
            Contribution(of=of, to=to)
            for of, to in pairs.order_by("pk").values_list("key_result__uuid", "to__uuid")
        ),
    )


def read_cycles(moment: Moment) -> tuple[Cycle, ...]:
    """All of them, by their beginning. One query."""
    rows = models.Cycle.objects.for_organisation(moment.organisation).order_by("starts_on", "pk")
    return tuple(
        Cycle(
            uuid=row.uuid,
            name=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            closed_on=moment.on(row.closed_at),
        )
        for row in rows
    )


def _objectives(moment: Moment) -> Iterable[models.Objective]:
    has_retrospective = models.Retrospective.objects.filter(objective=OuterRef("pk"))
    rows = models.Objective.objects.for_organisation(moment.organisation).filter(archived_at=None)
    rows = rows.exclude(state=models.ObjectiveState.CLOSED, cycle__ends_on__lt=moment.ago(CLOSED_DAYS))
    return rows.with_names().annotate(learnt=Exists(has_retrospective)).order_by("pk")


def _lives(moment: Moment, row: models.Objective) -> bool:
    return not row.is_closed and row.cycle.closed_at is None and moment.today < row.cycle.ends_on


def _key_results(objectives: Sequence[models.Objective]) -> Mapping[int, Sequence[models.KeyResult]]:
    """Those of each objective that count, in order. One query."""
    found: dict[int, list[models.KeyResult]] = {row.pk: [] for row in objectives}
    rows = models.KeyResult.objects.filter(objective__in=found, retired_at=None)
    for row in rows.with_names().in_order():
        found[row.objective_id].append(row)
    return found


def _metrics(
    moment: Moment, live: Iterable[models.Objective], key_results: Iterable[models.KeyResult]
) -> Metrics:
    every: dict[int, metrics.Metric] = {}
    further: dict[metrics.Metric, set[date]] = defaultdict(set)
    for row in key_results:
        if row.metric is not None:
            metric = every.setdefault(row.metric.pk, row.metric)
            if metric.computed and row.baseline_on is not None:
                further[metric].add(row.baseline_on)
    typed = [metric for metric in every.values() if not metric.computed]
    since = measured_from(typed, (row.cycle for row in live), moment.today)
    return read_metrics(moment, every.values(), further, since=since)


def _standings(
    moment: Moment,
    live: Sequence[models.Objective],
    key_results: Mapping[int, Sequence[models.KeyResult]],
    known: Metrics,
) -> Mapping[int, KeyResultStanding]:
    """How the key results of objectives that live stand, by primary key."""
    streams = list(ValueStream.objects.for_organisation(moment.organisation).values_list("pk", flat=True))
    rows = [row for objective in live for row in key_results[objective.pk]]
    found = standing_with(live, rows, now=moment.now, stream_ids=streams, measured=known.measured)
    every = (each for objective in found for each in objective.key_results)
    return {each.key_result.pk: each for each in every if each.key_result is not None}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Rows in, the snapshot's own out."""

    moment: Moment
    metrics: Metrics
    said: Said
    baselines: Mapping[tuple[int, date], object]
    standings: Mapping[int, KeyResultStanding]

    def objective(self, row: models.Objective, key_results: Iterable[models.KeyResult]) -> Objective:
        return objective_seen(
            row,
            tuple(self.key_result(each) for each in key_results),
            moment=self.moment,
            has_retrospective=row.learnt,  # type: ignore[attr-defined]
        )

    def key_result(self, row: models.KeyResult) -> KeyResult:
        shown = self.standings.get(row.pk)
        known = self.baselines.get((row.pk, row.baseline_on)) if row.baseline_on else None
        return key_result_seen(
            row,
            metric=self.metrics.of(row.metric),
            computed_baseline=self.metrics.on(row.metric, row.baseline_on),
            computed_when_published=known,
            changes=self.said.changes.get(row.pk, ()),
            check_ins=self.said.check_ins.get(row.pk, ()),
            written_by=self.said.writers.get(row.written_by_id or 0, ""),
            demanded_every_days=self.said.demanded_every_days.get(row.pk),
            progress=shown.progress if shown else None,
            expected=shown.expected if shown else None,
            confidence=shown.confidence if shown else None,
            chance=shown.forecast.chance if shown else None,
        )


def objective_seen(
    row: models.Objective,
    key_results: tuple[KeyResult, ...],
    *,
    moment: Moment,
    has_retrospective: bool = False,
) -> Objective:
    """An objective, stored or just being written; a link that the parent's owner refused supports nothing."""
    supports: UUID | None = row.supports.uuid if row.supports and row.support_refused_at is None else None
    return Objective(
        uuid=row.uuid,
        title=row.title,
        cycle=row.cycle.uuid,
        stream=row.value_stream.uuid if row.value_stream else None,
        state=models.ObjectiveState(row.state),
        rank=row.rank,
        supports=supports,
        published_on=moment.on(row.published_at),
        closed_on=moment.on(row.closed_at),
        from_above=row.from_above,
        has_retrospective=has_retrospective,
        key_results=key_results,
    )


def key_result_seen(row: models.KeyResult, **known: object) -> KeyResult:
    """A key result, stored or just being written, with what is `known` of it."""
    return KeyResult(
        uuid=row.uuid,
        title=row.title,
        aim=Aim(row.aim),
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        target=row.target,
        lower=row.target_lower,
        ambition=Ambition(row.ambition),
        written_by_member=row.written_by_member,
        accepted_by_member=row.accepted_at is not None,
        **known,  # type: ignore[arg-type]
    )
