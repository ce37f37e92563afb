"""Clocks: elapsed time, and working time against a reference that walks minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrflow.flow import DAY_US, ELAPSED, WorkingClock, days_between

HOUR = DAY_US // 24
MINUTE = HOUR // 60
MONDAY_TO_FRIDAY = range(5)
EVERY_DAY = range(7)


def clock(
    zone="UTC", *, starts=9.0, hours=8.0, weekdays=MONDAY_TO_FRIDAY, holidays=(), extra_days=()
) -> WorkingClock:
    """A working clock; `holidays` are dates of any year."""
    return WorkingClock(
        ZoneInfo(zone),
        starts_us=int(starts * HOUR),
        day_us=int(hours * HOUR),
        weekdays=weekdays,
        holidays=lambda year: [day for day in holidays if day.year == year],
        extra_days=extra_days,
    )


def at(zone: str, *parts: int) -> int:
    """Microseconds of a local time."""
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


def hours(of, *bounds: tuple[int, ...], zone="UTC") -> float:
    """The hours on a clock between two local times."""
    began, ended = (at(zone, *parts) for parts in bounds)
    return days_between(of, began, ended) * of.day_us / HOUR


@pytest.mark.parametrize(
    ("began", "ended", "worked"),
    [
        ((2026, 7, 1, 9), (2026, 7, 1, 17), 8),  # Wednesday
        ((2026, 7, 1, 0), (2026, 7, 2, 0), 8),
        ((2026, 7, 1, 10, 30), (2026, 7, 1, 11), 0.5),
        ((2026, 7, 1, 17), (2026, 7, 2, 9), 0),
        ((2026, 7, 3, 15), (2026, 7, 6, 11), 4),  # Friday to Monday
        ((2026, 7, 4, 0), (2026, 7, 6, 0), 0),
        ((2026, 1, 1), (2027, 1, 1), 261 * 8),
    ],
)
def test_office_hours(began, ended, worked):
    assert hours(clock(), began, ended) == worked


def test_one_full_working_day_is_one():
    of = clock(hours=7.5)

    assert days_between(of, at("UTC", 2026, 7, 1), at("UTC", 2026, 7, 2)) == 1


def test_nothing_is_worked_on_a_holiday_and_an_extra_day_is_worked_on():
    of = clock(holidays=[date(2026, 7, 1), date(2026, 7, 2)], extra_days=[date(2026, 7, 2), date(2026, 7, 4)])

    worked = [hours(of, (2026, 7, day), (2026, 7, day + 1)) for day in (1, 2, 3, 4, 5)]

    assert worked == [0, 8, 8, 8, 0]


def test_a_working_day_may_run_over_midnight():
    """From 20:00 to 04:00: Friday's goes on into Saturday, and Monday begins with nothing of Sunday."""
    of = clock(starts=20)

    assert hours(of, (2026, 7, 3, 19), (2026, 7, 4, 12)) == 8
    assert hours(of, (2026, 7, 4, 0), (2026, 7, 4, 3)) == 3
    assert hours(of, (2026, 7, 6, 0), (2026, 7, 6, 21)) == 1


@pytest.mark.parametrize(
    ("on", "worked"), [(date(2026, 3, 29), 7), (date(2026, 10, 25), 9), (date(2026, 7, 5), 8)]
)
def test_clocks_that_change_within_working_hours(on, worked):
    """Wall time rules: from midnight to eight o'clock is an hour less or more on these Sundays in Berlin."""
    of = clock("Europe/Berlin", starts=0, weekdays=EVERY_DAY)
    end = on + timedelta(days=1)

    found = hours(of, (on.year, on.month, on.day), (end.year, end.month, end.day), zone="Europe/Berlin")

    assert found == worked


@pytest.mark.parametrize(("starts", "worked"), [(2.5, 7.5), (3.0, 8), (18.5, 8)])
def test_hours_that_begin_or_end_where_the_clocks_skip(starts, worked):
    """Berlin skips 02:00 to 03:00 on 29 March: what would begin at 02:30 begins at 03:00, what would end then ends there."""
    of = clock("Europe/Berlin", starts=starts, weekdays=[6])

    assert hours(of, (2026, 3, 29), (2026, 3, 30, 12), zone="Europe/Berlin") == worked


def test_a_date_that_the_zone_left_out_holds_nothing():
    """Apia had no 30 December 2011, a Friday."""
    of = clock("Pacific/Apia")

    assert hours(of, (2011, 12, 29), (2012, 1, 1), zone="Pacific/Apia") == 8
    assert hours(of, (2011, 12, 29), (2012, 1, 3), zone="Pacific/Apia") == 16


def test_a_clock_that_always_runs_is_elapsed_time():
    always = clock("Europe/Berlin", starts=0, hours=24, weekdays=EVERY_DAY)
    began, ended = np.array([at("UTC", 2026, 3, 1, 5)]), np.array([at("UTC", 2026, 11, 2, 13)])

    assert always.between(began, ended).tolist() == ELAPSED.between(began, ended).tolist()


def test_instants_from_1970_to_2200():
    of = clock(weekdays=EVERY_DAY)

    days = (date(2200, 1, 1) - date(1970, 1, 1)).days

    assert days_between(of, at("UTC", 1970, 1, 1), at("UTC", 2200, 1, 1)) == days


def test_only_the_years_asked_for_are_worked_out():
    asked = []
    of = WorkingClock(
        UTC, starts_us=0, day_us=DAY_US, weekdays=EVERY_DAY, holidays=lambda year: asked.append(year) or ()
    )

    days_between(of, at("UTC", 2026, 5, 1), at("UTC", 2026, 6, 1))
    days_between(of, at("UTC", 2026, 3, 1), at("UTC", 2026, 9, 1))

    assert asked == [2026]


def test_no_instants():
    assert clock().between(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


# Around the nights on which Berlin's and Apia's clocks change, with shifts that begin and end on whole minutes.
ZONES = {
    "UTC": (2026, 3, 25),
    "Europe/Berlin": (2026, 3, 25),
    "America/Havana": (2026, 10, 29),
    "Pacific/Apia": (2011, 12, 27),
}
minutes = st.integers(0, 8 * 24 * 60)


@st.composite
def clocks(draw) -> tuple[WorkingClock, str, dict]:
    """A clock, its zone, and what it was made of."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    first = date(*ZONES[zone])
    days = st.integers(0, 9).map(lambda number: first + timedelta(days=number))
    rules = {
        "starts": draw(st.integers(0, 47)) / 2,
        "hours": draw(st.sampled_from([0.5, 4.0, 8.0, 12.0, 24.0])),
        "weekdays": draw(st.sets(st.integers(0, 6))),
        "holidays": draw(st.lists(days, max_size=2)),
        "extra_days": draw(st.lists(days, max_size=2)),
    }
    return clock(zone, **rules), zone, rules


def walked(zone: str, began: int, ended: int, rules: dict) -> int:
    """Working minutes between two instants, found by walking: a shift runs from when the clock first shows its hours."""
    local = ZoneInfo(zone)
    start = datetime.fromtimestamp(began / 1e6, UTC) - timedelta(days=4)
    shifts = []
    for number in range(16):
        day = start.astimezone(local).date() + timedelta(days=number)
        off = day in rules["holidays"] or day.weekday() not in rules["weekdays"]
        if day in rules["extra_days"] or not off:
            opens = datetime.combine(day, datetime.min.time()) + timedelta(hours=rules["starts"])
            shifts.append((opens, opens + timedelta(hours=rules["hours"])))
    latest, worked, now = start.replace(tzinfo=None) - timedelta(days=2), 0, start
    while now < datetime.fromtimestamp(ended / 1e6, UTC):
        latest = max(latest, now.astimezone(local).replace(tzinfo=None))
        inside = any(opens <= latest < closes for opens, closes in shifts)
        worked += inside and now.timestamp() * 1e6 >= began
        now += timedelta(minutes=1)
    return worked


@settings(max_examples=40, deadline=None)
@given(made=clocks(), two=st.tuples(minutes, minutes))
def test_against_walking_the_minutes(made, two):
    of, zone, rules = made
    base = at("UTC", *ZONES[zone])
    began, ended = (base + minute * MINUTE for minute in sorted(two))

    found = of.between(np.array([began]), np.array([ended]))

    assert found[0] == walked(zone, began, ended, rules) * MINUTE


instants = st.lists(st.integers(0, 400 * DAY_US), min_size=3, max_size=3).map(sorted)


@given(made=clocks(), moments=instants)
def test_monotone_additive_and_never_faster_than_time(made, moments):
    of, zone, _ = made
    first, middle, last = (np.array([at("UTC", *ZONES[zone]) + moment]) for moment in moments)

    one, two, both = of.between(first, middle)[0], of.between(middle, last)[0], of.between(first, last)[0]

    assert 0 <= one <= middle[0] - first[0]
    assert one + two == both
    assert of.between(last, first)[0] == -both
