"""Objectives written again: as a copy, or carried over to another cycle. Both are drafts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from okrflow.metrics import values
from okrflow.metrics.formatting import rounded
from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, Objective, ObjectiveState, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.objectives import save_objective
from okrflow.okrs.services.refusals import NotPossible
from okrflow.work_items.figures.windows import today

COPY = " (copy)"
LONGEST_TITLE = 200


@transaction.atomic
def duplicate_objective(*, rights: OkrRights, objective: Objective, now: datetime | None = None) -> Objective:
    """A draft with the same text and the same key results, in the same cycle. Raises PermissionDenied, NotReady."""
    now = now or timezone.now()
    if objective.cycle.closed_at is not None:
        raise NotPossible("", f"{objective.cycle} is closed. Carry the objective over to another cycle.")
    given = ObjectiveGiven(
        title=objective.title[: LONGEST_TITLE - len(COPY)] + COPY,
        why=objective.why,
        cycle=objective.cycle,
        supports=_still_supported(objective, objective.cycle),
    )
    return save_objective(
        rights=rights,
        value_stream=objective.value_stream,
        given=given,
        key_results=as_they_are(objective),
        now=now,
    )


@transaction.atomic
def carry_over(
    *, rights: OkrRights, objective: Objective, cycle: Cycle, now: datetime | None = None
) -> Objective:
    """A draft of it in another cycle, with today's values as baselines; targets stay as they were typed.

    Raises PermissionDenied, and NotPossible for a closed cycle, its own, or one that it was carried over to already.
    """
    now = now or timezone.now()
    rights.require_writing(objective.value_stream)
    stored = locked(rights.organisation, objective)
    _require_another(stored, cycle)
    given = ObjectiveGiven(
        title=stored.title, why=stored.why, cycle=cycle, supports=_still_supported(stored, cycle)
    )
    carried = save_objective(
        rights=rights,
        value_stream=stored.value_stream,
        given=given,
        key_results=_from_today(rights, as_they_are(stored), now),
        now=now,
    )
    carried.carried_from = stored
    carried.save(update_fields=["carried_from", "updated_at"])
    return carried


def _require_another(objective: Objective, cycle: Cycle) -> None:
    if cycle.organisation_id != objective.organisation_id:
        raise NotPossible("", "That cycle is not of this organisation.")
    if cycle.pk == objective.cycle_id:
        raise NotPossible("", f"“{objective.title}” is in {cycle} already. Choose another cycle.")
    if cycle.closed_at is not None:
        raise NotPossible("", f"{cycle} is closed. Choose an open cycle.")
    if objective.carried_to.filter(cycle=cycle, archived_at=None).exists():
        raise NotPossible("", f"“{objective.title}” was carried over to {cycle} already.")


def _still_supported(objective: Objective, cycle: Cycle) -> Objective | None:
    """What it supports, if an objective of that cycle can."""
    parent = objective.supports
    if parent is None or parent.state != ObjectiveState.PUBLISHED:
        return None
    around = Cycle.objects.for_organisation(objective.organisation).around(cycle)
    return parent if around.filter(pk=parent.cycle_id).exists() else None


def _from_today(rights: OkrRights, given: Sequence[KeyResultGiven], now: datetime) -> list[KeyResultGiven]:
    """The key results with today's values as baselines."""
    metrics = {each.metric.pk: each.metric for each in given if isinstance(each.metric, Metric)}
    day = today(rights.organisation, now=now)
    points = values.in_force(list(metrics.values()), rights.organisation, day=day, now=now)
    return [
        _measured_anew(each, points[each.metric.pk])
        if isinstance(each.metric, Metric) and each.aim.moves
        else each
        for each in given
    ]


def _measured_anew(given: KeyResultGiven, point: Point) -> KeyResultGiven:
    """Without a value today there is no baseline yet; a share of nothing is no target."""
    assert isinstance(given.metric, Metric)
    baseline = None if point.value is None else rounded(given.metric, point.value)
    of_nothing = baseline == 0 and given.target_form == TargetForm.RELATIVE
    return replace(
        given,
        baseline=baseline,
        baseline_on=point.day if baseline is not None else None,
        target=None if of_nothing else given.target,
    )
