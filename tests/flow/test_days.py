"""Days of time zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from okrflow.flow import DAY_US, Days, date_of, day_number

HOUR = DAY_US // 24


def days(zone: str, first: date, last: date) -> Days:
    """The days of a named zone."""
    return Days.build(ZoneInfo(zone), first=first, last=last)


def utc(*parts: int) -> int:
    """Microseconds of an instant in UTC."""
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def test_numbers_and_dates():
    assert (day_number(date(1970, 1, 1)), day_number(date(2026, 7, 1))) == (0, 20_635)
    assert date_of(day_number(date(2026, 2, 28)) + 1) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]
)
def test_length_of_days_in_berlin(on, hours):
    assert np.diff(days("Europe/Berlin", on, on).starts).tolist() == [hours * HOUR]


def test_every_day_of_ten_years_in_utc():
    ten = days("UTC", date(2016, 1, 1), date(2025, 12, 31))

    assert set(np.diff(ten.starts).tolist()) == {DAY_US}
    assert ten.starts[0] == utc(2016, 1, 1)
    assert ten.end == day_number(date(2026, 1, 1))


def test_midnight_that_does_not_exist():
    summer = days("America/Sao_Paulo", date(2018, 11, 3), date(2018, 11, 5))

    assert summer.starts.tolist() == [
        utc(2018, 11, 3, 3), utc(2018, 11, 4, 3), utc(2018, 11, 5, 2), utc(2018, 11, 6, 2)
    ]  # fmt: skip


def test_clocks_that_jump_over_midnight():
    """Toronto, 1919: 23:30 on 30 March was followed by 00:30 on the 31st."""
    toronto = days("America/Toronto", date(1919, 3, 30), date(1919, 3, 31))

    assert toronto.starts.tolist() == [utc(1919, 3, 30, 5), utc(1919, 3, 31, 4, 30), utc(1919, 4, 1, 4)]


def test_midnight_that_comes_twice():
    """Havana, 2026: at 01:00 on 1 November clocks went back to 00:00."""
    havana = days("America/Havana", date(2026, 11, 1), date(2026, 11, 1))

    assert havana.starts.tolist() == [utc(2026, 11, 1, 4), utc(2026, 11, 2, 5)]


def test_date_that_a_zone_left_out():
    apia = days("Pacific/Apia", date(2011, 12, 29), date(2011, 12, 31))

    assert np.diff(apia.starts).tolist() == [DAY_US, 0, DAY_US]
    assert apia.of(apia.starts[1:2]).tolist() == [day_number(date(2011, 12, 31))]


def test_day_of_instants():
    week = days("Europe/Berlin", date(2026, 3, 25), date(2026, 3, 31))

    found = week.of(np.array([week.starts[0], week.starts[1] - 1, week.starts[1], week.starts[-1] - 1]))

    assert (found - week.first).tolist() == [0, 0, 1, 6]


def test_what_is_left_of_a_day():
    sunday = days("Europe/Berlin", date(2026, 3, 29), date(2026, 3, 29))
    noon = np.array([utc(2026, 3, 29, 10)])

    assert sunday.left_of_day(noon, sunday.of(noon)).tolist() == [12 * HOUR]


@pytest.mark.parametrize("beyond", [-1, DAY_US])
def test_instant_outside_is_refused(beyond):
    one = days("UTC", date(2026, 7, 1), date(2026, 7, 1))

    with pytest.raises(ValueError, match="outside"):
        one.of(one.starts[:1] + beyond)


def test_start_of_a_day():
    one = days("UTC", date(2026, 7, 1), date(2026, 7, 1))

    assert one.start_of(one.first) == utc(2026, 7, 1)
    assert one.start_of(one.end) == utc(2026, 7, 2)
    with pytest.raises(ValueError, match="outside"):
        one.start_of(one.end + 1)


def test_last_before_first_is_refused():
    with pytest.raises(ValueError, match="before"):
        days("UTC", date(2026, 7, 2), date(2026, 7, 1))
