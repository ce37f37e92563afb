"""What the review looks at."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from okrflow.okrs.models import KeyResult
from okrflow.organisations.models import Organisation
from okrflow.proposals.changes import word_for_word
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal, ProposalState, ProposalVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedProposal:
    """A proposal for a new objective; `key_results` are titles, each with whether it was taken over word for word.

    `proposed_by` is a name. `accepted_as` is None for one that was not accepted, or whose draft was deleted since.
    """

    uuid: UUID
    proposed_by: str
    proposed_at: datetime
    accepted_as: UUID | None
    accepted_at: datetime | None
    key_results: tuple[tuple[str, bool], ...]


def reviewed(organisation: Organisation) -> list[ReviewedProposal]:
    """The proposals for new objectives, the oldest first. Seven queries at most, however many they are."""
    proposals = list(
        Proposal.objects.for_organisation(organisation)
        .filter(objective=None)
        .select_related("proposed_by", "accepted_as")
        .order_by("pk")
    )
    standing = {version.proposal_id: version for version in _standing(organisation)}
    library = Library(organisation, [version.content for version in standing.values()])
    rows = defaultdict(list)
    accepted = [each.accepted_as_id for each in proposals if each.accepted_as_id]
    for row in KeyResult.objects.filter(objective__in=accepted).select_related("metric"):
        rows[row.objective_id].append(row)
    return [_reviewed(each, standing[each.pk], library, rows[each.accepted_as_id or 0]) for each in proposals]


def _standing(organisation: Organisation) -> list[ProposalVersion]:
    """The versions that stand."""
    return list(ProposalVersion.objects.standing().filter(organisation=organisation))


def _reviewed(
    proposal: Proposal, version: ProposalVersion, library: Library, rows: list[KeyResult]
) -> ReviewedProposal:
    accepted = proposal.state == ProposalState.ACCEPTED
    given = library.key_results(version.content)
    return ReviewedProposal(
        uuid=proposal.uuid,
        proposed_by=str(proposal.proposed_by or ""),
        proposed_at=proposal.proposed_at,
        accepted_as=proposal.accepted_as.uuid if proposal.accepted_as else None,
        accepted_at=proposal.answered_at if accepted else None,
        key_results=tuple((each.title, word_for_word(each, rows)) for each in given),
    )
