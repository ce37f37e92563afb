"""Accepting, declining, withdrawing; and what the review reads of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.metrics.models import Measure
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.services import publish_objective, save_objective
from okrflow.proposals import services
from okrflow.proposals.reading import reviewed
from okrflow.proposals.services import AlreadyAnswered, NotAProposal
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, raising, rights
from tests.proposals.given import accepted, lead, proposed


def test_accepting_makes_a_draft_that_says_who_proposed_what(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3, raising(metric(nw.organisation)))

    draft = accepted(nw, proposal)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.accepted_as) == ("accepted", draft)
    assert (draft.state, draft.value_stream, draft.title) == ("draft", nw.policy, "Brokers trust us")
    assert (draft.proposed_by, draft.accepted_by, draft.accepted_at) == (nw.ada, nw.ben, NOW)
    assert draft.from_above
    (row,) = draft.key_results.all()
    assert (row.written_by, row.written_by_member) == (nw.ada, False)
    assert (row.accepted_by, row.accepted_at) == (nw.ben, NOW)


def test_a_flow_measure_gets_its_metric_only_then(nw: Northwind, q3: Cycle) -> None:
    flow = KeyResultGiven(title="Faster", metric=FlowGiven(measure=Measure.FLOW_TIME_P50))
    proposal = proposed(nw, q3, flow)
    assert not nw.organisation.metrics.exists()

    (row,) = accepted(nw, proposal).key_results.all()

    assert row.metric is not None
    assert row.metric.measure == Measure.FLOW_TIME_P50


@pytest.mark.parametrize("by", ["mia", "vic", "ada", "lin"])
def test_only_leads_answer(nw: Northwind, q3: Cycle, by: str) -> None:
    proposal = proposed(nw, q3)

    with pytest.raises(PermissionDenied):
        accepted(nw, proposal, by=by)
    with pytest.raises(PermissionDenied):
        services.decline(rights=rights(nw, by), proposal=proposal, version=1, reason="No", now=NOW)


def test_administrators_answer_what_is_put_to_the_organisation(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3, by="ben", to=None)

    made = accepted(nw, proposal, by="adam")

    assert (made.value_stream, made.proposed_by, made.from_above) == (None, nw.ben, False)


def test_a_decline_has_a_reason(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)

    with pytest.raises(NotAProposal, match="Say why"):
        services.decline(rights=lead(nw), proposal=proposal, version=1, reason="  ", now=NOW)


def test_each_is_answered_once(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    accepted(nw, proposal)

    with pytest.raises(AlreadyAnswered):
        accepted(nw, proposal)
    with pytest.raises(AlreadyAnswered):
        services.withdraw(rights=rights(nw, "ada"), proposal=proposal, now=NOW)
    assert Objective.objects.count() == 1


def test_what_is_withdrawn_is_accepted_no_more(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    with pytest.raises(PermissionDenied):
        services.withdraw(rights=rights(nw, "adam"), proposal=proposal, now=NOW)
    services.withdraw(rights=rights(nw, "ada"), proposal=proposal, now=NOW)

    with pytest.raises(AlreadyAnswered, match="withdrawn"):
        accepted(nw, proposal)
    assert not Objective.objects.exists()


def as_written(nw: Northwind, draft: Objective, *rows: KeyResultGiven) -> Objective:
    return save_objective(
        rights=lead(nw),
        value_stream=nw.policy,
        given=ObjectiveGiven(title=draft.title, why=draft.why, cycle=draft.cycle),
        key_results=rows,
        objective=draft,
        version=draft.version,
        now=NOW,
    )


@pytest.mark.parametrize(("target", "unchanged"), [("45", True), ("40", False)])
def test_whether_it_was_changed_is_settled_when_it_is_published(
    nw: Northwind, q3: Cycle, target: str, unchanged: bool
) -> None:
    nps = metric(nw.organisation)
    draft = accepted(nw, proposed(nw, q3, raising(nps)))
    uuid = draft.key_results.get().uuid
    draft = as_written(nw, draft, raising(nps, target=target, uuid=uuid))

    published = publish_objective(rights=lead(nw), objective=draft, version=draft.version, now=NOW)

    published.refresh_from_db()
    assert published.accepted_unchanged is unchanged


def test_the_review_reads_which_key_results_were_taken_over_word_for_word(nw: Northwind, q3: Cycle) -> None:
    nps, later = metric(nw.organisation), NOW + timedelta(days=2)
    proposal = proposed(nw, q3, raising(nps), raising(nps, title="Fewer calls", target="60"))
    open_one = proposed(nw, q3, title="Another", by="lin")
    draft = accepted(nw, proposal, now=later)
    first, second = draft.key_results.in_order()
    as_written(nw, draft, raising(nps, uuid=first.uuid), raising(nps, title="Fewer calls", uuid=second.uuid))

    one, other = reviewed(nw.organisation)

    assert (one.uuid, one.proposed_by, one.proposed_at) == (proposal.uuid, "Ada", NOW)
    assert (one.accepted_as, one.accepted_at) == (draft.uuid, later)
    assert one.key_results == (("More of it", True), ("Fewer calls", False))
    assert (other.uuid, other.accepted_as, other.accepted_at) == (open_one.uuid, None, None)


def test_it_is_read_in_as_many_queries_however_many_there_are(
    nw: Northwind, q3: Cycle, django_assert_num_queries: object
) -> None:
    for number in range(4):
        accepted(nw, proposed(nw, q3, raising(metric(nw.organisation, f"M{number}")), title=f"T{number}"))

    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(reviewed(nw.organisation)) == 4
