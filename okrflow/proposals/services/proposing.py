"""Putting objectives, and changes of objectives, to a stream or to the organisation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from okrflow.metrics.decimals import NotStorable
from okrflow.metrics.models import Metric, MetricKind
from okrflow.okrs import scoring
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.hard_rules import Problem
from okrflow.okrs.models import Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import NotReady
from okrflow.proposals.changes import as_seen, changes_nothing
from okrflow.proposals.content import Content, content_of
from okrflow.proposals.mail import mail_those_who_answer
from okrflow.proposals.models import Proposal, ProposalState, ProposalVersion
from okrflow.proposals.rights import require_proposer, require_proposing
from okrflow.proposals.services.holding import held
from okrflow.proposals.services.refusals import AlreadyAnswered, NotAProposal
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today


@transaction.atomic
def propose(
    *,
    rights: OkrRights,
    value_stream: ValueStream | None,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven] = (),
    note: str = "",
    now: datetime,
) -> Proposal:
    """Put a new objective to a stream, or, without one, to the organisation; those who answer get a mail.

    Raises PermissionDenied, NotAProposal, NotReady for a key result that can't be, ValidationError for bad fields.
    """
    require_proposing(rights, value_stream)
    proposal = Proposal(
        organisation=rights.organisation,
        value_stream=value_stream,
        proposed_by=rights.access.user,
        proposed_at=now,
    )
    return _written(rights, proposal, given, key_results, before=None, note=note, now=now)


@transaction.atomic
def propose_change(
    *,
    rights: OkrRights,
    objective: Objective,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven],
    note: str = "",
    now: datetime,
) -> Proposal:
    """Put a change of a published objective to its stream: what differs from what the proposer reads of it.

    Raises as `propose`; NotAProposal, too, where nothing differs.
    """
    require_proposing(rights, objective.value_stream)
    proposal = Proposal(
        organisation=rights.organisation,
        value_stream=objective.value_stream,
        objective=objective,
        proposed_by=rights.access.user,
        proposed_at=now,
    )
    before = _present(objective, rights)
    return _written(rights, proposal, given, key_results, before=before, note=note, now=now)


@transaction.atomic
def revise(
    *,
    rights: OkrRights,
    proposal: Proposal,
    version: int,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven],
    note: str = "",
    now: datetime,
) -> Proposal:
    """Write a new version of one's own proposal; a declined or unanswered one is open again.

    Raises as `propose`, RevisedMeanwhile, and AlreadyAnswered for what was accepted or withdrawn.
    """
    require_proposer(rights, proposal)
    stored = held(proposal, version=version)
    require_proposing(rights, stored.value_stream)
    if stored.state in (ProposalState.ACCEPTED, ProposalState.WITHDRAWN):
        raise AlreadyAnswered(f"It was {stored.state}, so it stays as it is. Propose anew instead.")
    stored.version += 1
    stored.state, stored.reason = ProposalState.OPEN, ""
    stored.answered_at = stored.answered_by = None
    before = _present(stored.objective, rights) if stored.objective else None
    return _written(rights, stored, given, key_results, before=before, note=note, now=now)


def _present(objective: Objective, rights: OkrRights) -> Content:
    """What the proposer reads of the objective. Raises NotAProposal unless it is published."""
    if objective.state != ObjectiveState.PUBLISHED:
        raise NotAProposal("", "Changes are proposed of published objectives only.")
    return as_seen(objective, rights)


def _written(
    rights: OkrRights,
    proposal: Proposal,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven],
    *,
    before: Content | None,
    note: str,
    now: datetime,
) -> Proposal:
    _require_possible(rights, proposal, given, key_results, now)
    known = {row["id"] for row in before["key_results"]} if before else set()
    rows = [each if str(each.uuid) in known else replace(each, uuid=None) for each in key_results]
    content = content_of(given, rows)
    if before is not None and changes_nothing(before, content):
        raise NotAProposal("", "Nothing is different from what it says today. Change something first.")
    proposal.title, proposal.cycle, proposal.waits_since = given.title, given.cycle, now
    proposal.clean_words()
    proposal.save()
    version = ProposalVersion(
        organisation=proposal.organisation,
        proposal=proposal,
        number=proposal.version,
        content=content,
        before=before,
        note=note,
        written_at=now,
        written_by=rights.access.user,
    )
    version.clean_fields(exclude=["organisation", "proposal", "content", "before", "written_by"])
    version.save()
    mail_those_who_answer(proposal, note=note)
    return proposal


def _require_possible(
    rights: OkrRights,
    proposal: Proposal,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven],
    now: datetime,
) -> None:
    """Raise NotAProposal, NotReady for what nobody could accept."""
    cycle, parent = given.cycle, given.supports
    if cycle.organisation_id != rights.organisation.pk:
        raise NotAProposal("cycle", "That cycle is not of this organisation.")
    if cycle.closed_at or cycle.ends_on <= today(rights.organisation, now=now):
        raise NotAProposal("cycle", f"{cycle} is over. Choose one that is running or still to come.")
    if parent and (parent.organisation_id != rights.organisation.pk or parent.is_draft):
        raise NotAProposal("supports", "Only published objectives can be supported.")
    found = [
        Problem(place, *problem)
        for place, each in enumerate(key_results)
        if (problem := _problem(each, proposal.value_stream, rights))
    ]
    if found:
        raise NotReady(found)


def _problem(
    given: KeyResultGiven, value_stream: ValueStream | None, rights: OkrRights
) -> tuple[str, str] | None:
    """The field and the words for what no key result of the stream could be."""
    metric = given.metric
    if isinstance(metric, Metric):
        foreign = metric.organisation_id != rights.organisation.pk or not rights.metrics.sees(metric)
        elsewhere = metric.kind == MetricKind.TEAM and metric.value_stream != value_stream
        if foreign or elsewhere:
            return "metric", "Choose a metric from the list."
    if not given.title.strip():
        return "title", "Say what will be different."
    if not given.aim.moves or given.target is None:
        return None
    try:
        scoring.resolve_target(scoring.TargetForm(given.target_form), given.target, baseline=given.baseline)
    except (scoring.RelativeToNothing, NotStorable) as error:
        return "target", str(error)
    return None
