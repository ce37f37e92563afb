"""Which objective comes first, and which objective a key result belongs to."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from okrflow.okrs.models import KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.locking import lock_ranks, locked_together, raise_versions
from okrflow.okrs.services.objectives import require_publishable
from okrflow.okrs.services.refusals import NotPossible
from okrflow.okrs.services.telling import tell


@transaction.atomic
def rank_objective(*, rights: OkrRights, objective: Objective, before: Objective | None) -> None:
    """Put an objective right before another of the same owner and cycle, or, with None, last.

    The version stays: a rank is nobody's text. Raises PermissionDenied, NotPossible.
    """
    rights.require_writing(objective.value_stream)
    lock_ranks(rights.organisation)
    rows = list(beside(objective))
    others = [row for row in rows if row != objective]
    if objective == before or objective not in rows:
        return
    if before is not None and before not in others:
        raise NotPossible("", "The objective to put it before is not in this cycle any more.")
    place = len(others) if before is None else others.index(before)
    _write_ranks([*others[:place], objective, *others[place:]])
    tell(objective.organisation_id, objective.value_stream_id)


def beside(objective: Objective) -> list[Objective]:
    """The objectives of the same owner and cycle, by rank, itself included. One query."""
    rows = Objective.objects.for_organisation(objective.organisation).not_archived()
    return list(rows.filter(value_stream=objective.value_stream_id, cycle=objective.cycle_id).by_rank())


def _write_ranks(rows: list[Objective]) -> None:
    """From 1 on, writing only those whose rank changes."""
    changed = []
    for rank, row in enumerate(rows, start=1):
        if row.rank != rank:
            row.rank = rank
            changed.append(row)
    Objective.objects.bulk_update(changed, ["rank"])


@transaction.atomic
def move_key_result(
    *, rights: OkrRights, key_result: KeyResult, to: Objective, now: datetime | None = None
) -> KeyResult:
    """Put a key result behind those of another objective of the same owner; its check-ins go along.

    A published objective stays publishable without it, and the other with it. Raises PermissionDenied, NotReady,
    NotPossible.
    """
    now = now or timezone.now()
    rights.require_writing(key_result.objective.value_stream)
    rights.require_writing(to.value_stream)
    rows = {row.pk: row for row in locked_together(rights.organisation, [key_result.objective, to])}
    source, target = rows.get(key_result.objective_id), rows.get(to.pk)
    if source is None or target is None:
        raise NotPossible("", "One of the two objectives is not there any more.")
    _require_movable(key_result, source, target)
    _settle_in(key_result, target)
    for objective in (source, target):
        if objective.state == ObjectiveState.PUBLISHED:
            left = list(objective.key_results.active().select_related("metric").in_order())
            require_publishable(objective, left, rights, first=False, now=now)
    raise_versions(source, target)
    tell(target.organisation_id, target.value_stream_id)
    return key_result


def _require_movable(key_result: KeyResult, source: Objective, target: Objective) -> None:
    if source == target:
        raise NotPossible("", "It is a key result of that objective already.")
    if source.value_stream_id != target.value_stream_id:
        raise NotPossible("", "Key results move between objectives of the same owner only.")
    if ObjectiveState.CLOSED in (source.state, target.state):
        raise NotPossible("", "One of the two is closed; what it was stays as it is.")
    if key_result.retired_at is not None:
        raise NotPossible("", "It is retired, so it stays where it counted.")
    if source.state == ObjectiveState.PUBLISHED and target.state == ObjectiveState.DRAFT:
        raise NotPossible("", "It is published, so it can't go to a draft. Publish that objective first.")


def _settle_in(key_result: KeyResult, target: Objective) -> None:
    """The last one of its new objective; a guard and what it guards stay together, so the tie is cut."""
    stored = KeyResult.objects.select_for_update(of=("self",), no_key=True).get(pk=key_result.pk)
    stored.guards.update(guard_for=None)
    last = target.key_results.in_order().last()
    stored.objective, stored.guard_for = target, None
    stored.order = last.order + 1 if last else 0
    stored.version += 1
    stored.save(update_fields=["objective", "guard_for", "order", "version", "updated_at"])
    key_result.objective = target
