"""Flow Predictability, by hand: zone UTC, days of July 2026, asked at the end of July unless said."""

from datetime import UTC, date
from typing import NamedTuple

import numpy as np
import pytest

from okrflow.flow import DAY_US, MISSING, Commitments, Days, Kind, Period, Predictability, Reason, day_number
from okrflow.flow.predictability import predictability

FIRST = day_number(date(2026, 7, 1))
DAYS = Days.build(UTC, first=date(2026, 7, 1), last=date(2026, 7, 31))
JULY = Period(FIRST, FIRST + 31)


class Row(NamedTuple):
    """An item committed to the days [first, to) of July."""

    first: int
    to: int
    finished: float | None = None
    here: bool = True
    withdrawn: float | None = None
    kind: Kind = Kind.FEATURE
    written: float = 0


def at(day: float | None) -> int:
    """The instant of a day of July with its fraction."""
    return MISSING if day is None else int((FIRST + day - 1) * DAY_US)


def of(*rows: Row, period: Period = JULY, as_of: float = 32, kind: Kind | None = None) -> Predictability:
    commitments = Commitments(
        from_day=np.array([FIRST + row.first - 1 for row in rows], np.int64),
        to_day=np.array([FIRST + row.to - 1 for row in rows], np.int64),
        written=np.array([at(row.written) for row in rows], np.int64),
        withdrawn=np.array([at(row.withdrawn) for row in rows], np.int64),
        finished=np.array([at(row.finished) for row in rows], np.int64),
        finished_here=np.array([row.here for row in rows], np.bool_),
        kind=np.array([row.kind for row in rows], np.int8),
    )
    (found,) = predictability(commitments, days=DAYS, periods=[period], as_of=at(as_of), kind=kind)
    return found


def test_of_three_committed_two_finished_within_their_periods() -> None:
    found = of(Row(1, 15, 14.9), Row(1, 15, 15), Row(15, 32, 15))

    assert (found.committed, found.finished) == (3, 2)
    assert found.value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (Row(5, 10, 5), 1),  # with the first instant of its period
        (Row(5, 10, 4.999), 0),  # before it
        (Row(5, 10, 10), 0),  # with the first instant that is no longer in it
        (Row(5, 10), 0),  # not finished
        (Row(5, 10, 7, here=False), 0),  # by another stream
    ],
)
def test_within_its_period_and_in_this_stream(row: Row, kept: int) -> None:
    assert (of(row).committed, of(row).finished) == (1, kept)


def test_a_commitment_counts_where_its_whole_period_lies() -> None:
    row = Row(5, 10, 7)

    assert of(row, period=Period(FIRST + 4, FIRST + 9)).committed == 1
    assert of(row, period=Period(FIRST + 5, FIRST + 9)).reason is Reason.NOTHING_COMMITTED
    assert of(row, period=Period(FIRST + 4, FIRST + 8)).reason is Reason.NOTHING_COMMITTED


def test_an_item_in_two_entries_counts_once_in_each() -> None:
    found = of(Row(1, 8, 9), Row(8, 15, 9))

    assert (found.value, found.committed, found.finished) == (0.5, 2, 1)


@pytest.mark.parametrize(("written", "late"), [(4.5, 0), (5, 0), (5.999, 0), (6, 1), (9, 1)])
def test_written_on_its_first_day_is_in_time_on_the_next_it_is_afterwards(written: float, late: int) -> None:
    found = of(Row(5, 10, 7, written=written), Row(5, 10, 7))

    assert (found.committed, found.finished, found.written_afterwards) == (2, 2, late)


@pytest.mark.parametrize(("withdrawn", "committed"), [(4.9, 0), (5, 1), (7, 1)])
def test_withdrawn_before_it_began_it_was_no_commitment_given_up_later_it_still_is(
    withdrawn: float, committed: int
) -> None:
    assert of(Row(5, 10, withdrawn=withdrawn)).committed == committed


def test_without_commitments_there_is_no_value_and_no_nought() -> None:
    assert of() == Predictability(
        value=None, committed=0, finished=0, written_afterwards=0, reason=Reason.NOTHING_COMMITTED
    )


def test_a_period_in_the_future_has_no_figures() -> None:
    row, period = Row(20, 25), Period(FIRST + 19, FIRST + 25)

    assert of(row, period=period, as_of=10) == Predictability(
        value=None, committed=None, finished=None, written_afterwards=None, reason=Reason.FUTURE_PERIOD
    )


def test_what_is_finished_after_the_instant_asked_about_is_not_finished_yet() -> None:
    assert of(Row(1, 15, 12), as_of=12).finished == 1
    assert of(Row(1, 15, 12), as_of=11.9).finished == 0


def test_by_kind() -> None:
    rows = Row(1, 15, 3), Row(1, 15, 3, kind=Kind.DEFECT), Row(1, 15, kind=Kind.DEFECT)

    found = of(*rows, kind=Kind.DEFECT)

    assert (found.value, found.committed, found.finished) == (0.5, 2, 1)
    assert of(*rows, kind=Kind.RISK).committed == 0
