"""An objective as it stood at the end of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from okrflow.metrics import values
from okrflow.metrics.formatting import shown
from okrflow.okrs.history.naming import Names
from okrflow.okrs.history.versions import (
    DELETE,
    KEY_RESULTS,
    OBJECTIVES,
    is_open,
    is_told,
    row_of,
    told_metrics,
)
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.progress import words
from okrflow.okrs.progress.standings import TEAMS_OWN
from okrflow.okrs.rights import OkrRights


@dataclass(frozen=True, kw_only=True)
class StoodKeyResult:
    """`hidden`: on a measure of a team that the reader does not belong to; nothing else is told."""

    title: str
    hidden: bool = False
    metric: str = ""
    aim_text: str = ""
    value_text: str = ""
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Stood:
    title: str
    why: str
    state: str
    cycle: str
    supports: str
    key_results: Sequence[StoodKeyResult]


def stood_on(objective: Objective, rights: OkrRights, *, day: date, now: datetime) -> Stood | None:
    """None when it was not there yet, or was a draft of others."""
    end = values.end_of(objective.organisation, day)
    versions = OBJECTIVES.objects.filter(organisation=objective.organisation_id, pgh_obj=objective.pk)
    last = versions.filter(pgh_created_at__lt=end).order_by("-pgh_created_at", "-pgh_id").first()
    if last is None or last.pgh_label == DELETE or not is_open(rights, last):
        return None
    rows = _key_results(objective, end)
    metrics = told_metrics(rights, rows)
    names = Names.read(rights, [last], metrics)
    points = values.in_force(list(metrics.values()), rights.organisation, day=day, now=now)
    return Stood(
        title=last.title,
        why=last.why,
        state=names.text(last, "state"),
        cycle=names.text(last, "cycle_id"),
        supports=names.text(last, "supports_id") if last.supports_id else "",
        key_results=[_stood(each, metrics, points) for each in rows],
    )


def _key_results(objective: Objective, end: datetime) -> list[Any]:
    """The last version of each before an instant, of those that belonged to it then, in their order. One query."""
    rows = KEY_RESULTS.objects.filter(organisation=objective.organisation_id)
    ever = rows.filter(objective=objective.pk).values("pgh_obj")
    last = (
        rows.filter(pgh_obj__in=ever, pgh_created_at__lt=end)
        .order_by("pgh_obj", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj")
    )
    there = [row for row in last if row.pgh_label != DELETE and row.objective_id == objective.pk]
    return sorted(there, key=lambda row: (row.order, row.pgh_obj_id))


def _stood(version: Any, metrics: dict[int, Any], points: dict[int, values.Point]) -> StoodKeyResult:
    if not is_told(version, metrics):
        return StoodKeyResult(title=TEAMS_OWN, hidden=True)
    row, metric = row_of(KeyResult, version), metrics.get(version.metric_id)
    if metric is None:
        return StoodKeyResult(title=row.title)
    row.metric = metric
    return StoodKeyResult(
        title=row.title,
        metric=metric.name,
        aim_text=words.aim_words(row),
        value_text=shown(metric, points[metric.pk].value),
        retired=row.retired_at is not None,
    )
