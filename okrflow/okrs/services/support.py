"""Whether a parent's owner counts an objective that says it supports it (ownership, rule 9)."""

from datetime import datetime

from django.db import transaction

from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.telling import tell
from okrflow.web.refusals import NotYours, Refused


class NotSupporting(Refused):
    """The objective says that it supports none."""


@transaction.atomic
def refuse_support(*, rights: OkrRights, objective: Objective, now: datetime) -> Objective:
    """The owner of what it supports says "not counted here". The objective itself stays as its stream wrote it.

    Raises NotYours, NotSupporting.
    """
    found = _supporting(rights, objective)
    if found.support_refused_at is None:
        found.support_refused_at, found.support_refused_by = now, rights.access.user
        _save(found)
    return found


@transaction.atomic
def count_support(*, rights: OkrRights, objective: Objective) -> Objective:
    """Takes that back. Raises NotYours, NotSupporting."""
    found = _supporting(rights, objective)
    if found.support_refused_at is not None:
        found.support_refused_at = found.support_refused_by = None
        _save(found)
    return found


def _supporting(rights: OkrRights, objective: Objective) -> Objective:
    found = locked(rights.organisation, objective)
    parent = found.supports
    if parent is None:
        raise NotSupporting("It supports no other objective.")
    if not rights.refuses_support(parent):
        owner = f"the leads of {parent.value_stream}" if parent.value_stream else "administrators and owners"
        raise NotYours(f"Whether it counts for “{parent}” is said by {owner}.")
    return found


def _save(objective: Objective) -> None:
    objective.save(update_fields=["support_refused_at", "support_refused_by", "updated_at"])
    tell(objective.organisation_id, objective.value_stream_id)
