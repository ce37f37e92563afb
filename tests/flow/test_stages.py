"""Stages at the edges of a period, by hand."""

from okrflow.flow import Kind, Period, Reason, Stage, State
from tests.flow.histories import asked, july, status_id

SHIFT = ("active 1, done 4", "active 4, done 6")


def test_leaving_with_the_first_instant_counts_as_left_only():
    stage = asked(*SHIFT).stage("active", 4, 6)

    assert (stage.left, stage.visit_days_p50, stage.visits) == (1, 3, 1)


def test_leaving_with_the_first_instant_after_the_period_is_still_there():
    stage = asked(*SHIFT).stage("active", 4, 6)

    assert (stage.current, stage.age_days_p85, stage.age_reason) == (1, 2, None)


def test_taking_the_place_of_another_is_no_more_at_once():
    stage = asked(*SHIFT).stage("active", 1, 10)

    assert (stage.max, stage.visits, stage.item_days) == (1, 2, 5)
    assert (stage.current, stage.age_days_p85, stage.age_reason) == (0, None, Reason.NOTHING_THERE)


def test_two_at_once():
    stage = asked("active 1, done 5", "active 3, done 8").stage("active")

    assert (stage.max, stage.visit_days_p50, stage.visit_days_p85) == (2, 4.5, 4.85)


def test_kind_of_a_visit_is_the_last_one_known_in_the_period():
    answer = asked("defect active 1, feature active 8, done 12")

    early = [answer.stage("active", 1, 5, kind=kind).visits for kind in (Kind.DEFECT, Kind.FEATURE)]
    late = [answer.stage("active", 1, 10, kind=kind).visits for kind in (Kind.DEFECT, Kind.FEATURE)]

    assert (early, late) == ([1, 0], [0, 1])


def test_age_counts_from_the_start_of_the_visit_whatever_its_kind():
    stage = asked("defect active 1, feature active 8").stage("active", 1, 10, kind=Kind.FEATURE)

    assert (stage.age_days_p85, stage.item_days) == (9, 2)


def test_stages_keep_their_order_and_others_are_passed_over():
    order = [Stage(status_id(name), State[name.upper()]) for name in ("waiting", "done", "active")]

    found = asked("active 1, waiting 2, done 5").report(1, Period(july(1), july(9)), order)

    assert [each.stage for each in found.stages] == [order[0], order[2]]
    assert [each.share for each in found.stages] == [0.75, 0.25]


def test_share_of_nothing():
    stage = asked("new 1").stage("active")

    assert (stage.share, stage.share_reason, stage.item_days, stage.visits) == (
        None, Reason.NOTHING_THERE, 0, 0
    )  # fmt: skip
