"""Putting objectives to a stream and to the organisation, and writing them anew."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, TargetForm
from okrflow.okrs.services import NotReady
from okrflow.proposals import services
from okrflow.proposals.models import ProposalState
from okrflow.proposals.services import AlreadyAnswered, NotAProposal, RevisedMeanwhile
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, raising, rights
from tests.proposals.given import accepted, lead, proposed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "to"), [("ada", "policy"), ("adam", "policy"), ("lin", "policy"), ("ben", None)]
)
def test_leaders_and_those_who_are_not_of_the_stream_propose(
    nw: Northwind, q3: Cycle, by: str, to: str | None
) -> None:
    proposal = proposed(nw, q3, by=by, to=to)

    assert (proposal.state, proposal.version) == ("open", 1)
    assert proposal.proposed_by == getattr(nw, by)


@pytest.mark.django_db
@pytest.mark.parametrize(("by", "to"), [("ben", "policy"), ("mia", "policy"), ("vic", None), ("ada", None)])
def test_who_writes_it_themselves_or_only_reads_does_not_propose(
    nw: Northwind, q3: Cycle, by: str, to: str | None
) -> None:
    with pytest.raises(PermissionDenied):
        proposed(nw, q3, by=by, to=to)


def test_nothing_is_put_to_a_closed_stream(nw: Northwind, q3: Cycle) -> None:
    nw.policy.closed_on = date(2026, 7, 1)
    nw.policy.save()

    with pytest.raises(PermissionDenied, match="Policy is closed"):
        proposed(nw, q3)


def test_the_leads_get_a_mail_once_it_is_kept(
    nw: Northwind, q3: Cycle, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        proposal = proposed(nw, q3, title="Trust\nBcc: x@y.z", note="What do you think?")

    (sent,) = mail.outbox
    assert sent.to == [nw.ben.email]
    assert sent.subject == "Ada proposes: Trust Bcc: x@y.z"
    assert "What do you think?" in sent.body
    assert proposal.get_absolute_url() in sent.body


def test_administrators_get_the_mail_of_what_is_put_to_the_organisation(
    nw: Northwind, q3: Cycle, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        proposed(nw, q3, by="ben", to=None)

    assert {sent.to[0] for sent in mail.outbox} == {nw.ada.email, nw.adam.email}


def test_a_stream_without_a_lead_finds_it_waiting(nw: Northwind, q3: Cycle) -> None:
    nw.policy.stream_memberships.all().delete()

    assert proposed(nw, q3).state == "open"


@pytest.mark.parametrize("end", [date(2026, 7, 20), date(2026, 7, 10)])
def test_nothing_is_proposed_for_a_cycle_that_is_over(nw: Northwind, end: date) -> None:
    past = cycle(nw, "Past", first=date(2026, 7, 1), end=end)

    with pytest.raises(NotAProposal, match="over"):
        proposed(nw, past)


def test_a_team_metric_of_theirs_is_not_proposed_from_outside(nw: Northwind, q3: Cycle) -> None:
    with pytest.raises(NotReady, match="Choose a metric"):
        proposed(nw, q3, raising(team_metric(nw.policy)))


def test_a_target_that_can_not_be_is_said_at_its_place(nw: Northwind, q3: Cycle) -> None:
    nps = metric(nw.organisation)
    relative = raising(nps, baseline="0", target="0.3", target_form=TargetForm.RELATIVE)

    with pytest.raises(NotReady) as refused:
        proposed(nw, q3, raising(nps), relative)

    assert [(each.place, each.field) for each in refused.value.problems] == [(1, "target")]


def revised(
    nw: Northwind, proposal: object, version: int, title: str, cycle: Cycle, by: str = "ada"
) -> object:
    return services.revise(
        rights=rights(nw, by),
        proposal=proposal,  # type: ignore[arg-type]
        version=version,
        given=ObjectiveGiven(title=title, cycle=cycle),
        key_results=[],
        now=NOW + timedelta(days=1),
    )


def test_a_declined_one_is_open_again_in_a_new_version_and_both_are_kept(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3, KeyResultGiven(title="Less calls"))
    services.decline(rights=lead(nw), proposal=proposal, version=1, reason="Too vague", now=NOW)

    revised(nw, proposal, 1, "Brokers call once", q3)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.version, proposal.reason) == ("open", 2, "")
    assert proposal.answered_at is None
    assert [each.content["title"] for each in proposal.versions.order_by("number")] == [
        "Brokers trust us",
        "Brokers call once",
    ]


def test_who_has_read_an_older_version_neither_accepts_nor_revises_the_newer(
    nw: Northwind, q3: Cycle
) -> None:
    proposal = proposed(nw, q3)
    revised(nw, proposal, 1, "Brokers call once", q3)

    with pytest.raises(RevisedMeanwhile):
        accepted(nw, proposal, version=1)
    with pytest.raises(RevisedMeanwhile):
        revised(nw, proposal, 1, "Brokers call never", q3)


def test_only_its_maker_writes_a_new_version_and_none_of_an_accepted_one(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    with pytest.raises(PermissionDenied):
        revised(nw, proposal, 1, "Mine now", q3, by="adam")
    accepted(nw, proposal)

    with pytest.raises(AlreadyAnswered):
        revised(nw, proposal, 1, "Once more", q3)


def test_without_an_answer_it_stays_unanswered_at_its_cycles_end(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)

    assert proposal.state_on(date(2026, 9, 30)) == ProposalState.OPEN
    assert proposal.state_on(date(2026, 10, 1)) == ProposalState.UNANSWERED
    with pytest.raises(AlreadyAnswered, match="over"):
        accepted(nw, proposal, now=NOW + timedelta(days=80))


def test_an_unanswered_one_can_be_put_to_the_next_cycle(nw: Northwind, q3: Cycle) -> None:
    proposal, later = proposed(nw, q3), NOW + timedelta(days=80)
    q4 = cycle(nw, "Q4", first=date(2026, 10, 1), end=date(2027, 1, 1))

    services.revise(
        rights=rights(nw, "ada"),
        proposal=proposal,
        version=1,
        given=ObjectiveGiven(title=proposal.title, cycle=q4),
        key_results=[],
        now=later,
    )

    proposal.refresh_from_db()
    assert proposal.state_on(later.date()) == ProposalState.OPEN


def test_numbers_are_kept_as_they_are(nw: Northwind, q3: Cycle) -> None:
    given = raising(metric(nw.organisation), baseline="0.000001", target="99999999999999.5")

    proposal = proposed(nw, q3, given)

    (row,) = accepted(nw, proposal).key_results.all()
    assert (row.baseline, row.target) == (Decimal("0.000001"), Decimal("99999999999999.5"))
