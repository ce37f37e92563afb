"""Cutting and clipping periods."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from okrflow.flow import DAY_US, Days, Grain, Period, Reason, clip, cut_period, day_number
from okrflow.flow.periods import monday_of, whole_weeks
from tests.flow.histories import instant, july

DAYS = Days.build(ZoneInfo("UTC"), first=date(2026, 7, 1), last=date(2026, 7, 31))


@pytest.mark.parametrize("day", range(6, 13))
def test_weeks_begin_on_monday(day):
    assert monday_of(july(day)) == july(6)


@pytest.mark.parametrize(
    ("grain", "cuts"),
    [
        (Grain.DAY, [*range(1, 16)]),
        (Grain.WEEK, [1, 6, 13, 15]),
        (Grain.MONTH, [1, 15]),
    ],
)
def test_cut_at_both_ends(grain, cuts):
    parts = cut_period(Period(july(1), july(15)), by=grain)

    assert [part.from_day for part in parts] == [july(day) for day in cuts[:-1]]
    assert [part.to_day for part in parts] == [july(day) for day in cuts[1:]]


def test_months_of_different_lengths():
    year = Period(day_number(date(2024, 1, 31)), day_number(date(2024, 12, 31)))

    parts = cut_period(year, by=Grain.MONTH)

    assert [part.to_day - part.from_day for part in parts] == [1, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 30]


def test_whole_weeks():
    assert whole_weeks(Period(july(5), july(21))) == [
        Period(july(6), july(13)), Period(july(13), july(20))
    ]  # fmt: skip


def test_past_period_is_not_clipped():
    past = clip(Period(july(1), july(11)), days=DAYS, as_of=instant("20"))

    assert (past.start, past.end, past.edge) == (instant("1"), instant("11"), instant("11"))
    assert (past.days, past.reason) == (10, None)


def test_running_period_ends_with_the_instant_asked():
    running = clip(Period(july(1), july(11)), days=DAYS, as_of=instant("3T12:00"))

    assert (running.end, running.edge) == (instant("3T12:00"), instant("3T12:00") + 1)
    assert running.days == 2.5


def test_future_periods():
    early = clip(Period(july(2), july(3)), days=DAYS, as_of=instant("2"))
    earlier = clip(Period(july(2), july(3)), days=DAYS, as_of=instant("2") - 1)

    assert early.reason == earlier.reason == Reason.FUTURE_PERIOD


def test_date_that_a_zone_left_out():
    apia = Days.build(ZoneInfo("Pacific/Apia"), first=date(2011, 12, 29), last=date(2011, 12, 31))
    left_out = Period(apia.first + 1, apia.first + 2)

    start = apia.start_of(apia.first + 1)
    assert clip(left_out, days=apia, as_of=start + DAY_US).reason == Reason.EMPTY_PERIOD
    assert clip(left_out, days=apia, as_of=start - 1).reason == Reason.FUTURE_PERIOD
