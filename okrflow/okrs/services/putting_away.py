"""Archiving objectives, retiring key results, deleting drafts; and taking that back at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from okrflow.okrs.history.versions import DELETE, KEY_RESULTS, OBJECTIVES, row_of
from okrflow.okrs.models import KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.locking import locked, raise_versions
from okrflow.okrs.services.objectives import require_publishable
from okrflow.okrs.services.refusals import NotADraft, NotPossible
from okrflow.okrs.services.telling import tell


@transaction.atomic
def archive_objective(*, rights: OkrRights, objective: Objective, now: datetime | None = None) -> Objective:
    """Put a draft or a closed objective out of the lists. Raises PermissionDenied, NotPossible."""
    rights.require_writing(objective.value_stream)
    stored = locked(rights.organisation, objective)
    if stored.state == ObjectiveState.PUBLISHED:
        raise NotPossible("", "It is running. Close it first; then it can be archived.")
    return _archived(stored, stored.archived_at or now or timezone.now())


@transaction.atomic
def restore_objective(*, rights: OkrRights, objective: Objective) -> Objective:
    """Back into the lists, as it was. Raises PermissionDenied."""
    rights.require_writing(objective.value_stream)
    return _archived(locked(rights.organisation, objective), None)


def _archived(stored: Objective, at: datetime | None) -> Objective:
    stored.archived_at = at
    stored.save(update_fields=["archived_at", "updated_at"])
    tell(stored.organisation_id, stored.value_stream_id)
    return stored


@transaction.atomic
def retire_key_result(
    *, rights: OkrRights, key_result: KeyResult, why: str, now: datetime | None = None
) -> KeyResult:
    """Give up a key result of a published objective: it counts no more, what was said of it stays.

    Raises PermissionDenied, NotPossible without a reason, NotReady for the last one.
    """
    rights.require_writing(key_result.objective.value_stream)
    objective = locked(rights.organisation, key_result.objective)
    if objective.state != ObjectiveState.PUBLISHED:
        raise NotPossible(
            "", "Key results of published objectives are retired. Remove it in the form instead."
        )
    if not why.strip():
        raise NotPossible("", "Say why you give it up.")
    left = objective.key_results.active().exclude(pk=key_result.pk).select_related("metric").in_order()
    if not left.exists():
        raise NotPossible("", "It is the last key result. Close the objective instead.")
    now = now or timezone.now()
    require_publishable(objective, list(left), rights, first=False, now=now)
    return _retired(objective, key_result, at=now, by=rights.access.user, why=why.strip())


@transaction.atomic
def reinstate_key_result(*, rights: OkrRights, key_result: KeyResult) -> KeyResult:
    """It counts again. Raises PermissionDenied, NotPossible when its objective was closed meanwhile."""
    rights.require_writing(key_result.objective.value_stream)
    objective = locked(rights.organisation, key_result.objective)
    if objective.state != ObjectiveState.PUBLISHED:
        raise NotPossible("", "Its objective is closed; what it was stays as it is.")
    return _retired(objective, key_result, at=None, by=None, why="")


def _retired(
    objective: Objective, key_result: KeyResult, *, at: datetime | None, by: Any, why: str
) -> KeyResult:
    stored = objective.key_results.select_for_update(of=("self",), no_key=True).get(pk=key_result.pk)
    if (stored.retired_at is None) == (at is None):
        return stored
    stored.retired_at, stored.retired_by, stored.retired_why = at, by, why
    stored.version += 1
    stored.clean_fields(exclude=[field.name for field in stored._meta.fields if field.name != "retired_why"])
    stored.save(update_fields=["retired_at", "retired_by", "retired_why", "version", "updated_at"])
    raise_versions(objective)
    tell(objective.organisation_id, objective.value_stream_id)
    return stored


@transaction.atomic
def delete_draft(*, rights: OkrRights, objective: Objective) -> None:
    """Raises PermissionDenied, NotADraft."""
    rights.require_writing(objective.value_stream)
    stored = locked(rights.organisation, objective)
    if stored.state != ObjectiveState.DRAFT:
        raise NotADraft("It is published: it is closed at the end of its cycle, not deleted.")
    tell(stored.organisation_id, stored.value_stream_id)
    stored.delete()


@transaction.atomic
def undelete_draft(*, rights: OkrRights, uuid: UUID) -> Objective:
    """A deleted draft with its key results, as they were, keys included: from the versions that are kept of them.

    Raises PermissionDenied, NotPossible when there is nothing to bring back.
    """
    kept = OBJECTIVES.objects.filter(organisation=rights.organisation.pk, uuid=uuid, pgh_label=DELETE)
    last = kept.order_by("-pgh_id").first()
    if last is None or Objective.objects.filter(uuid=uuid).exists():
        raise NotPossible("", "There is nothing to bring back.")
    objective: Objective = row_of(Objective, last)
    rights.require_writing(objective.value_stream)
    objective.save(force_insert=True)
    gone = KEY_RESULTS.objects.filter(
        objective=objective.pk, pgh_label=DELETE, pgh_created_at=last.pgh_created_at
    )
    _put_back([row_of(KeyResult, each) for each in gone.order_by("order", "pgh_id")])
    tell(objective.organisation_id, objective.value_stream_id)
    return objective


def _put_back(rows: list[KeyResult]) -> None:
    """First all of them, then which guards which: deleting cut these ties first, without a version of its own."""
    kept = KEY_RESULTS.objects.filter(pgh_obj__in=[row.pk for row in rows], guard_for__isnull=False)
    ties = {
        (key_result, version): guarded
        for key_result, version, guarded in kept.order_by("pgh_id").values_list(
            "pgh_obj_id", "version", "guard_for_id"
        )
    }
    there = {row.pk for row in rows}
    for row in rows:
        row.save(force_insert=True)
    for row in rows:
        guarded = ties.get((row.pk, row.version))
        if guarded in there:
            row.guard_for_id = guarded
            row.save(update_fields=["guard_for"])
