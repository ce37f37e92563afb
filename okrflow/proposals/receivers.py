"""What the rooms below ask and tell: panels, what waits, what happened, and that an accepted one is published."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.signals import publishing
from okrflow.okrs.timeline import Happening, happenings_wanted
from okrflow.organisations.access import Access
from okrflow.proposals.changes import word_for_word
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal, ProposalState
from okrflow.proposals.presenting import waits
from okrflow.proposals.rights import answers
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted
from okrflow.work_items.figures.windows import today


@receiver(publishing)
def settle_what_was_kept(objective: Objective, key_results: list[KeyResult], first: bool, **_: Any) -> None:
    """A draft that came from a proposal is published: whether all of it is still as it was proposed."""
    if not first or objective.accepted_at is None:
        return
    proposal = objective.accepted_from.first()
    if proposal is None:
        return
    said = proposal.versions.get(number=proposal.version).content
    given = Library(objective.organisation, [said]).key_results(said)
    unchanged = (
        (objective.title, objective.why) == (said["title"], said["why"])
        and len(given) == len(key_results)
        and all(word_for_word(each, key_results) for each in given)
    )
    objective.accepted_unchanged = unchanged
    Objective.objects.filter(pk=objective.pk).update(accepted_unchanged=unchanged)


@receiver(panels_wanted)
def show_proposals(place: Place, subject: Any, access: Access, now: datetime, **_: Any) -> list[Panel]:
    """Open ones above the objectives of a stream and of the organisation, and those about an objective on its page."""
    if place not in (Place.OBJECTIVE, Place.STREAM_OKRS, Place.OBJECTIVES):
        return []
    rights = OkrRights.of(access)
    rows = Proposal.objects.readable(rights).with_names().newest_first()
    if place == Place.OBJECTIVE:
        return _about(subject, rights, rows.about(subject), now)
    stream = subject if place == Place.STREAM_OKRS else None
    waiting = rows.put_to(stream).waiting_on(today(access.organisation, now=now))
    context = {
        "proposals": [(row, waits(row, now=now), answers(rights, row)) for row in waiting],
        "proposing_to": stream,
        "may_propose": rights.proposes_to(stream.pk if stream else None),
        "of_all": place == Place.OBJECTIVES,
    }
    return [Panel(order=10, template="proposals/panel_open.html", context=context)]


def _about(objective: Objective, rights: OkrRights, rows: Any, now: datetime) -> list[Panel]:
    day = today(rights.organisation, now=now)
    context = {
        "changes": [(row, row.state_on(day)) for row in rows if row.is_change],
        "came_from": next((row for row in rows if not row.is_change), None),
        "may_propose_change": objective.is_published and rights.proposes_to(objective.value_stream_id),
        "objective": objective,
    }
    return [Panel(order=40, template="proposals/panel_about.html", context=context)]


@receiver(waiting_wanted)
def wait_for_answers(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """Proposals that the member answers. Three queries at most."""
    rights = OkrRights.of(access)
    rows = Proposal.objects.readable(rights).waiting_on(today(access.organisation, now=now)).with_names()
    return [
        Waiting(
            kind=WaitingKind.PROPOSAL,
            title=row.title,
            url=row.get_absolute_url(),
            since=row.waits_since,
            words=f"{row.proposed_by or 'Somebody'} proposes it to {row.value_stream or row.organisation}; it waits "
            f"{waits(row, now=now)}",
        )
        for row in rows
        if answers(rights, row)
    ]


@receiver(happenings_wanted)
def tell_proposals(objective: Objective, rights: OkrRights, **_: Any) -> list[Happening]:
    """That it was proposed and accepted, and what became of changes that were proposed."""
    rows = Proposal.objects.readable(rights).about(objective).with_names()
    return [each for row in rows for each in _told(row)]


def _told(proposal: Proposal) -> list[Happening]:
    what = "a change" if proposal.is_change else "it"
    url = proposal.get_absolute_url()
    found = [
        Happening(
            at=proposal.proposed_at, who=str(proposal.proposed_by or ""), words=f"proposed {what}", url=url
        )
    ]
    if proposal.answered_at:
        words = {
            ProposalState.ACCEPTED: "accepted",
            ProposalState.DECLINED: "declined",
            ProposalState.WITHDRAWN: "withdrew",
        }[ProposalState(proposal.state)]
        who = str(proposal.answered_by or "")
        found.append(Happening(at=proposal.answered_at, who=who, words=f"{words} the proposal", url=url))
    return found
