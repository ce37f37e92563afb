"""Who may be told of what was found, and telling the rooms above."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import transaction

from okrflow.organisations.models import Organisation
from okrflow.review.findings import Found, Subject
from okrflow.review.models import Finding
from okrflow.review.signals import finding_opened, findings_changed
from okrflow.review.snapshot import Snapshot

if TYPE_CHECKING:
    from okrflow.review.services.writing import Written


@dataclass(frozen=True, slots=True)
class Private:
    """The drafts, and the key results and metrics of a team's own (ownership, rule 14), by uuid."""

    drafts: Collection[UUID]
    team: Collection[UUID]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        pairs = [
            (each.uuid, each.metric.uuid)
            for objective in snapshot.objectives
            for each in objective.key_results
            if each.metric is not None and each.metric.is_team
        ]
        drafts = {each.uuid for each in snapshot.objectives if each.is_draft}
        return cls(drafts, {uuid for pair in pairs for uuid in pair})

    def of_team(self, found: Found) -> bool:
        """Whether its evidence would tell of a team metric."""
        return found.subject.uuid in self.team or any(each in self.team for each in found.concerns)

    def hides(self, subject: Subject) -> bool:
        """Whether only the stream's own members may know that something of it was not looked at."""
        return subject.uuid in self.team or subject.objective in self.drafts


def tell(organisation: Organisation, written: "Written") -> None:
    """After the commit: what changed, and each finding that everybody may know of and that is open now."""
    every: list[Finding] = [*written.opened, *written.closed, *written.changed]
    if not every:
        return
    streams = frozenset(row.value_stream_id for row in every)
    changed = partial(
        findings_changed.send, sender=Finding, organisation_id=organisation.pk, value_stream_ids=streams
    )
    transaction.on_commit(changed, robust=True)
    for row in written.opened:
        if not row.of_draft and not row.of_team and row.absorbed_by_id is None:
            opened = partial(
                finding_opened.send, sender=Finding, organisation_id=organisation.pk, finding_id=row.pk
            )
            transaction.on_commit(opened, robust=True)
