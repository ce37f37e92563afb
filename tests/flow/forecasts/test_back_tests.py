"""From which days forecasts are drawn, and how often they would have held."""

import numpy as np
import pytest

from okrflow.flow import Period, Rollup
from okrflow.flow.forecasts import BackTest, DailyCounts, back_test

MONDAY = 20_458
"""Monday, 5 January 2026."""


def history(counts: np.ndarray, *, end: int = MONDAY, began: int | None = None) -> DailyCounts:
    """Daily counts that end with the day before `end`."""
    first = end - len(counts)
    return DailyCounts(first, counts, first if began is None else began)


def test_samples_are_the_ninety_days_before() -> None:
    counts = np.arange(200)

    assert history(counts).before(MONDAY).tolist() == list(range(110, 200))
    assert history(counts).before(MONDAY - 7).tolist() == list(range(103, 193))


@pytest.mark.parametrize(("age", "length"), [(200, 90), (90, 90), (89, 89), (45, 45), (30, 30), (12, 30)])
def test_a_young_stream_has_fewer_samples_but_thirty_at_least(age: int, length: int) -> None:
    """The days before a stream began count as days without a finished item."""
    counts = np.append(np.zeros(200 - age, np.int64), np.ones(age, np.int64))

    samples = history(counts, began=MONDAY - age).before(MONDAY)

    assert (len(samples), samples.sum()) == (length, min(age, 90))


def test_days_outside_the_history_count_nothing() -> None:
    counts = history(np.array([4, 5]), end=10)

    assert counts.between(7, 12).tolist() == [0, 4, 5, 0, 0]
    assert counts.between(20, 23).tolist() == [0, 0, 0]


def test_counts_come_from_the_daily_rows_of_all_kinds() -> None:
    """What lies before the period says only that the stream is older."""
    keys = {"day": np.array([9, 10, 10, 12, 13]), "kind": np.array([4, 4, 0, 4, 4])}

    found = DailyCounts.of_rows(Rollup(keys, {"finished": np.array([90, 2, 2, 3, 7])}), Period(10, 13))

    assert (found.first, found.began, found.counts.tolist()) == (10, 9, [2, 0, 3])
    none = DailyCounts.of_rows(
        Rollup({name: np.array([], np.int64) for name in keys}, {"finished": np.array([], np.int64)}),
        Period(10, 13),
    )
    assert (none.began, none.counts.tolist()) == (13, [0, 0, 0])


def test_a_steady_stream_keeps_its_word_every_week() -> None:
    assert back_test(history(np.ones(300, np.int64)), stream=3) == BackTest(weeks=26, held=26)


def test_a_week_with_one_item_less_than_was_said_breaks_it() -> None:
    """One item a day says "at least 7 a week"; a missing one breaks its own week, and weeks from then on expect less."""
    counts = np.ones(300, np.int64)
    counts[-3] = 0

    assert back_test(history(counts), stream=3) == BackTest(weeks=26, held=25)


def test_only_whole_weeks_are_tried() -> None:
    """On a Thursday the three days of the running week are left out, whatever they brought."""
    counts = np.append(np.ones(300, np.int64), np.zeros(3, np.int64))

    assert back_test(history(counts, end=MONDAY + 3), stream=3) == BackTest(weeks=26, held=26)


def test_weeks_with_too_little_before_them_are_not_tried() -> None:
    """A stream of six weeks: its first week has nothing before it to draw from, the others have."""
    counts = np.ones(42, np.int64)

    assert back_test(history(counts), stream=3) == BackTest(weeks=5, held=5)
    assert back_test(history(np.zeros(42, np.int64)), stream=3).share is None


def test_of_a_stream_by_chance_it_holds_about_as_often_as_it_says() -> None:
    """85 % and a little more, as items are whole: over 40 streams of 26 weeks, no trend."""
    chance = np.random.default_rng(5)

    found = [back_test(history(chance.poisson(1.5, 300)), stream=stream) for stream in range(40)]

    assert sum(each.weeks for each in found) == 40 * 26
    assert sum(each.held for each in found) / (40 * 26) == pytest.approx(0.87, abs=0.04)
