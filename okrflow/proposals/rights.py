"""Who may propose, and who answers: those who are not of a stream propose, its leads answer (ownership, rules 8, 9, 13)."""

from django.core.exceptions import PermissionDenied

from okrflow.okrs.rights import OkrRights
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import ValueStream


def require_proposing(rights: OkrRights, value_stream: ValueStream | None) -> None:
    """Raise PermissionDenied to those who write it themselves, and to viewers."""
    if not rights.proposes_to(value_stream.pk if value_stream else None):
        raise PermissionDenied(_refusal(rights, value_stream))


def _refusal(rights: OkrRights, value_stream: ValueStream | None) -> str:
    name = value_stream or rights.organisation
    if value_stream and value_stream.is_closed:
        return f"{value_stream} is closed; nothing is put to it any more."
    if rights.belongs(value_stream.pk if value_stream else None):
        return f"You belong to those who write the OKRs of {name}. Write an objective instead."
    return "Proposals are made by editors of the organisation. Ask an owner for the role “editor”."


def is_proposer(rights: OkrRights, proposal: Proposal) -> bool:
    return bool(proposal.proposed_by_id == rights.access.user.pk)


def require_proposer(rights: OkrRights, proposal: Proposal) -> None:
    """Raise PermissionDenied to all but the one who made it."""
    if not is_proposer(rights, proposal):
        raise PermissionDenied("A proposal is changed and withdrawn by the one who made it.")


def answers(rights: OkrRights, proposal: Proposal) -> bool:
    """Whether the member accepts or declines it: a lead of the stream, or, for the organisation's, an administrator."""
    return rights.publishes(proposal.value_stream_id)


def require_answering(rights: OkrRights, proposal: Proposal) -> None:
    """Raise PermissionDenied to all others."""
    if not answers(rights, proposal):
        who = (
            f"the leads of {proposal.value_stream}" if proposal.value_stream else "administrators and owners"
        )
        raise PermissionDenied(f"This proposal is answered by {who}.")
