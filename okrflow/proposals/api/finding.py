"""What the addresses of proposals have in common: the one that is asked for, how it is shown, what is refused."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from okrflow.api.fields import instant_shown
from okrflow.api.preconditions import changed_meanwhile, expected_version
from okrflow.api.problems import bad_value
from okrflow.api.views import ApiView
from okrflow.okrs.api.writing import refusals
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.api.shapes import version_shown
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal, ProposalVersion
from okrflow.proposals.services import NotAProposal, RevisedMeanwhile
from okrflow.work_items.figures.windows import today


def found(rights: OkrRights, uuid: UUID) -> Proposal:
    """Raises Http404 for what the member can't see."""
    return get_object_or_404(Proposal.objects.readable(rights).with_names(), uuid=uuid)


def version_read(view: ApiView, row: Proposal) -> int:
    """The version that the caller read, if they say so."""
    request = view.request._request
    expected = expected_version(request) if request.headers.get("If-Match", "").strip() else None
    return row.version if expected is None else expected


@contextmanager
def answered() -> Iterator[None]:
    """What the services refuse, as problems with their places."""
    try:
        with refusals():
            yield
    except RevisedMeanwhile:
        raise changed_meanwhile() from None
    except NotAProposal as refused:
        pointer = f"/{refused.field}" if refused.field else ""
        raise bad_value(pointer, "rule", str(refused)) from None


def one_shown(view: ApiView, rights: OkrRights, uuid: UUID) -> dict[str, Any]:
    """The proposal as this reader sees it, and its version for the ETag."""
    row = found(rights, uuid)
    view.version = row.version
    return all_shown([row], rights)[0]


def all_shown(rows: Sequence[Proposal], rights: OkrRights) -> list[dict[str, Any]]:
    """Proposals with the versions that stand. Five queries, however many they are."""
    versions = ProposalVersion.objects.standing().filter(proposal__in=rows).select_related("written_by")
    said = {version.proposal_id: version for version in versions}
    library = Library(rights.organisation, [version.content for version in said.values()])
    return [_shown(row, said[row.pk], library, rights) for row in rows]


def _shown(row: Proposal, said: ProposalVersion, library: Library, rights: OkrRights) -> dict[str, Any]:
    made = row.accepted_as if row.accepted_as and rights.sees(row.accepted_as) else None
    return version_shown(said, library, rights) | {
        "id": str(row.uuid),
        "value_stream": row.value_stream.slug if row.value_stream else None,
        "objective": str(row.objective.uuid) if row.objective else None,
        "state": row.state_on(today(row.organisation, now=timezone.now())).value,
        "proposed_at": instant_shown(row.proposed_at),
        "proposed_by": str(row.proposed_by.uuid) if row.proposed_by else None,
        "answered_at": instant_shown(row.answered_at),
        "answered_by": str(row.answered_by.uuid) if row.answered_by else None,
        "reason": row.reason,
        "accepted_as": str(made.uuid) if made else None,
    }
