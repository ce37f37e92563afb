"""Sparse sums, apart from what the reference checks."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from okrflow.flow import Days, Intervals, difference, facts, flow_rollup, stage_rollup
from okrflow.flow.ledger import ranks
from tests.flow.histories import STATES, Answer, asked, events_of, instant, state_map


@pytest.mark.parametrize("values", [[], [7], [5, 3, 5, 4], [10**15, -(10**15), 0, 10**15]])
def test_ranks(values):
    distinct, place = ranks(np.array(values, np.int64))

    assert distinct.tolist() == sorted(set(values))
    assert distinct[place].tolist() == values


def test_no_difference_to_itself():
    rollup = asked("active 1, done 3").stages

    assert len(rollup) > 0
    assert len(difference(rollup, rollup)) == 0


def test_difference_to_nothing_is_all():
    rollup, nothing = asked("active 1, done 3").flow, asked("out 1").flow

    change = difference(rollup, nothing)

    assert {name: values.tolist() for name, values in change.columns.items()} == {
        name: values.tolist() for name, values in rollup.columns.items()
    }


def test_rows_of_a_stream():
    answer = asked("A active 1, B active 4, B done 6")

    alone = asked("A active 1, out 4").flow
    assert answer.flow.of_stream(1).keys["day"].tolist() == alone.keys["day"].tolist()
    assert set(answer.flow.of_stream(2).keys["stream"].tolist()) == {2}


def test_stored_intervals_of_sparse_ids_roll_up_alike():
    """Identifiers of a database are anything: they change keys, not sums."""
    answer = asked("A active 1, waiting 2, B active 4, B done 6", "B new 1, B active 3")
    spread = spread_out(answer.intervals)

    flow, stages = flow_rollup(spread, facts(spread), answer.days), stage_rollup(spread, answer.days)

    assert flow.columns["microseconds"].tolist() == answer.flow.columns["microseconds"].tolist()
    assert stages.columns["microseconds"].tolist() == answer.stages.columns["microseconds"].tolist()
    assert stages.keys["status"].tolist() == (answer.stages.keys["status"] * 10**8).tolist()
    assert stages.keys["stream"].tolist() == (answer.stages.keys["stream"] * 10**8).tolist()


def spread_out(intervals: Intervals) -> Intervals:
    """The same intervals with large, sparse ids."""
    return replace(
        intervals,
        item=intervals.item * 10**12,
        stream=intervals.stream * 10**8,
        status=intervals.status * 10**8,
    )


def test_days_need_only_hold_what_happened():
    answer = asked("active 3, done 4")
    few = Days.build(ZoneInfo("UTC"), first=date(2026, 7, 3), last=date(2026, 7, 4))

    rollup = flow_rollup(answer.intervals, answer.facts, few)

    assert rollup.keys["day"].tolist() == answer.flow.keys["day"].tolist()


def test_instants_outside_the_days_are_refused():
    answer = asked("active 3, done 5")
    few = Days.build(ZoneInfo("UTC"), first=date(2026, 7, 3), last=date(2026, 7, 4))

    with pytest.raises(ValueError, match="outside"):
        stage_rollup(answer.intervals, few)


def test_sums_that_a_double_cannot_hold_are_exact():
    start, end = instant("2026-03-01T00:00"), instant("2026-09-30T00:00")
    rows = [(item, *event) for item in range(1, 602) for event in ((start + 1, 1, 2, 0), (end, 1, 4, 0))]
    days = Days.build(ZoneInfo("UTC"), first=date(2026, 3, 1), last=date(2026, 9, 30))

    answer = Answer(events_of(rows), state_map(STATES), as_of=end, days=days)

    total = answer.flow.columns["flow_microseconds"].max()
    assert total == 601 * (end - start - 1) > 2**53
