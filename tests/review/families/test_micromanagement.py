"""MM1 to MM6: they fire, and don't just below their thresholds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Counts
from okrflow.review.findings import Severity
from okrflow.review.snapshot import (
    CheckIn,
    GoalChange,
    OpenItem,
    PlanEntry,
    Proposal,
    ProposedKeyResult,
    Snapshot,
)
from okrflow.review.words.persons import Member
from tests.review import make

PROPOSED = datetime(2026, 7, 1, 9, tzinfo=UTC)


def proposed(unchanged: int, of: int, days: float) -> Snapshot:
    objective = make.objective()
    proposal = Proposal(
        uuid=make.uuid("proposal"),
        proposed_by="Ada",
        proposed_at=PROPOSED,
        accepted_as=objective.uuid,
        accepted_at=PROPOSED + timedelta(days=days),
        key_results=tuple(
            ProposedKeyResult(title=f"{place}", accepted_unchanged=place < unchanged) for place in range(of)
        ),
    )
    return make.snapshot(objective, proposals=(proposal,))


def test_key_results_taken_over_unchanged() -> None:
    assert make.said(proposed(3, of=4, days=3), "MM1") == (
        "3 of 4 key results came from Ada and were taken over unchanged.",
        "Propose the objective; let the stream find its key results. Accepting with your own numbers closes this.",
    )


@pytest.mark.parametrize(("unchanged", "of", "days"), [(2, 4, 1), (4, 4, 3.1), (0, 0, 1)])
def test_half_of_them_or_some_days_of_thought_are_fine(unchanged: int, of: int, days: float) -> None:
    assert not make.fires(proposed(unchanged, of, days), "MM1")


def test_key_results_that_no_member_accepted_block() -> None:
    foreign = make.key_result(written_by="Adam", written_by_member=False)
    draft = make.draft(key_results=(foreign,))

    found = make.one(make.snapshot(draft), "MM1")

    assert found.severity == Severity.BLOCK
    assert make.said(make.snapshot(draft), "MM1")[0] == (
        "1 of 1 key results came from Adam, and no member has accepted them."
    )


def test_an_accepted_one_is_the_streams_own() -> None:
    accepted = make.key_result(written_by_member=False, accepted_by_member=True)

    assert not make.fires(make.snapshot(make.objective(key_results=(accepted,))), "MM1")


def test_the_organisation_writes_its_own() -> None:
    own = make.objective(stream=None, key_results=(make.key_result(written_by_member=False),))

    assert not make.fires(make.snapshot(own), "MM1")


def test_a_member_named_in_an_objective_and_in_a_key_result() -> None:
    people = replace(
        make.NORTHWIND, members=(Member("Petra Kovács", "petra.kovacs@northwind.example", "pkovacs"),)
    )
    titled = make.key_result("Satisfaction of those whom Petra Kovács serves from 20 to 45")
    seen = make.snapshot(
        make.objective("Petra Kovacs answers faster", key_results=(titled,)), organisation=people
    )

    found = make.found(seen, "MM2")

    assert {each.facts["who"] for each in found} == {"Petra Kovacs", "Petra Kovács"}


def test_nobody_is_named_where_nobody_is_a_member() -> None:
    assert not make.fires(make.snapshot(make.objective("Petra Kovacs answers faster")), "MM2")


def with_task(title: str, **fields: Any) -> Snapshot:
    policy = make.stream(
        open_items=(OpenItem(key="POL-812", title="Add mandatory fields to the intake form"),), **fields
    )
    return make.snapshot(make.objective(key_results=(make.key_result(title),)), streams=(policy,))


def test_a_key_result_that_reads_like_an_item() -> None:
    assert (
        make.said(with_task("Add the mandatory fields to the intake form"), "MM3")[0]
        == "This reads like POL-812."
    )


def test_a_key_result_that_shares_some_words_with_an_item() -> None:
    assert not make.fires(with_task("Intake forms with all mandatory fields, from 40 % to 90 %"), "MM3")


def test_a_key_result_that_reads_like_a_plan_entry() -> None:
    plan = (PlanEntry(uuid=make.uuid("plan"), title="Self-service portal for brokers"),)

    assert make.said(with_task("Self-service portal for brokers", plan=plan), "MM3")[0] == (
        "This reads like “Self-service portal for brokers”."
    )


@pytest.mark.parametrize(
    ("items", "counts", "fires"), [(1, "deliveries", True), (2, "deliveries", False), (1, "effect", False)]
)
def test_an_only_bet_with_one_item_that_is_counted(items: int, counts: str, *, fires: bool) -> None:
    counted = make.key_result(metric=make.metric("Portals", counts=Counts(counts)))
    bet = PlanEntry(uuid=make.uuid("bet"), title="Portal", items=items, bets=(counted.uuid,))
    seen = make.snapshot(make.objective(key_results=(counted,)), streams=(make.stream(plan=(bet,)),))

    assert make.fires(seen, "MM3") == fires


def many(objectives: int, key_results: int) -> Snapshot:
    return make.snapshot(
        *(
            make.objective(
                f"Objective {place}",
                key_results=tuple(
                    make.key_result(f"Key result {place} {each}") for each in range(key_results)
                ),
            )
            for place in range(objectives)
        )
    )


def test_too_many_objectives() -> None:
    found = make.one(many(4, 3), "MM4")

    assert found.severity == Severity.WARN
    assert make.said(many(5, 3), "MM4") == (
        "Policy has 5 objectives and 15 key results.",
        "Which would you drop?",
    )


def test_twice_too_many_block_the_next() -> None:
    assert make.one(many(6, 2), "MM4").severity == Severity.BLOCK


def test_three_objectives_with_twelve_key_results_are_enough() -> None:
    assert not make.fires(many(3, 4), "MM4")


def test_drafts_are_not_too_much_yet() -> None:
    assert not make.fires(make.snapshot(*(make.draft(f"Draft {place}") for place in range(9))), "MM4")


def changed(day: int, **fields: Any) -> Snapshot:
    change = GoalChange(
        changed_on=make.QUARTER.starts_on + timedelta(days=day),
        before=Decimal(14),
        after=Decimal(18),
        **fields,
    )
    return make.snapshot(make.objective(key_results=(make.lowering(changes=(change,)),)))


def test_a_target_that_moved_in_mid_cycle() -> None:
    assert make.said(changed(24), "MM5") == (
        "The target went from 14.0 days to 18.0 days on 25 Jul 2026.",
        "Keep the old one visible and say what you learnt.",
    )


def test_a_note_makes_it_a_hint() -> None:
    assert make.one(changed(24, noted=True), "MM5").severity == Severity.HINT


def test_in_the_first_quarter_of_the_cycle_targets_may_move() -> None:
    assert not make.fires(changed(23), "MM5")


@pytest.mark.parametrize(("changes", "fires"), [(1, False), (2, True)])
def test_two_early_changes_from_above(changes: int, *, fires: bool) -> None:
    early = GoalChange(
        changed_on=make.QUARTER.starts_on, before=Decimal(14), after=Decimal(18), from_above=True
    )
    seen = make.snapshot(make.objective(key_results=(make.lowering(changes=(early,) * changes),)))

    assert make.fires(seen, "MM5") == fires


@pytest.mark.parametrize(("number", "fires"), [(6, False), (7, True)])
def test_more_than_two_demanded_check_ins_a_week(number: int, *, fires: bool) -> None:
    given = tuple(CheckIn(given_on=make.TODAY - timedelta(days=day), demanded=True) for day in range(number))
    seen = make.snapshot(make.objective(key_results=(make.key_result(check_ins=given),)))

    assert make.fires(seen, "MM6") == fires
    if fires:
        assert make.said(seen, "MM6")[0] == "Checked 7 times in 3 weeks."


@pytest.mark.parametrize(("days", "fires"), [(7, False), (2, True)])
def test_a_rhythm_faster_than_weekly(days: int, *, fires: bool) -> None:
    seen = make.snapshot(make.objective(key_results=(make.key_result(demanded_every_days=days),)))

    assert make.fires(seen, "MM6") == fires
