"""The engine against textbook queues, simpy and small tables."""

from math import factorial

import numpy as np
import pytest

from okrflow.flow.what_if.floor import run
from okrflow.flow.what_if.lines import Order
from okrflow.flow.what_if.measures import Measures
from okrflow.flow.what_if.places import BACK, DONE, GATE
from tests.flow.what_if.floors import (
    ACTIVE,
    NEXT_WORK,
    WAIT,
    WORK,
    floor,
    journeys,
    line,
    simpy_waits,
    through,
    waits_at,
    without_gates,
)

LONG = 1e9


def erlang_wait(load: float, places: int) -> float:
    """The mean wait in M/M/c in units of the mean work, `load` being arrivals times work."""
    busy = load**places / factorial(places) / (1 - load / places)
    waits = busy / (sum(load**k / factorial(k) for k in range(places)) + busy)
    return waits / (places - load)


def pure_chance(rate: float, items: int, stages: int, seed: int):
    """Items that come by pure chance, with exponential work of one day in the mean at each stage."""
    rng = np.random.default_rng(seed)
    entered = np.cumsum(rng.exponential(1 / rate, items))
    return journeys(entered, [through(*days) for days in rng.exponential(1.0, (items, stages)).tolist()])


def mean_and_error(values: list[float]) -> tuple[float, float]:
    """The mean of independent runs and its standard error."""
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize(("places", "rate"), [(1, 0.5), (1, 0.8), (2, 1.5), (5, 4.0)])
def test_one_line_waits_as_long_as_the_formula_says(places: int, rate: float) -> None:
    runs = [run(pure_chance(rate, 20_000, 1, seed), floor(line(places)), end=LONG) for seed in range(12)]

    mean, error = mean_and_error([float(waits_at(each, WORK)[2_000:].mean()) for each in runs])

    assert mean == pytest.approx(erlang_wait(rate, places), abs=3.5 * error)


def test_load_of_one_line_is_as_the_formula_says() -> None:
    loads = []
    for seed in range(12):
        done = run(pure_chance(0.7, 20_000, 1, seed), floor(line(1)), end=25_000)
        loads.append(Measures.of(done, active=ACTIVE, lines=(line(1),), end=25_000).load)

    mean, error = mean_and_error(loads)

    assert mean == pytest.approx(0.7 / 0.3, abs=3.5 * error)


def test_in_a_tandem_each_line_waits_as_if_it_were_alone() -> None:
    on = floor(line(1), line(2, stage=NEXT_WORK))
    runs = [run(pure_chance(0.7, 20_000, 2, seed), on, end=LONG) for seed in range(12)]

    for place, places in ((WORK, 1), (NEXT_WORK, 2)):
        mean, error = mean_and_error([float(waits_at(each, place)[2_000:].mean()) for each in runs])
        assert mean == pytest.approx(erlang_wait(0.7, places), abs=3.5 * error)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("limit", [None, 4])
def test_every_wait_is_what_simpy_says(order: Order, limit: int | None) -> None:
    """Two lines, some items go round again or pass a stage by, one line with pick-up, with and without a load limit."""
    rng = np.random.default_rng(5)
    entered = np.cumsum(rng.exponential(1.0, 300))
    paths = []
    for once, again, other, way in rng.random((300, 4)).tolist():
        rework = [(WAIT, 0.0), (WORK, 2 * again)] if way < 0.3 else []
        paths.append(
            [(WAIT, 0.0), (WORK, 2 * once), *rework, *through(0, 1.4 * other)[2 if way < 0.9 else 4 :]]
        )
    given = journeys(entered, paths, kinds=rng.integers(0, 4, 300).tolist(), ranks=rng.random(300).tolist())
    on = floor(line(2, order=order), line(1, stage=NEXT_WORK, pick_up=0.2, order=order), limit=limit)

    found = run(given, on, end=LONG)

    assert without_gates(found) == pytest.approx(simpy_waits(given, on), abs=1e-7)
    assert float(found.wait.max()) > 2


def test_first_come_first_served() -> None:
    found = run(journeys([0, 1, 2], [through(5), through(1), through(1)]), floor(line(1)), end=100)

    assert waits_at(found, WORK).tolist() == [0, 4, 4]
    assert found.reached[found.journeys.place == DONE].tolist() == [5, 6, 7]


def test_a_place_is_held_before_work_while_the_item_still_waits() -> None:
    found = run(journeys([0, 0.5], [through(1), through(1)]), floor(line(1, pick_up=0.5)), end=100)

    assert waits_at(found, WORK).tolist() == [0.5, 1.5]


def test_urgent_kinds_go_first_but_interrupt_nobody() -> None:
    given = journeys([0, 1, 2], [through(5), through(1), through(1)], kinds=[0, 0, 1])
    on = floor(line(1, order=Order.BY_KIND, kinds=(1, 0, 1, 1)))

    assert waits_at(run(given, on, end=100), WORK).tolist() == [0, 5, 3]


@pytest.mark.parametrize("order", list(Order))
def test_who_is_there_at_the_start_keeps_place_and_turn(order: Order) -> None:
    """One at work until day 2, one in line since three days before, who is served before the one that comes on day 1."""
    given = journeys([-4, -3, 1], [[(WORK, 6), (DONE, 0)], through(1), through(1)], ranks=[0, 0.1, 0.2])

    found = run(given, floor(line(1, order=order)), end=100)

    assert waits_at(found, WORK).tolist() == [0, 5, 2]


def test_of_more_at_work_than_places_some_have_to_go_first() -> None:
    given = journeys([-1, -1, -1, 0], [[(WORK, days), (DONE, 0)] for days in (2, 4, 6)] + [through(1)])

    assert waits_at(run(given, floor(line(2)), end=100), WORK).tolist() == [0, 0, 0, 3]


def test_who_comes_straight_into_a_stage_needs_a_place_too() -> None:
    given = journeys([0, 1], [through(3), [(WORK, 1), (DONE, 0)]])

    assert waits_at(run(given, floor(line(1)), end=100), WORK).tolist() == [0, 2]


def test_who_leaves_the_line_for_elsewhere_does_so_after_the_time_it_took() -> None:
    given = journeys([0, 1, 1], [through(5), [(WAIT, 2.0), (BACK, 0)], through(1)])

    found = run(given, floor(line(1)), end=100)

    assert found.reached[found.journeys.place == BACK].tolist() == [3]
    assert waits_at(found, WORK).tolist() == [0, 4]


def test_a_load_limit_lets_one_in_for_each_that_leaves() -> None:
    given = journeys([0, 1, 2], [through(5), through(1), through(1)])

    found = run(given, floor(limit=1), end=100)

    assert waits_at(found, GATE).tolist() == [0, 4, 4]


def test_before_a_load_limit_nobody_comes_in_until_too_high_a_load_has_fallen() -> None:
    given = journeys([-1, -1, 0], [[(WORK, days), (DONE, 0)] for days in (3, 6)] + [through(1)])

    assert waits_at(run(given, floor(limit=1), end=100), GATE).tolist() == [5]


def test_who_comes_back_waits_before_the_load_limit_again() -> None:
    given = journeys([0, 1], [[(WORK, 2), (BACK, 1), (WORK, 1), (DONE, 0)], through(5)])

    assert waits_at(run(given, floor(limit=1), end=100), GATE).tolist() == [0, 4, 1]


def test_who_is_not_served_in_the_window_waits_beyond_it() -> None:
    found = run(journeys([0, 1], [through(50), through(1)]), floor(line(1)), end=10)
    measures = Measures.of(found, active=ACTIVE, lines=(line(1),), end=10)

    assert (measures.load, measures.finished, measures.busy) == (pytest.approx(1.9), (0, 0), (1.0,))
    assert np.isnan(measures.flow_time_p50)


def test_measures_of_a_small_run() -> None:
    """Finished on days 3 and 7 after 3 and 6 days, of which 3 and 4 at work; the places are taken from 0 to 7."""
    found = run(journeys([0, 1], [through(3), through(4)]), floor(line(1)), end=10)

    measures = Measures.of(found, active=ACTIVE, lines=(line(1),), end=10)

    assert (measures.flow_time_p50, measures.finished) == (4.5, (1, 1))
    assert (measures.load, measures.efficiency) == (pytest.approx(0.9), pytest.approx(7 / 9))
    assert measures.busy == (pytest.approx(0.7),)
