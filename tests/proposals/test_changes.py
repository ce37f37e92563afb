"""Changes of published objectives from above are proposals, too (ownership, rule 9)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from okrflow.okrs.models import Cycle, GoalChange, Objective
from okrflow.okrs.services import EditConflict, save_objective
from okrflow.proposals import services
from okrflow.proposals.changes import as_it_is
from okrflow.proposals.presenting import Presented
from okrflow.proposals.services import NotAProposal
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, drafted, published, raising, rights
from tests.proposals.given import accepted, change_proposed, lead


@pytest.fixture
def objective(nw: Northwind, q3: Cycle) -> Objective:
    nps = metric(nw.organisation)
    return published(nw, q3, raising(nps), raising(nps, title="Fewer calls"))


def by_stream(nw: Northwind, objective: Objective, **changes: object) -> Objective:
    """Policy writes its second key result anew."""
    objective = Objective.objects.with_names().get(pk=objective.pk)
    given, rows = as_it_is(objective)
    return save_objective(
        rights=lead(nw),
        value_stream=nw.policy,
        given=given,
        key_results=[rows[0], replace(rows[1], **changes)],  # type: ignore[arg-type]
        objective=objective,
        version=objective.version,
        now=NOW,
    )


def test_only_what_it_changes_is_carried_out(nw: Northwind, objective: Objective) -> None:
    proposal = change_proposed(nw, objective, target=Decimal(60), note="The market moved")
    by_stream(nw, objective, title="No calls at all")

    accepted(nw, proposal)

    first, second = objective.key_results.in_order()
    assert (first.target, second.title) == (60, "No calls at all")
    change = GoalChange.objects.get()
    assert (change.from_above, change.note, change.changed_by) == (True, "The market moved", nw.ben)


def test_the_difference_is_shown_field_by_field_with_what_moved_meanwhile(
    nw: Northwind, objective: Objective
) -> None:
    proposal = change_proposed(nw, objective, target=Decimal(60), objective_title="Brokers love it")
    given, rows = as_it_is(Objective.objects.get(pk=objective.pk))
    save_objective(
        rights=lead(nw),
        value_stream=nw.policy,
        given=given,
        key_results=[replace(rows[0], target=Decimal(50)), rows[1]],
        objective=objective,
        version=objective.version,
        now=NOW,
    )

    own, row = Presented(proposal, lead(nw), now=NOW).changes

    assert [(line.label, line.before, line.after) for line in own.lines] == [
        ("Objective", "Customers love it", "Brokers love it")
    ]
    (line,) = row.lines
    assert line.label == "Target"
    told = [text.replace("\u00a0", " ") for text in (line.before, line.now, line.after)]
    assert told == ["45.0 points", "50.0 points", "60.0 points"]


def test_a_key_result_can_be_added_and_taken_away(nw: Northwind, objective: Objective) -> None:
    given, rows = as_it_is(objective)
    added = raising(metric(nw.organisation, "Calls"), title="Calls per broker")
    proposal = services.propose_change(
        rights=rights(nw, "ada"), objective=objective, given=given, key_results=[rows[0], added], now=NOW
    )

    accepted(nw, proposal)

    first, second = objective.key_results.in_order()
    assert (first.written_by, first.accepted_at) == (nw.ben, None)
    assert (second.title, second.written_by, second.written_by_member) == ("Calls per broker", nw.ada, False)
    assert second.accepted_by == nw.ben


def test_its_cycle_rank_and_what_it_supports_stay(nw: Northwind, q3: Cycle, objective: Objective) -> None:
    above = published(nw, q3, raising(metric(nw.organisation, "Share")), by="ada")
    Objective.objects.filter(pk=objective.pk).update(rank=3, supports=above)
    proposal = change_proposed(nw, objective, objective_title="Brokers love it")

    made = accepted(nw, proposal)

    made.refresh_from_db()
    assert (made.title, made.rank, made.supports, made.cycle) == ("Brokers love it", 3, above, q3)
    assert made.proposed_by is None


def test_nothing_different_is_no_proposal_and_neither_is_a_change_of_a_draft(
    nw: Northwind, q3: Cycle, objective: Objective
) -> None:
    with pytest.raises(NotAProposal, match="different"):
        change_proposed(nw, objective)
    with pytest.raises(NotAProposal, match="published"):
        change_proposed(nw, drafted(nw, q3), objective_title="Perhaps")


def test_a_measure_of_the_teams_own_is_neither_told_nor_taken_away(nw: Northwind, q3: Cycle) -> None:
    objective = published(
        nw, q3, raising(metric(nw.organisation)), raising(team_metric(nw.policy), title="Mood")
    )
    given, rows = as_it_is(objective)
    proposal = services.propose_change(
        rights=rights(nw, "ada"),
        objective=objective,
        given=replace(given, title="Brokers love it"),
        key_results=rows[:1],
        now=NOW,
    )

    accepted(nw, proposal)

    assert "Mood" not in str(proposal.versions.get().before)
    assert [row.title for row in objective.key_results.in_order()] == ["More of it", "Mood"]


def test_who_has_read_another_difference_does_not_accept_this_one(
    nw: Northwind, objective: Objective
) -> None:
    proposal, read = change_proposed(nw, objective, target=Decimal(60)), objective.version
    by_stream(nw, objective, title="No calls at all")

    with pytest.raises(EditConflict):
        services.accept(rights=lead(nw), proposal=proposal, version=1, objective_version=read, now=NOW)

    proposal.refresh_from_db()
    assert proposal.state == "open"
