"""An objective as it is being written, put into a snapshot in the place of the stored one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from okrflow.metrics import models as metrics
from okrflow.okrs import models
from okrflow.review.reading.metrics import read_metrics
from okrflow.review.reading.moment import Moment
from okrflow.review.reading.okrs import key_result_seen, objective_seen
from okrflow.review.snapshot import KeyResult, Metric, Objective, Snapshot


def as_written(
    row: models.Objective, key_results: Sequence[models.KeyResult], snapshot: Snapshot, moment: Moment
) -> Objective:
    """The unsaved fields, with what the snapshot knows of each key result and metric. Metrics that it doesn't know, and
    baselines, are read now: two queries or few."""
    known = _Known(snapshot, moment, key_results)
    return objective_seen(row, tuple(map(known.key_result, key_results)), moment=moment)


class _Known:
    """What the last snapshot holds, by uuid, and what is read for these key results beyond it."""

    def __init__(self, snapshot: Snapshot, moment: Moment, rows: Sequence[models.KeyResult]) -> None:
        every = [each for objective in snapshot.objectives for each in objective.key_results]
        self.key_results = {each.uuid: each for each in every}
        self.metrics = {each.metric.uuid: each.metric for each in every if each.metric}
        self.today = moment.today
        self.read = read_metrics(moment, self._unknown(rows), self._baselines(rows))

    def _unknown(self, rows: Sequence[models.KeyResult]) -> list[metrics.Metric]:
        """Those that no stored key result hangs on; ones that are not stored themselves get a number of their own."""
        found = [row.metric for row in rows if row.metric and row.metric.uuid not in self.metrics]
        for place, metric in enumerate(found):
            metric.pk = metric.pk or -1 - place
        return found

    def _baselines(self, rows: Sequence[models.KeyResult]) -> dict[metrics.Metric, set[date]]:
        """On which days flow metrics are to be compared with what was typed."""
        found: dict[metrics.Metric, set[date]] = defaultdict(set)
        for row in rows:
            if row.metric and row.metric.computed and row.baseline is not None and row.baseline_on:
                found[row.metric].add(min(row.baseline_on, self.today))
        return found

    def metric(self, row: metrics.Metric | None) -> Metric | None:
        return None if row is None else self.metrics.get(row.uuid) or self.read.of(row)

    def key_result(self, row: models.KeyResult) -> KeyResult:
        metric, before = self.metric(row.metric), self.key_results.get(row.uuid)
        seen = key_result_seen(
            row, metric=metric, computed_baseline=self.read.on(row.metric, row.baseline_on)
        )
        if before is None:
            return seen
        goal = (seen.metric, seen.aim, seen.target, seen.lower)
        same = goal == (before.metric, before.aim, before.target, before.lower)
        return replace(
            seen,
            changes=before.changes,
            check_ins=before.check_ins,
            written_by=before.written_by,
            demanded_every_days=before.demanded_every_days,
            computed_when_published=before.computed_when_published,
            progress=before.progress if same else None,
            expected=before.expected,
            confidence=before.confidence,
            chance=before.chance if same else None,
        )
