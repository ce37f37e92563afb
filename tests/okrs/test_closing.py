"""Closing objectives: cases 13 and 16 of "How okrflow scores", grades, answers, the grace period, opening again."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.metrics.models import Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.evidence import cycle_of, key_result_of, points_of, said_in, standing_of
from okrflow.okrs.models import Ambition, KeyResult, Objective, Retrospective
from okrflow.okrs.progress import standing
from okrflow.okrs.services import (
    ClosingGiven,
    NotACycle,
    NotClosable,
    NotPossible,
    StillOpen,
    check_in,
    close_as_dropped,
    close_cycle,
    close_objective,
    look_back,
    reopen_objective,
    set_grace,
)
from okrflow.okrs.services.closing import refresh_closings
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import cycle, published, raising, rights

NOTHING = ClosingGiven()


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def measured(of: Metric, number: str, about: datetime, recorded: datetime | None = None) -> None:
    record_measurement(
        metric=of, about_at=about, value=Decimal(number), note="", by=None, now=recorded or about
    )


def close(
    nw: Northwind, objective: Objective, now: datetime, given: ClosingGiven = NOTHING, by: str = "ben"
) -> Objective:
    return close_objective(rights=rights(nw, by), objective=objective, given=given, now=now)


@pytest.fixture
def nps(nw: Northwind) -> Metric:
    return metric(nw.organisation)


@pytest.fixture
def objective(nw: Northwind, nps: Metric) -> Objective:
    """From 20 to 45, with 40 on 20 September: 0.80."""
    found = published(nw, cycle(nw), raising(nps))
    measured(nps, "40", at(9, 20))
    return found


# The score


def test_case_13_what_comes_in_the_grace_counts_and_is_marked(
    objective: Objective, nps: Metric, nw: Northwind
) -> None:
    close(nw, objective, at(10, 5))
    before = objective.key_results.get()

    measured(nps, "44", at(9, 30), at(10, 8))
    measured(nps, "45", at(10, 1), at(10, 8))
    assert refresh_closings(now=at(10, 8, 13), metric_ids=[nps.pk]) == 1
    measured(nps, "45", at(9, 30, 13), at(10, 20))
    assert refresh_closings(now=at(10, 20, 13)) == 0

    after = objective.key_results.get()
    assert (before.closed_score, before.closed_late) == (Decimal("0.80"), False)
    assert (after.closed_value, after.closed_score, after.closed_late) == (44, Decimal("0.96"), True)
    objective.refresh_from_db()
    assert (objective.closed_score, objective.grade) == (Decimal("0.96"), "reached")


def test_closed_late_it_is_scored_as_at_the_end_of_the_grace(
    objective: Objective, nps: Metric, nw: Northwind
) -> None:
    measured(nps, "44", at(9, 30), at(10, 8))
    measured(nps, "45", at(9, 30, 13), at(10, 20))

    close(nw, objective, at(11, 20))

    assert objective.key_results.get().closed_score == Decimal("0.96")


def test_a_correction_after_the_grace_leaves_the_frozen_score(
    objective: Objective, nps: Metric, nw: Northwind
) -> None:
    wrong = nps.measurements.get()
    record_measurement(
        metric=nps,
        about_at=wrong.about_at,
        value=Decimal(21),
        note="",
        by=None,
        replaces=wrong,
        now=at(10, 20),
    )

    close(nw, objective, at(10, 21))

    assert objective.key_results.get().closed_score == Decimal("0.80")


def test_case_16_without_a_value_it_is_nothing(nw: Northwind) -> None:
    metrics = [metric(nw.organisation, f"NPS {place}") for place in range(4)]
    found = published(nw, cycle(nw), *(raising(each) for each in metrics))
    for each, number in zip(metrics, ("30", "51.25", "26.25"), strict=False):
        measured(each, number, at(9, 20))

    (running,) = standing([found], now=at(10, 2))
    closed = close(nw, found, at(10, 2))

    assert (running.score, running.measured_text) == (pytest.approx(0.55), "3 of 4 measured")
    assert (running.closing_score, running.grade_by_score) == (pytest.approx(0.4125), "progress")
    assert (closed.closed_score, closed.grade) == (Decimal("0.4125"), "progress")
    rows = list(closed.key_results.in_order())
    assert [row.closed_score for row in rows] == [Decimal("0.4"), 1, Decimal("0.25"), None]
    assert standing_of(rows[3].evidence).missing == "no_value"


def test_committed_ones_are_met_or_missed(nw: Northwind, nps: Metric) -> None:
    found = published(nw, cycle(nw), raising(nps, ambition=Ambition.COMMITTED))
    measured(nps, "43", at(9, 20))

    assert close(nw, found, at(10, 2)).grade == "missed"


def test_retired_key_results_count_for_nothing(nw: Northwind, nps: Metric, objective: Objective) -> None:
    other = published(nw, objective.cycle, raising(nps), raising(metric(nw.organisation, "Calls")))
    other.key_results.filter(metric__name="Calls").update(retired_at=at(8, 1), retired_why="Nobody calls")

    assert close(nw, other, at(10, 2)).closed_score == Decimal("0.80")
    assert other.key_results.get(metric__name="Calls").evidence is None


def test_before_the_end_it_is_closed_with_a_reason_and_by_that_days_value(
    nw: Northwind, nps: Metric, objective: Objective
) -> None:
    with pytest.raises(NotClosable, match="Say why") as refused:
        close(nw, objective, at(9, 25))
    closed = close(nw, objective, at(9, 25), ClosingGiven(why="Done"))
    measured(nps, "45", at(9, 28))
    refresh_closings(now=at(9, 28))

    found = closed.key_results.get()
    assert refused.value.field == "why"
    assert (closed.closed_why, found.closed_score) == ("Done", Decimal("0.80"))
    assert standing_of(found.evidence).day == date(2026, 9, 25)


# What is kept


def test_the_evidence_outlives_what_it_was_read_from(
    nw: Northwind, nps: Metric, objective: Objective
) -> None:
    row = objective.key_results.select_related("objective__cycle", "organisation", "metric").get()
    check_in(rights=rights(nw, "mia"), key_result=row, confidence=8, note="It helps", now=at(9, 21))
    close(nw, objective, at(10, 2))
    nps.measurements.all().delete()
    Metric.objects.filter(pk=nps.pk).update(unit="stars")

    evidence = KeyResult.objects.get(pk=row.pk).evidence
    kept, figures = key_result_of(evidence), standing_of(evidence)
    assert (kept.baseline, kept.target, kept.metric and kept.metric.unit) == (20, 45, "points")
    assert [(point.day, point.value) for point in points_of(evidence)] == [(date(2026, 9, 20), 40)]
    assert (figures.score, figures.expected, figures.gap, figures.value) == (Decimal("0.8"), 1, "behind", 40)
    assert [(each.created_by, each.confidence, each.note) for each in said_in(evidence)] == [
        ("Mia", 8, "It helps")
    ]
    assert cycle_of(evidence).last_on == date(2026, 9, 30)


def test_pages_read_the_frozen_figures(nw: Northwind, nps: Metric, objective: Objective) -> None:
    close(nw, objective, at(10, 2))
    measured(nps, "45", at(9, 30), at(10, 20))
    objective.refresh_from_db()

    (found,) = standing([objective], now=at(10, 21))

    assert (found.score, found.grade) == (pytest.approx(0.8), "reached")
    assert found.key_results[0].value == 40


def test_others_are_told_a_score_without_the_teams_own_measure(
    nw: Northwind, nps: Metric, objective: Objective
) -> None:
    found = published(nw, objective.cycle, raising(nps), raising(team_metric(nw.policy)))
    closed = close(nw, found, at(10, 2))

    (own,) = standing([closed], now=at(10, 3), stream_ids=[nw.policy.pk])
    (others,) = standing([closed], now=at(10, 3))

    assert (own.score, own.grade) == (pytest.approx(0.4), "progress")
    assert (others.score, others.grade) == (pytest.approx(0.8), "reached")


# What people say


def test_another_grade_has_a_reason_and_both_stay(nw: Northwind, objective: Objective) -> None:
    with pytest.raises(NotClosable) as refused:
        close(nw, objective, at(10, 2), ClosingGiven(grade="progress"))
    given = ClosingGiven(grade="progress", grade_reason="Luck", learnt="Ask earlier")
    closed = close(nw, objective, at(10, 2), given)

    assert refused.value.field == "grade_reason"
    assert (closed.grade, closed.grade_given, closed.final_grade) == ("reached", "progress", "progress")
    assert Retrospective.objects.get().learnt == "Ask earlier"


def test_the_answers_may_be_written_later(nw: Northwind, objective: Objective) -> None:
    close(nw, objective, at(10, 2), ClosingGiven(grade="progress", grade_reason="Luck"))

    look_back(rights=rights(nw, "ben"), objective=objective, given=ClosingGiven(changes_next="Start sooner"))

    objective.refresh_from_db()
    assert (objective.grade_given, objective.retrospective.changes_next) == ("", "Start sooner")
    assert objective.retrospective.organisation == nw.organisation


# Who may, and when


@pytest.mark.parametrize("name", ["mia", "vic", "ada", "lin"])
def test_leads_close_and_others_do_not(nw: Northwind, objective: Objective, name: str) -> None:
    with pytest.raises(PermissionDenied):
        close(nw, objective, at(10, 2), by=name)


def test_the_organisations_are_closed_by_administrators(
    nw: Northwind, nps: Metric, objective: Objective
) -> None:
    found = published(nw, objective.cycle, raising(nps), by="ada")

    with pytest.raises(PermissionDenied):
        close(nw, found, at(10, 2))
    assert close(nw, found, at(10, 2), by="adam").is_closed


def test_what_is_closed_takes_no_check_ins_and_is_not_closed_again(
    nw: Northwind, objective: Objective
) -> None:
    close(nw, objective, at(10, 2))
    row = objective.key_results.select_related("objective__cycle", "organisation", "metric").get()

    with pytest.raises(NotPossible):
        check_in(rights=rights(nw, "ben"), key_result=row, confidence=5, now=at(10, 3))
    with pytest.raises(NotClosable, match="closed already, by Ben"):
        close(nw, objective, at(10, 3))


def test_it_is_opened_again_while_the_grace_lasts(nw: Northwind, objective: Objective) -> None:
    given = ClosingGiven(grade="progress", grade_reason="Luck", learnt="Ask earlier")
    close(nw, objective, at(10, 2), given)

    opened = reopen_objective(rights=rights(nw, "ben"), objective=objective, now=at(10, 14))

    row = opened.key_results.get()
    assert (opened.state, opened.closed_at, opened.final_grade) == ("published", None, "")
    assert (row.closed_score, row.evidence) == (None, None)
    assert Retrospective.objects.exists()
    close(nw, opened, at(10, 14))
    with pytest.raises(NotClosable, match="grace period is over"):
        reopen_objective(rights=rights(nw, "ben"), objective=opened, now=at(10, 15))


def test_the_grace_is_the_organisations_own(nw: Northwind, nps: Metric, objective: Objective) -> None:
    with pytest.raises(PermissionDenied):
        set_grace(rights=rights(nw, "ben"), days=3)
    set_grace(rights=rights(nw, "ada"), days=3)
    set_grace(rights=rights(nw, "ada"), days=5)
    measured(nps, "44", at(9, 30), at(10, 5))
    measured(nps, "45", at(9, 30, 13), at(10, 6))

    close(nw, objective, at(10, 7))

    assert objective.key_results.get().closed_value == 44


def test_a_closed_streams_objectives_are_dropped_and_graded_by_no_one(
    nw: Northwind, objective: Objective
) -> None:
    close_as_dropped(objective=objective, by=nw.ada, reason="Stream closed", now=at(8, 1))

    (found,) = standing([Objective.objects.with_names().get()], now=at(8, 2))
    assert (found.objective.grade, found.objective.closed_why, found.score) == (
        "dropped",
        "Stream closed",
        None,
    )
    assert found.grade == "dropped"
    assert refresh_closings(now=at(8, 2)) == 0


# The cycle


def test_a_cycle_is_closed_when_nothing_in_it_is_open(nw: Northwind, objective: Objective) -> None:
    with pytest.raises(PermissionDenied):
        close_cycle(rights=rights(nw, "ben"), cycle=objective.cycle, now=at(10, 2))
    with pytest.raises(NotACycle, match="not over"):
        close_cycle(rights=rights(nw, "ada"), cycle=objective.cycle, now=at(9, 30))
    with pytest.raises(StillOpen, match=r"“Customers love it” \(Policy\)"):
        close_cycle(rights=rights(nw, "ada"), cycle=objective.cycle, now=at(10, 2))
    close(nw, objective, at(10, 2))

    closed = close_cycle(rights=rights(nw, "ada"), cycle=objective.cycle, now=at(10, 3))

    assert closed.closed_at == at(10, 3)
    with pytest.raises(NotACycle, match="already"):
        close_cycle(rights=rights(nw, "ada"), cycle=closed, now=at(10, 4))
    with pytest.raises(NotClosable, match="is closed"):
        reopen_objective(rights=rights(nw, "ben"), objective=objective, now=at(10, 4))


def test_what_is_left_open_in_a_closed_cycle_can_still_be_closed_by_its_lead(
    nw: Northwind, objective: Objective
) -> None:
    close_cycle(rights=rights(nw, "ada"), cycle=objective.cycle, leave_open=True, now=at(10, 2))

    objective.refresh_from_db()
    assert objective.is_published
    assert close(nw, objective, at(10, 4)).grade == "reached"
