"""Taking turns: whoever answers or revises a proposal holds it first, and says which version they have read."""

from datetime import datetime

from okrflow.proposals.models import Proposal, ProposalState
from okrflow.proposals.services.refusals import AlreadyAnswered, RevisedMeanwhile
from okrflow.work_items.figures.windows import today


def held(proposal: Proposal, *, version: int | None = None) -> Proposal:
    """The proposal as it is now, held until the end of the transaction. Raises RevisedMeanwhile."""
    rows = Proposal.objects.for_organisation(proposal.organisation).with_names()
    stored = rows.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if version is not None and stored.version != version:
        raise RevisedMeanwhile
    return stored


def require_open(proposal: Proposal, *, now: datetime) -> None:
    """Raise AlreadyAnswered unless it still waits for an answer."""
    state = proposal.state_on(today(proposal.organisation, now=now))
    if state == ProposalState.UNANSWERED:
        raise AlreadyAnswered(
            f"{proposal.cycle} is over, so this stayed unanswered. Whoever proposed it can put it to another cycle."
        )
    if state != ProposalState.OPEN:
        raise AlreadyAnswered(f"This proposal was {state.label} already.")
