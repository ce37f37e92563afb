"""What people are typing into the form of an objective, kept as they type."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from okrflow.okrs.models import Objective, ObjectiveDraft
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused

OF_ORGANISATION: Final = Q(value_stream=None, objective__value_stream=None)


class DraftConflict(Refused):
    """Another window of the same author was faster. `stored` is what it saved; None: it was thrown away or saved."""

    def __init__(self, stored: ObjectiveDraft | None) -> None:
        super().__init__("You are writing this in another window, too, and that one saved later.")
        self.stored = stored


def draft_of(
    rights: OkrRights, *, value_stream: ValueStream | None, objective: Objective | None
) -> ObjectiveDraft | None:
    """The member's own, of an objective or of a new one of the stream (None: of the organisation). One query."""
    rows = ObjectiveDraft.objects.filter(organisation=rights.organisation, author=rights.access.user)
    return rows.filter(objective=objective, value_stream=None if objective else value_stream).first()


@transaction.atomic
def keep_draft(
    *,
    rights: OkrRights,
    value_stream: ValueStream | None,
    objective: Objective | None,
    content: dict[str, Any],
    base_version: int | None,
    version: int | None,
    now: datetime | None = None,
) -> ObjectiveDraft:
    """Keep what is typed. `version` is the one that this window kept or read last; None: the first time.

    One UPDATE, or one INSERT, decides between two windows. Raises PermissionDenied, DraftConflict.
    """
    rights.require_writing(objective.value_stream if objective else value_stream)
    whose = {
        "organisation": rights.organisation,
        "author": rights.access.user,
        "objective": objective,
        "value_stream": None if objective else value_stream,
    }
    if version is None:
        try:
            with transaction.atomic():
                return ObjectiveDraft.objects.create(**whose, content=content, base_version=base_version)
        except IntegrityError:
            raise DraftConflict(ObjectiveDraft.objects.filter(**whose).first()) from None
    written = ObjectiveDraft.objects.filter(**whose, version=version).update(
        content=content,
        base_version=base_version,
        version=F("version") + 1,
        updated_at=now or timezone.now(),
    )
    stored = ObjectiveDraft.objects.filter(**whose).first()
    if not written or stored is None:
        raise DraftConflict(stored)
    return stored


def discard_draft(
    *, rights: OkrRights, value_stream: ValueStream | None, objective: Objective | None
) -> None:
    """Throw the member's own away: it was saved, or is not wanted any more."""
    found = draft_of(rights, value_stream=value_stream, objective=objective)
    if found is not None:
        found.delete()


def readable_drafts(rights: OkrRights) -> QuerySet[ObjectiveDraft]:
    """Those of the streams that the member belongs to, and, for administrators, of the organisation."""
    rows = ObjectiveDraft.objects.filter(organisation=rights.organisation)
    seen = Q(value_stream__in=rights.stream_ids) | Q(objective__value_stream__in=rights.stream_ids)
    if rights.belongs(None):
        seen |= OF_ORGANISATION
    return rows.filter(seen).select_related("author", "objective__organisation", "value_stream")


def others_writing(rights: OkrRights, value_stream: ValueStream | None) -> list[ObjectiveDraft]:
    """What others are writing for the stream, or the organisation, newest first; for its members alone. One query."""
    of = Q(value_stream=value_stream) | Q(objective__value_stream=value_stream)
    found = readable_drafts(rights).filter(of if value_stream else OF_ORGANISATION)
    return list(found.exclude(author=rights.access.user).order_by("-updated_at", "-pk"))
