"""The demo's story foretold: from the past before the experiment, and from today."""

from datetime import date
from functools import cache

import pytest

from okrflow.demo.anchors import ZONE, Anchors
from okrflow.demo.histories import LINES, Histories, generate, mapping, state_map
from okrflow.demo.lines import Claims, Line, Platform, Policy
from okrflow.flow import Days, Intervals, Stage, State, cut, date_of
from okrflow.flow.what_if import Answer, Effect, Figure, Model, NoWaiting, Places, Reading, fit, simulate

ANCHORS = Anchors.of(date(2026, 11, 22))
SEEDS = (1, 2, 3)
UNMAPPED = "QA?"


@cache
def histories(seed: int) -> tuple[Histories, Intervals]:
    made = generate(ANCHORS, seed=seed)
    return made, cut(made.events, state_map(made.statuses), as_of=made.as_of)


@cache
def fitted(line: type[Line], seed: int) -> Model:
    """The model of a stream on 180 days: of Policy those before the experiment, of the others those before today."""
    made, intervals = histories(seed)
    end = ANCHORS.experiment if line is Policy else ANCHORS.today
    days = Days.build(ZONE, first=date_of(end - 180), last=date_of(end))
    stages = [Stage(made.status(name), state) for name, state in [*mapping(line), (UNMAPPED, State.WAITING)]]
    rows = intervals.where(intervals.stream == LINES.index(line) + 1)
    return fit(rows, stages=stages, start=days.start_of(end - 180), end=days.start_of(end), seed=[1])


def status(seed: int, name: str) -> int:
    return histories(seed)[0].status(name)


def effects(answer: Answer) -> dict[Figure, Effect]:
    return {finding.figure: finding.effect for finding in answer.says}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_waiting_for_business_input_cuts_flow_time_and_leaves_velocity(seed: int) -> None:
    model, wait = fitted(Policy, seed), status(seed, "Ready for verification")

    answer = simulate(model, [NoWaiting(wait)], seed=[seed], replications=60)

    assert model.trusted and model.second_reading is None
    assert next(stage.reading for stage in model.stages if stage.stage == wait) == Reading.OUTSIDE_DELAY
    assert answer.flow_time_change is not None
    assert -0.75 < answer.flow_time_change.p5 < answer.flow_time_change.p95 < -0.65
    assert effects(answer)[Figure.VELOCITY] == Effect.UNCHANGED
    assert (answer.constraint_today, answer.constraint_scenario) == (None, None)
    assert 30 < answer.released_items.mean < 80


@pytest.mark.parametrize("seed", SEEDS)
def test_analysis_limits_claims_and_nothing_else_does(seed: int) -> None:
    model, analysis = fitted(Claims, seed), status(seed, "Analysis")

    more = simulate(model, [Places(analysis, 1)], seed=[seed], replications=60)
    other = simulate(model, [NoWaiting(status(seed, "Ready for test"))], seed=[seed], replications=60)

    assert model.trusted
    assert (more.constraint_today, effects(more)[Figure.VELOCITY]) == (analysis, Effect.RAISED)
    assert (other.constraint_scenario, effects(other)[Figure.VELOCITY]) == (analysis, Effect.UNCHANGED)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_limits_platform(seed: int) -> None:
    model = fitted(Platform, seed)

    answer = simulate(model, [NoWaiting(status(seed, "Ready for review"))], seed=[seed], replications=60)

    assert model.trusted
    assert answer.constraint_today is None
    assert effects(answer)[Figure.VELOCITY] == Effect.UNCHANGED
    assert effects(answer)[Figure.FLOW_TIME] == Effect.LOWERED
