"""Fits to planted lines: what is found, how near it comes, and when it can't be trusted."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from okrflow.flow import DAY_US, Kind, Stage, State
from okrflow.flow.what_if import (
    ChangeCode,
    DoubtCode,
    Measure,
    Model,
    NotOffered,
    Offer,
    Order,
    Reading,
    StageModel,
    fit,
)
from tests.flow.planted import BEGIN, Station, plant, waiting, working
from tests.flow.what_if.lines import CASES, CONSTRAINED, DELAYED, delay_behind_constraint, fitted, planted

SEEDS = (1, 2, 3)


def stage(model: Model, status: int) -> StageModel:
    return next(each for each in model.stages if each.stage == status)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_fit_is_near_or_says_what_it_missed(name: str, seed: int) -> None:
    model = fitted(name, seed)

    missed = {check.measure for check in model.fit.checks if not check.within}
    assert {doubt.measure for doubt in model.problems} == missed
    assert model.trusted == (not missed)
    assert all(abs(check.error) < 0.2 for check in model.fit.checks)


def test_nearly_all_planted_lines_are_trusted() -> None:
    trusted = [fitted(name, seed).trusted for name in CASES for seed in SEEDS]

    assert np.mean(trusted) >= 0.9


@pytest.mark.parametrize("name", CONSTRAINED)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_limited_stage_is_read_as_one_with_its_places_and_its_line(name: str, seed: int) -> None:
    model = fitted(name, seed)

    line, work = stage(model, waiting(1)), stage(model, working(1))
    assert (line.reading, line.in_front_of, work.reading) == (Reading.LINE, working(1), Reading.WORK)
    assert (work.capacity, work.order) == (2, line.order)
    assert work.busy is not None and work.busy > 0.97


def test_late_pick_up_is_found_and_how_late() -> None:
    late = stage(fitted("late pick-up"), working(1)).pick_up_days
    none = stage(fitted("overloaded"), working(1)).pick_up_days

    assert (late, none) == (pytest.approx(0.4, abs=0.05), 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_priority_by_kind_is_found(seed: int) -> None:
    assert stage(fitted("priority by kind", seed), waiting(1)).order == Order.BY_KIND
    assert stage(fitted("overloaded", seed), waiting(1)).order == Order.FIRST_COME


@pytest.mark.parametrize("name", DELAYED)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_outside_delay_is_read_as_one_and_hides_capacity(name: str, seed: int) -> None:
    model = fitted(name, seed)

    assert stage(model, waiting(1)).reading == Reading.OUTSIDE_DELAY
    assert stage(model, working(1)).capacity is None


def test_an_outside_delay_behind_a_limited_stage() -> None:
    model = delay_behind_constraint()

    readings = [each.reading for each in model.stages[:4]]
    assert readings == [Reading.LINE, Reading.WORK, Reading.OUTSIDE_DELAY, Reading.WORK]
    assert model.trusted


def test_a_delay_that_grows_much_may_be_a_line_picked_up_late_and_is_read_both_ways() -> None:
    """Its stage fills as it grows, but at equal time who waits longer has not found more there."""
    line = plant([Station(work=0.5, delay=5, grows=8, shape=20)], per_week=19, seed=1)

    model = fit(line.intervals, seed=[1], **line.window)

    assert model.stages[0].rho is not None and model.stages[0].rho > 0.5
    assert model.stages[0].reading == Reading.BOTH
    assert (model.stages[1].capacity, model.trusted) == (None, True)
    assert model.second_reading is not None
    assert model.second_reading.stages[1].capacity is not None


def test_what_follows_a_stage() -> None:
    """A quarter goes back to its line; who goes on finds a free place at once more often than not, and so no line."""
    followed = stage(fitted("overloaded, with rework"), working(1)).followed_by

    shares = {each.stage: each.share for each in followed}
    assert [each.stage for each in followed] == [working(2), waiting(1), waiting(2)]
    assert sum(shares.values()) == pytest.approx(1)
    assert shares[waiting(1)] == pytest.approx(0.25, abs=0.06)


def offer(model: Model, change: ChangeCode, status: int | None = None, kind: Kind | None = None) -> Offer:
    wanted = (change, status, kind)
    return next(each for each in model.offers if (each.change, each.stage, each.kind) == wanted)


def test_offers_and_why_not() -> None:
    limited, free = fitted("overloaded"), fitted("outside delay")

    assert offer(limited, ChangeCode.PLACES, working(1)).reason is None
    assert offer(free, ChangeCode.PLACES, working(1)).reason == NotOffered.CAPACITY_UNSEEN
    assert offer(free, ChangeCode.PLACES, waiting(1)).reason == NotOffered.NOT_ACTIVE
    assert offer(free, ChangeCode.NO_WAITING, working(1)).reason == NotOffered.NOT_WAITING
    assert offer(limited, ChangeCode.NO_WAITING, waiting(1)).removes_capacity_limit
    assert not offer(free, ChangeCode.NO_WAITING, waiting(1)).removes_capacity_limit
    assert offer(free, ChangeCode.LOAD_LIMIT).reason is None
    assert offer(free, ChangeCode.ARRIVALS, kind=Kind.DEFECT).reason is None


def test_nothing_is_offered_where_nothing_happened() -> None:
    line = plant([Station(work=1, places=3)], per_week=14, seed=1)
    stages = [*line.stages, Stage(90, State.ACTIVE), Stage(91, State.WAITING)]

    model = fit(line.intervals, seed=[1], **(line.window | {"stages": stages}))

    assert offer(model, ChangeCode.WORK, 90).reason == NotOffered.NO_VISITS
    assert offer(model, ChangeCode.NO_WAITING, 91).reason == NotOffered.NO_VISITS
    assert offer(model, ChangeCode.ARRIVALS, kind=Kind.DEBT).reason == NotOffered.NO_ARRIVALS
    assert stage(model, 91).reading == Reading.OUTSIDE_DELAY


def test_too_short_a_window_is_doubted() -> None:
    line = plant([Station(work=1, places=3)], per_week=20, seed=1, days=59)

    found = [
        (doubt.code, doubt.found, doubt.needed)
        for doubt in fit(line.intervals, seed=[1], **line.window).problems
    ]

    assert found == [(DoubtCode.WINDOW_TOO_SHORT, 59, 60)]


def test_too_few_items_and_visits_are_doubted() -> None:
    line = plant([Station(work=5, places=None), Station(work=0.05, places=None)], per_week=2, seed=1, days=70)

    problems = fit(line.intervals, seed=[1], **line.window).problems

    assert {doubt.code for doubt in problems} >= {DoubtCode.TOO_FEW_FINISHED, DoubtCode.TOO_FEW_VISITS}
    few = [doubt.stage for doubt in problems if doubt.code == DoubtCode.TOO_FEW_VISITS]
    assert few == [working(0)]


def test_a_window_in_which_nothing_was_finished_has_no_fit() -> None:
    line = plant([Station(work=4000, shape=50)], per_week=14, seed=1, days=70, before=1)

    model = fit(line.intervals, seed=[1], **line.window)

    assert model.fit.checks == ()
    assert DoubtCode.TOO_FEW_FINISHED in {doubt.code for doubt in model.problems}


def test_a_stream_that_stands_still_from_some_day_on_is_doubted() -> None:
    """Nobody comes or leaves in the second half of the window: no run of the model does that."""
    line = planted("overloaded")
    middle, end = BEGIN + 90 * DAY_US, line.window["end"]
    rows = line.intervals.where(line.intervals.began < middle)
    rows = replace(rows, ended=np.where(rows.ended > middle, end, rows.ended))

    model = fit(rows, seed=[1], **line.window)

    assert Measure.LOAD in {doubt.measure for doubt in model.problems}


def test_a_stream_without_anything() -> None:
    line = planted("overloaded")

    model = fit(line.intervals.where(np.zeros(len(line.intervals), np.bool_)), seed=[1], **line.window)

    assert (model.fit.checks, model.trusted) == ((), False)


def test_an_empty_window_is_refused() -> None:
    line = planted("overloaded")

    with pytest.raises(ValueError, match="empty"):
        fit(line.intervals, seed=[1], **(line.window | {"end": BEGIN}))


def test_the_same_seed_gives_the_same_model_and_another_one_nearly() -> None:
    line = planted("overloaded")

    first, again, other = (fit(line.intervals, seed=[seed], **line.window) for seed in (1, 1, 2))

    assert asdict(first.fit) == asdict(again.fit) != asdict(other.fit)
    assert first.stages[:3] == again.stages[:3]


def test_earlier_rows_tell_when_items_started() -> None:
    line = planted("overloaded")
    touching = line.intervals.where(line.intervals.ended >= BEGIN)

    known, unknown = fitted("overloaded"), fit(touching, seed=[1], **line.window)

    assert known.fit.checks[0].observed >= unknown.fit.checks[0].observed
    assert unknown.stages[3].capacity == 2


def test_progress_is_told_and_may_give_up() -> None:
    line = planted("overloaded")
    told: list[float] = []

    def give_up(progress: float) -> None:
        told.append(progress)
        if len(told) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(line.intervals, seed=[1], report=give_up, **line.window)

    assert told == sorted(told) and 0 < told[0] < told[-1] <= 1
