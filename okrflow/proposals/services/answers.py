"""Answers to proposals: accepting makes a copy that is the stream's own; both are kept."""

from datetime import datetime

from django.db import transaction

from okrflow.okrs.models import GoalChange, Objective
from okrflow.okrs.querysets import KeyResultQuerySet
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import save_objective
from okrflow.proposals.changes import carried_out, row_changes
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal, ProposalState, ProposalVersion
from okrflow.proposals.rights import require_answering, require_proposer
from okrflow.proposals.services.holding import held, require_open
from okrflow.proposals.services.refusals import NotAProposal


@transaction.atomic
def accept(
    *,
    rights: OkrRights,
    proposal: Proposal,
    version: int,
    objective_version: int | None = None,
    now: datetime,
) -> Objective:
    """Make the proposal one's own: a new objective becomes a draft, which is published as any other; a change is
    carried out on the objective as it is now, or as it was read at `objective_version`.

    Raises PermissionDenied, AlreadyAnswered, RevisedMeanwhile, and what `save_objective` refuses.
    """
    require_answering(rights, proposal)
    stored = held(proposal, version=version)
    require_open(stored, now=now)
    said = stored.versions.get(number=version)
    if stored.objective is None:
        made = _made(rights, stored, said, now)
        stored.accepted_as = made
    else:
        made = _changed(rights, stored.objective, said, objective_version, now)
    _answer(rights, stored, ProposalState.ACCEPTED, now)
    return made


def _made(rights: OkrRights, proposal: Proposal, said: ProposalVersion, now: datetime) -> Objective:
    """The draft, with who proposed what; a member of the stream accepted it all."""
    library = Library(rights.organisation, [said.content])
    objective = save_objective(
        rights=rights,
        value_stream=proposal.value_stream,
        given=library.objective(said.content),
        key_results=library.key_results(said.content),
        now=now,
    )
    objective.proposed_by, objective.accepted_by = proposal.proposed_by, rights.access.user
    objective.accepted_at, objective.accepted_unchanged = now, True
    objective.save(
        update_fields=["proposed_by", "accepted_by", "accepted_at", "accepted_unchanged", "updated_at"]
    )
    _taken_over(rights, objective.key_results.all(), proposal, now)
    return objective


def _taken_over(rights: OkrRights, rows: KeyResultQuerySet, proposal: Proposal, now: datetime) -> None:
    """Key results that were written by the one who proposed them, and accepted by a member."""
    rows.update(
        written_by=proposal.proposed_by,
        written_by_member=False,
        accepted_at=now,
        accepted_by=rights.access.user,
    )


def _changed(
    rights: OkrRights,
    objective: Objective,
    said: ProposalVersion,
    objective_version: int | None,
    now: datetime,
) -> Objective:
    """The objective with what is proposed; goals that move are marked as moved from above."""
    library = Library(rights.organisation, [said.before, said.content])
    known = set(objective.key_results.values_list("pk", flat=True))
    given, rows = carried_out(objective, said.before, said.content, library=library, note=said.note)
    saved = save_objective(
        rights=rights,
        value_stream=objective.value_stream,
        given=given,
        key_results=rows,
        objective=objective,
        version=objective.version if objective_version is None else objective_version,
        now=now,
    )
    moved = GoalChange.objects.filter(key_result__objective=saved, changed_at=now)
    moved.update(from_above=True)
    if any(each.before is None for each in row_changes(said.before, said.content)):
        _taken_over(rights, saved.key_results.exclude(pk__in=known), said.proposal, now)
    return saved


@transaction.atomic
def decline(*, rights: OkrRights, proposal: Proposal, version: int, reason: str, now: datetime) -> Proposal:
    """Say no, and why. Raises PermissionDenied, NotAProposal without a reason, AlreadyAnswered, RevisedMeanwhile."""
    require_answering(rights, proposal)
    if not reason.strip():
        raise NotAProposal("reason", "Say why, so that a next proposal can be a better one.")
    stored = held(proposal, version=version)
    require_open(stored, now=now)
    stored.reason = reason.strip()
    return _answer(rights, stored, ProposalState.DECLINED, now)


@transaction.atomic
def withdraw(*, rights: OkrRights, proposal: Proposal, now: datetime) -> Proposal:
    """Take one's own proposal back while nobody has answered it. Raises PermissionDenied, AlreadyAnswered."""
    require_proposer(rights, proposal)
    stored = held(proposal)
    require_open(stored, now=now)
    return _answer(rights, stored, ProposalState.WITHDRAWN, now)


def _answer(rights: OkrRights, proposal: Proposal, state: ProposalState, now: datetime) -> Proposal:
    proposal.state, proposal.answered_at, proposal.answered_by = state, now, rights.access.user
    proposal.clean_words()
    proposal.save()
    return proposal
