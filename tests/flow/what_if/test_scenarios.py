"""What changes do to planted lines, and what they leave alone."""

import json
from dataclasses import asdict

import pytest

from okrflow.flow import Kind
from okrflow.flow.what_if import (
    Answer,
    Arrivals,
    Change,
    Effect,
    Figure,
    LoadLimit,
    Model,
    NoWaiting,
    Places,
    Work,
    fit,
    simulate,
)
from tests.flow.planted import Station, plant, waiting, working
from tests.flow.what_if.lines import CONSTRAINED, DELAYED, delay_behind_constraint, fitted

RUNS = 40
SEEDS = (1, 2)


def ask(model: Model, *changes: Change, seed: int = 5, runs: int = RUNS) -> Answer:
    return simulate(model, changes, seed=[seed], replications=runs)


def effect(answer: Answer, figure: Figure) -> Effect:
    return next(finding.effect for finding in answer.says if finding.figure == figure)


def velocity(answer: Answer) -> Effect:
    return effect(answer, Figure.VELOCITY)


@pytest.mark.parametrize("name", CONSTRAINED)
@pytest.mark.parametrize("seed", SEEDS)
def test_relieving_the_constraint_raises_velocity_and_relieving_anything_else_does_not(
    name: str, seed: int
) -> None:
    model = fitted(name, seed)

    for change in (Places(working(1), 1), Work(working(1), 0.8), NoWaiting(waiting(1))):
        answer = ask(model, change)
        assert (velocity(answer), answer.constraint_today) == (Effect.RAISED, working(1))
    for change in (
        Places(working(0), 1),
        Work(working(0), 0.5),
        NoWaiting(waiting(0)),
        Work(working(2), 0.5),
    ):
        assert velocity(ask(model, change)) == Effect.UNCHANGED


@pytest.mark.parametrize("name", DELAYED)
@pytest.mark.parametrize("seed", SEEDS)
def test_removing_an_outside_delay_shortens_flow_time_and_leaves_velocity(name: str, seed: int) -> None:
    answer = ask(fitted(name, seed), NoWaiting(waiting(1)))

    assert effect(answer, Figure.FLOW_TIME) == effect(answer, Figure.LOAD) == Effect.LOWERED
    assert velocity(answer) == Effect.UNCHANGED
    assert effect(answer, Figure.EFFICIENCY) == Effect.RAISED
    assert answer.constraint_today is answer.constraint_scenario is None
    assert answer.flow_time_change is not None and answer.flow_time_change.p95 < -0.3
    assert answer.released_items.mean > 5


def test_of_a_delay_behind_a_constraint_only_the_constraint_raises_velocity() -> None:
    model = delay_behind_constraint()

    delay, constraint = ask(model, NoWaiting(waiting(1))), ask(model, Places(working(0), 1))

    assert (velocity(delay), effect(delay, Figure.FLOW_TIME)) == (Effect.UNCHANGED, Effect.LOWERED)
    assert (velocity(constraint), constraint.constraint_today) == (Effect.RAISED, working(0))


def test_without_changes_the_scenario_is_today() -> None:
    answer = ask(fitted("overloaded"))

    assert answer.today == answer.scenario
    assert {finding.effect for finding in answer.says} == {Effect.UNCHANGED}
    assert answer.flow_time_change is not None
    assert (answer.flow_time_change.p5, answer.flow_time_change.p95, answer.released_items.mean) == (0, 0, 0)


def test_the_same_seed_gives_the_same_answer() -> None:
    model, change = fitted("overloaded"), Places(working(1), 1)

    assert ask(model, change) == ask(model, change)
    assert ask(model, change) != ask(model, change, seed=6)


def test_today_is_the_same_beside_every_scenario() -> None:
    model = fitted("overloaded")
    changes: list[Change] = [Places(working(1), 1), LoadLimit(20), Arrivals(Kind.FEATURE, 1.5)]

    assert len({ask(model, change, runs=10).today for change in changes}) == 1


def test_slower_work_makes_a_new_constraint() -> None:
    answer = ask(fitted("outside delay"), Work(working(0), 2.5))

    assert (answer.constraint_today, answer.constraint_scenario) == (None, working(0))
    assert effect(answer, Figure.FLOW_TIME) == Effect.RAISED


def test_fewer_places() -> None:
    answer = ask(fitted("overloaded"), Places(working(1), -1))

    assert velocity(answer) == Effect.LOWERED
    assert answer.scenario.velocity_per_week.mean == pytest.approx(
        answer.today.velocity_per_week.mean / 2, rel=0.1
    )


def test_changes_add_up() -> None:
    model = fitted("overloaded")
    places, work = Places(working(1), 1), Work(working(1), 0.8)

    both, one = ask(model, places, work), ask(model, places)

    assert both.scenario.load.mean < one.scenario.load.mean
    assert both.constraint_scenario is None


def test_a_load_limit_keeps_the_load_and_lets_items_wait_outside() -> None:
    model = fitted("overloaded")

    answer = ask(model, LoadLimit(20))

    assert answer.scenario.load.mean < 22
    assert answer.waiting_to_start is not None and answer.waiting_to_start.mean > 20
    assert velocity(answer) == Effect.UNCHANGED
    assert effect(answer, Figure.FLOW_TIME) == Effect.LOWERED


def test_too_tight_a_load_limit_costs_velocity_and_a_wide_one_changes_nothing() -> None:
    model = fitted("overloaded")

    tight, wide = ask(model, LoadLimit(1)), ask(model, LoadLimit(1_000))

    assert velocity(tight) == Effect.LOWERED
    assert wide.scenario.flow_time_days == wide.today.flow_time_days
    assert wide.scenario.load.mean == pytest.approx(wide.today.load.mean)
    assert wide.waiting_to_start is not None and wide.waiting_to_start.mean == 0


@pytest.mark.parametrize(("factor", "share"), [(0.0, 0.4), (0.5, 0.7), (1.5, 1.3), (2.25, 1.75)])
def test_arrivals_of_a_kind(factor: float, share: float) -> None:
    """Features are 60 % of what comes, and nothing limits velocity."""
    answer = ask(fitted("half delayed"), Arrivals(Kind.FEATURE, factor))

    assert answer.scenario.velocity_per_week.mean / answer.today.velocity_per_week.mean == pytest.approx(
        share, abs=0.06
    )


def test_more_arrivals_do_not_raise_velocity_at_a_constraint() -> None:
    answer = ask(fitted("overloaded"), Arrivals(Kind.FEATURE, 1.5))

    assert velocity(answer) == Effect.UNCHANGED
    assert effect(answer, Figure.LOAD) == Effect.RAISED


def test_an_unclear_wait_is_answered_in_both_readings() -> None:
    stations = [Station(work=0.8, places=2, delay=8, delayed=0.5), Station(work=0.5, places=3)]
    line = plant(stations, per_week=16, seed=3)
    model = fit(line.intervals, seed=[1], **line.window)

    answer = ask(model, NoWaiting(waiting(0)))

    assert model.second_reading is not None
    assert model.stages[0].reading == "both"
    assert {model.stages[1].capacity, model.second_reading.stages[1].capacity} == {None, 2}
    assert answer.second_reading is not None
    assert answer.today != answer.second_reading.today


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([Places(999, 1)], "not offered"),
        ([Places(waiting(1), 1)], "not offered"),
        ([Work(waiting(1), 0.5)], "not offered"),
        ([NoWaiting(working(1))], "not offered"),
        ([Places(working(1), -2)], "place has to be left"),
        ([Work(working(1), -1.0)], "factor"),
        ([Arrivals(Kind.DEBT, float("nan"))], "factor"),
        ([LoadLimit(0)], "load limit"),
        ([Work(working(1), 0.5), Work(working(1), 0.8)], "twice"),
    ],
)
def test_changes_that_make_no_sense_are_refused(changes: list[Change], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ask(fitted("overloaded"), *changes)


def test_capacity_that_cannot_be_seen_is_not_changed() -> None:
    with pytest.raises(ValueError, match="not offered"):
        ask(fitted("outside delay"), Places(working(1), 1))


def test_progress_is_told_and_may_give_up() -> None:
    told: list[float] = []
    simulate(fitted("overloaded"), [], seed=[1], replications=4, report=told.append)

    def give_up(progress: float) -> None:
        raise InterruptedError

    assert told == [0.25, 0.5, 0.75, 1]
    with pytest.raises(InterruptedError):
        simulate(fitted("overloaded"), [], seed=[1], report=give_up)


def test_answers_and_models_can_be_written_as_json() -> None:
    model = fitted("overloaded")
    answer = ask(model, LoadLimit(20), runs=5)
    parts = [asdict(part) for part in (answer, model.fit, *model.stages, *model.offers, *model.problems)]

    assert json.loads(json.dumps(parts))[0]["replications"] == 5


def test_a_stream_in_which_nothing_is_finished_has_an_answer_without_flow_time() -> None:
    line = plant([Station(work=4000, shape=50)], per_week=14, seed=1, days=70, before=1)

    answer = ask(fit(line.intervals, seed=[1], **line.window), LoadLimit(5), runs=5)

    assert answer.today.flow_time_days is answer.flow_time_change is None
    assert Figure.FLOW_TIME not in {finding.figure for finding in answer.says}
