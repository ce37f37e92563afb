"""What the worked cases leave open, and the invariants."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okrflow.metrics.decimals import NotStorable, stored
from okrflow.okrs.scoring import (
    Aim,
    Ambition,
    Confidence,
    CycleDays,
    DayValue,
    Goal,
    Grade,
    Missing,
    Part,
    Series,
    Status,
    confidence,
    expected_share,
    grade,
    mean,
    standing,
    weakest,
)
from tests.okrs.scoring.given import CYCLE, asked, at, day, move, series, value

numbers = st.decimals(-1000, 1000, places=2)
days_of_cycle = st.integers(0, 91).map(lambda number: CYCLE.start + timedelta(days=number))


def of_computed(number: Decimal) -> Series:
    return Series((DayValue(CYCLE.start, number),))


@given(numbers, numbers, numbers, days_of_cycle)
def test_raising_and_lowering_are_mirror_images(b: Decimal, t: Decimal, v: Decimal, on: date) -> None:
    assume(b != t)
    one = asked(move(str(b), str(t)), on, value(at(7, 1), str(v)))
    other = asked(move(str(-b), str(-t)), on, value(at(7, 1), str(-v)))

    assert (one.progress, one.score, one.status, one.gap_size) == (
        other.progress,
        other.score,
        other.status,
        other.gap_size,
    )


@given(numbers, numbers, numbers, days_of_cycle, st.integers(1, 50), st.integers(-500, 500))
def test_another_unit_changes_nothing(
    b: Decimal, t: Decimal, v: Decimal, on: date, factor: int, shift: int
) -> None:
    assume(b != t)
    goal, other_unit = move(str(b), str(t)), move(str(b * factor + shift), str(t * factor + shift))

    one = standing(goal, of_computed(v), cycle=CYCLE, asked_on=on)
    other = standing(other_unit, of_computed(v * factor + shift), cycle=CYCLE, asked_on=on)

    assert (one.progress, one.score, one.status) == (other.progress, other.score, other.status)


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 23), numbers),
        min_size=1,
        max_size=12,
        unique_by=lambda x: x[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_entry_never_matters(
    given_values: list[tuple[int, int, Decimal]], random: Random
) -> None:
    values = [
        value(at(7, 1, 0) + timedelta(days=days, hours=hours), str(number), recorded=at(9, 1))
        for days, hours, number in given_values
    ]
    shuffled = list(values)
    random.shuffle(shuffled)

    assert series(*values) == series(*shuffled)


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=6))
def test_a_key_result_with_the_mean_leaves_the_objective_where_it_is(scores: list[Fraction]) -> None:
    parts = [Part(Aim.RAISE, score) for score in scores]
    found = mean(parts).score

    assert mean([*parts, Part(Aim.LOWER, found)]).score == found


@given(st.integers(0, 200), days_of_cycle)
def test_what_is_expected_grows_from_nothing_to_everything(lag: int, on: date) -> None:
    shares = [expected_share(CYCLE, each, lag_days=lag) for each in (on, on + timedelta(days=1))]

    assert 0 <= shares[0] <= shares[1] <= 1
    assert expected_share(CYCLE, CYCLE.last, lag_days=lag) == 1


@pytest.mark.parametrize(
    ("number", "status"),
    [("45", Status.REACHED), ("33.75", Status.AHEAD), ("33.7499", Status.ON_PACE), ("28.75", Status.ON_PACE),
     ("28.7499", Status.BEHIND), ("25", Status.BEHIND), ("24.9999", Status.FAR_BEHIND), ("20", Status.FAR_BEHIND),
     ("19.9999", Status.BELOW_BASELINE)],
)  # fmt: skip
def test_the_words_begin_where_they_should(number: str, status: Status) -> None:
    assert asked(move("20", "45"), day(8, 15), value(at(8, 15), number)).status == status


def test_early_comes_before_pace_but_after_reached() -> None:
    assert asked(move("20", "45"), day(7, 10), value(at(7, 10), "20")).status == Status.EARLY
    assert asked(move("20", "45"), day(7, 10), value(at(7, 10), "45")).status == Status.REACHED


def test_a_value_before_the_baseline_does_not_count() -> None:
    goal = replace(move("20", "45"), baseline_on=day(7, 1))

    found = asked(goal, day(7, 20), value(at(6, 1), "30"))

    assert (found.value, found.missing, found.status) == (None, Missing.NO_VALUE, None)


def test_without_a_target_there_is_a_value_and_no_progress() -> None:
    found = asked(Goal(aim=Aim.RAISE, baseline=Decimal(20)), day(7, 20), value(at(7, 19), "30"))

    assert (found.value, found.progress, found.missing) == (30, None, Missing.NO_TARGET)


def test_a_metric_is_outdated_three_days_after_its_cadence() -> None:
    given_value = value(at(7, 10), "30")

    assert not asked(move("20", "45"), day(7, 20), given_value).outdated
    assert asked(move("20", "45"), day(7, 21), given_value).outdated
    assert asked(move("20", "45"), day(7, 12)).outdated
    assert not asked(move("20", "45"), day(7, 11)).outdated


def test_computed_metrics_are_always_known_and_never_outdated() -> None:
    goal = Goal(aim=Aim.STAY_BELOW, target=Decimal(5), cadence_days=None)

    found = standing(goal, of_computed(Decimal(5)), cycle=CYCLE, asked_on=day(8, 30))

    assert (found.counted, found.score, found.outdated) == ((61, 61), 1, False)


def test_a_value_from_before_the_start_is_known_for_a_while() -> None:
    found = asked(Goal(aim=Aim.STAY_ABOVE, lower=Decimal(1)), day(7, 9), value(at(6, 24), "1"))

    assert found.counted == (7, 7)


def test_no_known_day_is_no_score() -> None:
    found = asked(Goal(aim=Aim.STAY_ABOVE, lower=Decimal(1)), day(7, 20), value(at(6, 1), "1"))

    assert (found.score, found.missing, found.outdated) == (None, Missing.NOTHING_KNOWN, True)


def test_baselines_to_be_established_count_only_among_themselves() -> None:
    baseline = Part(Aim.BASELINE, Fraction(1))

    assert mean([Part(Aim.RAISE, Fraction(1, 2)), baseline]).score == Fraction(1, 2)
    assert mean([baseline, Part(Aim.BASELINE, Fraction(0))]).score == Fraction(1, 2)
    assert mean([]).score is None
    assert mean([], closed=True).score is None


@pytest.mark.parametrize(
    ("score", "ambition", "called"),
    [("0.95", "committed", "met"), ("0.9499", "committed", "missed"), ("0.65", "aspirational", "reached"),
     ("0.35", "aspirational", "progress"), ("0.3499", "aspirational", "missed")],
)  # fmt: skip
def test_grades_round_half_up(score: str, ambition: str, called: str) -> None:
    assert grade(Fraction(score), Ambition(ambition)) == Grade(called)


def test_confidence_is_the_last_of_this_cycle_while_it_is_fresh() -> None:
    given_points = [Confidence(day(6, 29), 9), Confidence(day(7, 6), 4), Confidence(day(7, 3), 6)]

    def on(asked_on: date) -> int | None:
        return confidence(given_points, start=CYCLE.start, asked_on=asked_on, cadence_days=7)

    assert on(day(6, 30)) is None
    assert on(day(7, 17)) == 6
    assert on(day(7, 18)) is None


def test_an_objective_is_as_sure_as_its_weakest() -> None:
    assert weakest([7, None, 4]) == 4
    assert weakest([None]) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e308", "1e14"])
def test_what_is_no_storable_number_is_refused(number: str) -> None:
    with pytest.raises(NotStorable):
        stored(Decimal(number))


def test_negative_zero_is_zero() -> None:
    assert str(stored(Decimal("-0"))) == str(stored(Decimal("-0.0000001"))) == "0.000000"


def test_a_cycle_of_one_day_is_all_expected_at_once() -> None:
    assert expected_share(CycleDays(day(7, 1), day(7, 2)), day(7, 1)) == 1
