"""What the numbers in a stage and in front of it tell, on small tables."""

import numpy as np
import pytest

from okrflow.flow.what_if.lines import Wait, waits
from okrflow.flow.what_if.occupancy import (
    Occupancy,
    correlation,
    pick_up_share,
    ranks,
    waits_with_queue,
    without,
)
from okrflow.flow.what_if.places import DONE
from okrflow.flow.what_if.visits import Visits
from tests.flow.what_if.floors import ACTIVE, NEXT_WAIT, WAIT, WORK


def visits(*rows: tuple[int, int, float, float, int]) -> Visits:
    """Visits of (item, place, began, ended, goes to), all features."""
    item, place, began, ended, goes_to = (np.array(column) for column in zip(*rows, strict=True))
    kind = np.zeros(len(item), np.int8)
    return Visits(item=item, place=place, kind=kind, began=began, ended=ended, goes_to=goes_to)


def occupancy(days: list[float], working: list[int], waiting: list[int]) -> Occupancy:
    return Occupancy(np.array(days), np.array(working), np.array(waiting))


def test_numbers_over_time() -> None:
    found = Occupancy.of(
        visits((1, WAIT, -1.0, 2.0, WORK), (1, WORK, 2.0, 5.0, DONE), (2, WORK, 4.0, np.inf, -1)),
        stage=WORK,
        fronts=[WAIT],
        end=10.0,
    )

    steps = [step for step in zip(found.days, found.working, found.waiting, strict=True) if step[0]]
    assert steps == [(2, 0, 1), (2, 1, 0), (1, 2, 0), (5, 1, 0)]


def test_capacity_is_what_is_seldom_exceeded() -> None:
    assert occupancy([50, 48.5, 1.5], [1, 2, 9], [0, 0, 0]).capacity() == 2
    assert occupancy([50, 47.5, 2.5], [1, 2, 9], [0, 0, 0]).capacity() == 9
    assert occupancy([10], [0], [3]).capacity() == 1


def test_idle_places_while_items_wait() -> None:
    line = occupancy([5, 5], [1, 2], [0, 4])
    delay = occupancy([5, 5], [1, 2], [4, 4])

    assert (line.idle(2), delay.idle(2)) == (0, 1)
    assert occupancy([10], [2], [4]).idle(2) == 0


def test_places_that_are_not_filled_while_items_wait_are_held_before_work() -> None:
    late = occupancy([5, 5], [2, 1], [3, 0])

    assert pick_up_share(late, 4) == pytest.approx(1.0)
    assert pick_up_share(occupancy([5, 5], [4, 1], [3, 0]), 4) == 0
    assert pick_up_share(occupancy([0.1, 9.9], [2, 1], [3, 0]), 4) == 0


def spearman(one: list[float], other: list[float]) -> float:
    return correlation(ranks(np.array(one)), ranks(np.array(other)))


def test_correlation_of_ranks() -> None:
    assert spearman([1, 2, 3, 9], [1, 4, 9, 10]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 2, 3], [1, 2, 2, 3]) == pytest.approx(1)
    assert spearman([1, 1, 1], [1, 2, 3]) == 0
    assert spearman([], []) == 0


def test_what_goes_with_time_only_is_taken_away() -> None:
    time, up, down = (ranks(np.array(values)) for values in ([1.0, 2, 3, 4], [1.0, 3, 2, 4], [2.0, 1, 4, 3]))

    assert correlation(up, down) == 0
    assert correlation(without(up, time), without(down, time)) == pytest.approx(-1)
    assert correlation(without(time, time), without(up, time)) == 0


def test_waits_grow_with_the_number_that_waits_already() -> None:
    """Each finds one more there than the one before; who goes elsewhere from the line tells nothing."""
    queue = [(item, WAIT, item * 0.1, 3.0 * item, WORK) for item in range(1, 6)]

    found = visits(*queue, (6, WAIT, 0.05, 90.0, DONE))

    assert waits_with_queue(found, front=WAIT, stage=WORK) == (pytest.approx(1), 0)


def test_a_wait_belongs_to_the_active_stage_that_follows_it_most() -> None:
    found = visits(
        *[(item, WAIT, 0.0, 1.0, WORK) for item in range(3)],
        *[(item, WAIT, 0.0, 1.0, DONE) for item in range(3, 9)],
        *[(item, NEXT_WAIT, 0.0, 1.0, WAIT) for item in range(9, 12)],
    )

    assert [(wait.place, wait.stage) for wait in waits(found, ACTIVE, end=10)] == [
        (WAIT, WORK),
        (NEXT_WAIT, None),
    ]


@pytest.mark.parametrize(
    ("idle", "rho", "steady_rho", "line", "unclear"),
    [
        (0.1, 0.0, 0.0, True, False),
        (0.1, 0.9, 0.0, True, False),
        (1.0, 0.9, 0.8, True, False),
        (1.0, 0.9, 0.05, False, True),
        (1.0, 0.1, 0.1, False, False),
        (0.5, 0.4, 0.4, False, True),
        (0.5, 0.55, 0.4, True, True),
        (0.5, 0.2, 0.2, False, False),
        (0.9, 0.4, 0.4, False, False),
        (None, None, None, False, False),
    ],
)
def test_readings(
    idle: float | None, rho: float | None, steady_rho: float | None, line: bool, unclear: bool
) -> None:
    wait = Wait(place=WAIT, stage=WORK, idle=idle, rho=rho, steady_rho=steady_rho)

    assert (wait.is_line, wait.is_unclear) == (line, unclear)
