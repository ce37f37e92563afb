"""The sixteen worked cases of "How okrflow scores"."""

from decimal import Decimal
from fractions import Fraction

import pytest

from okrflow.okrs.scoring import (
    Aim,
    Ambition,
    Gap,
    Goal,
    Grade,
    Missing,
    Part,
    RelativeToNothing,
    Status,
    TargetForm,
    closing,
    grade,
    mean,
    resolve_target,
    rounded,
)
from tests.okrs.scoring.given import CYCLE, ZONE, asked, at, day, move, value


def test_case_1_raise_on_pace() -> None:
    found = asked(move("20", "45"), day(8, 15), value(at(8, 15), "30"))

    assert (found.expected, found.progress, found.expected_value) == (
        Fraction(46, 92),
        Fraction(2, 5),
        Decimal("32.5"),
    )
    assert (found.gap, found.gap_size) == (Gap.BEHIND, Decimal("2.5"))
    assert (found.pace, found.status) == (Fraction(4, 5), Status.ON_PACE)


def test_case_2_lower_on_pace() -> None:
    found = asked(move("9", "4"), day(8, 31), value(at(8, 31), "6"))

    assert found.expected == Fraction(62, 92)
    assert found.progress == Fraction(3, 5)
    assert found.expected_value == Decimal("5.630435")
    assert (found.gap, found.gap_size) == (Gap.BEHIND, Decimal("0.369565"))
    assert found.pace is not None and round(found.pace, 3) == Fraction("0.890")
    assert found.status == Status.ON_PACE


def test_case_3_below_the_baseline() -> None:
    found = asked(move("9", "4"), day(8, 15), value(at(8, 15), "10"))

    assert (found.progress, found.score, found.status) == (Fraction(-1, 5), 0, Status.BELOW_BASELINE)
    assert (found.gap, found.gap_size) == (Gap.BELOW_BASELINE, 1)


def test_case_4_beyond_the_target() -> None:
    found = asked(move("31", "37"), day(8, 15), value(at(8, 15), "38.5"))

    assert (found.progress, found.score, found.status) == (Fraction(5, 4), 1, Status.REACHED)
    assert (found.gap, found.gap_size) == (Gap.BEYOND_TARGET, Decimal("1.5"))


@pytest.mark.parametrize(
    ("form", "typed", "baseline", "target", "measured", "progress"),
    [
        pytest.param(TargetForm.RELATIVE, "-0.3", "20", "14", "16.4", "0.6", id="case 5"),
        pytest.param(TargetForm.RELATIVE, "0.2", "-10", "-8", "-9", "0.5", id="case 6"),
        pytest.param(TargetForm.CHANGE, "0.1", "0.22", "0.32", "0.306", "0.86", id="case 7"),
        pytest.param(TargetForm.RELATIVE, "0.1", "0.22", "0.242", "0.242", "1", id="case 7, relative"),
    ],
)
def test_cases_5_to_7_targets(
    form: TargetForm, typed: str, baseline: str, target: str, measured: str, progress: str
) -> None:
    resolved = resolve_target(form, Decimal(typed), baseline=Decimal(baseline))

    assert resolved == Decimal(target)
    assert asked(move(baseline, target), day(8, 15), value(at(8, 15), measured)).progress == Fraction(
        progress
    )


def test_case_6_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(RelativeToNothing, match="give the change instead"):
        resolve_target(TargetForm.RELATIVE, Decimal("0.2"), baseline=Decimal(0))


def test_case_8_stay_above() -> None:
    goal = Goal(aim=Aim.STAY_ABOVE, lower=Decimal("99.95"))
    found = asked(
        goal, day(7, 30), value(at(7, 1), "99.97"), value(at(7, 11), "99.90"), value(at(7, 21), "99.96")
    )

    assert (found.counted, found.score, found.status) == ((20, 30), Fraction(2, 3), Status.HOLDS)
    assert not found.outdated


def test_case_9_stay_below_outdated() -> None:
    goal = Goal(aim=Aim.STAY_BELOW, target=Decimal(5))
    found = asked(goal, day(8, 9), value(at(7, 1), "4.0"), value(at(7, 8), "5.0"), value(at(7, 15), "5.1"))

    assert (found.counted, found.score, found.outdated) == ((14, 28), Fraction(1, 2), True)
    assert (found.status, found.since) == (Status.BROKEN, day(7, 15))


def test_case_10_stay_between() -> None:
    goal = Goal(aim=Aim.STAY_BETWEEN, lower=Decimal("0.15"), target=Decimal("0.25"))
    found = asked(
        goal, day(7, 30), value(at(7, 1), "0.18"), value(at(7, 13), "0.27"), value(at(7, 25), "0.25")
    )

    assert (found.counted, found.score, found.status) == ((18, 30), Fraction(3, 5), Status.HOLDS)


def test_case_11_a_baseline_is_established() -> None:
    values = [
        value(at(7, 3), "1"),
        value(at(7, 10, 9), "2"),
        value(at(7, 10, 15), "3"),
        value(at(7, 17), "2"),
    ]
    three = asked(Goal(aim=Aim.BASELINE), day(7, 20), *values)
    four = asked(Goal(aim=Aim.BASELINE, confirmed=True), day(7, 24), *values, value(at(7, 24), "2"))

    assert (three.progress, three.score, three.counted) == (Fraction(3, 4), 0, (3, 4))
    assert (four.progress, four.score, four.status) == (1, 1, Status.REACHED)


def test_case_12_a_day_takes_the_value_about_its_latest_instant() -> None:
    values = [
        value(at(8, 10, 9), "30"),
        value(at(8, 10, 16), "28"),
        value(at(8, 9), "34", recorded=at(8, 10, 17)),
    ]

    tenth = asked(move("20", "45"), day(8, 10), *values)
    ninth = asked(move("20", "45"), day(8, 9), *values)

    assert (tenth.value, tenth.progress) == (28, Fraction("0.32"))
    assert (ninth.value, ninth.progress) == (34, Fraction("0.56"))


def test_case_13_closing_takes_what_was_entered_within_the_grace() -> None:
    in_time = value(at(9, 20), "40")
    late = value(at(9, 30), "44", recorded=at(10, 8))
    of_the_next_cycle = value(at(10, 1), "45", recorded=at(10, 8))
    too_late = value(at(9, 30), "45", recorded=at(10, 20))

    with_it = closing(move("20", "45"), [in_time, late, of_the_next_cycle, too_late], cycle=CYCLE, zone=ZONE)
    without = closing(move("20", "45"), [in_time, of_the_next_cycle, too_late], cycle=CYCLE, zone=ZONE)

    assert (with_it.standing.score, with_it.late) == (Fraction("0.96"), True)
    assert (without.standing.score, without.late) == (Fraction("0.80"), False)


def test_case_14_before_the_start_and_after_the_end() -> None:
    before = asked(move("20", "45"), day(6, 20), value(at(6, 1), "30"))
    after = asked(move("20", "45"), day(10, 5), value(at(9, 30), "30"), value(at(10, 2), "44"))

    assert (before.missing, before.progress, before.expected, before.pace, before.status) == (
        Missing.NOT_BEGUN,
        None,
        None,
        None,
        None,
    )
    assert not before.outdated
    assert (after.day, after.expected, after.value) == (day(9, 30), 1, 30)


def test_case_15_a_lag_moves_what_is_expected() -> None:
    goal = move("20", "45", lag=28)
    early = asked(goal, day(7, 28), value(at(7, 28), "20"))
    later = asked(goal, day(8, 31), value(at(8, 31), "30"))
    without = asked(move("20", "45"), day(8, 31), value(at(8, 31), "30"))

    assert (early.expected, early.status) == (0, Status.EARLY)
    assert (later.expected, later.progress) == (Fraction("0.53125"), Fraction("0.4"))
    assert later.pace is not None and round(later.pace, 3) == Fraction("0.753")
    assert later.status == Status.ON_PACE
    assert without.pace is not None and round(without.pace, 3) == Fraction("0.594")
    assert without.status == Status.BEHIND


def test_case_16_an_objective_is_the_mean_of_its_key_results() -> None:
    scores = [Fraction("0.40"), Fraction(1), Fraction("0.25"), None]
    parts = [Part(Aim.RAISE, score) for score in scores]

    running, closed = mean(parts), mean(parts, closed=True)

    assert (running.score, running.measured, running.counting) == (Fraction("0.55"), 3, 4)
    assert closed.score == Fraction("0.4125")
    assert (rounded(closed.score), grade(closed.score, Ambition.ASPIRATIONAL)) == (
        Decimal("0.4"),
        Grade.PROGRESS,
    )
