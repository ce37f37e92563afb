"""Planted bottlenecks are found, and balanced lines have none."""

from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from okrflow.flow import DAY_US, Days, Intervals, Period, StageReport, stage_figures, stage_rollup
from okrflow.flow.days import date_of
from tests.flow.planted import BEGIN, STREAM, Planted, Station, plant, waiting, working

STAGES = 5
DAYS = 180
PER_WEEK = 20.0
PLACES = 3
FIRST_DAY = BEGIN // DAY_US


def line(busy: list[float], *, seed: int) -> Planted:
    """A line of stations that are busy for these shares of the time if all that comes gets through."""
    return plant(
        [Station(share * PLACES * 7 / PER_WEEK, places=PLACES) for share in busy],
        per_week=PER_WEEK,
        seed=seed,
    )


def report(planted: Planted, *, seed: int) -> StageReport:
    """The stages over the whole window."""
    days = Days.build(ZoneInfo("UTC"), first=date_of(FIRST_DAY - 90), last=date_of(FIRST_DAY + DAYS))
    rows = stage_rollup(planted.intervals, days)
    return stage_figures(
        rows.of_stream(STREAM),
        planted.intervals,
        stages=planted.stages,
        days=days,
        period=Period(FIRST_DAY, FIRST_DAY + DAYS),
        as_of=BEGIN + DAYS * DAY_US,
        seed=[seed],
    )


def busy_share(intervals: Intervals, status: int) -> float:
    """How much of its places' time in the window a station's visits take."""
    here = intervals.where(intervals.status == status)
    began, ended = np.maximum(here.began, BEGIN), np.minimum(here.ended, BEGIN + DAYS * DAY_US)
    return float(np.maximum(ended - began, 0).sum()) / (DAYS * DAY_US * PLACES)


@pytest.mark.parametrize("place", range(STAGES))
def test_a_planted_bottleneck_is_always_found(place: int) -> None:
    stabilities = []
    for seed in range(4):
        planted = line([1.35 if station == place else 0.58 for station in range(STAGES)], seed=seed)
        found = report(planted, seed=seed).bottleneck

        busy = [busy_share(planted.intervals, working(station)) for station in range(STAGES)]
        assert busy.pop(place) >= 0.99 and max(busy) <= 0.7
        assert found is not None
        assert (found.status, found.in_front_of) == (waiting(place), working(place))
        stabilities.append(found.stability)

    assert median(stabilities) > 0.9


def test_a_balanced_line_has_no_clear_bottleneck() -> None:
    found = [report(line([0.5] * STAGES, seed=seed), seed=seed).bottleneck for seed in range(20)]

    assert found.count(None) >= 14
