"""Mornings by the wall clock, also on the days on which clocks change."""

from datetime import UTC, date, datetime

import pytest

from okrflow.rhythm.mornings import in_the_morning, is_morning, local_day, week_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "is_it"),
    [
        ("UTC", "2026-07-20 07:59", False),
        ("UTC", "2026-07-20 08:00", True),
        ("UTC", "2026-07-20 11:59", True),
        ("UTC", "2026-07-20 12:00", False),
        ("America/New_York", "2026-07-20 08:00", False),
        ("America/New_York", "2026-07-20 12:00", True),
        ("Asia/Kolkata", "2026-07-20 02:29", False),
        ("Asia/Kolkata", "2026-07-20 02:30", True),
        # Berlin: the Saturday before clocks go back, and the Sunday after
        ("Europe/Berlin", "2026-10-24 06:00", True),
        ("Europe/Berlin", "2026-10-25 06:00", False),
        ("Europe/Berlin", "2026-10-25 07:00", True),
        # and forward
        ("Europe/Berlin", "2027-03-27 06:00", False),
        ("Europe/Berlin", "2027-03-28 06:00", True),
    ],
)
def test_mornings_are_the_persons_own(zone: str, now: str, is_it: bool) -> None:
    assert is_morning(zone, now=at(now)) is is_it


def test_the_zones_in_which_it_is_morning() -> None:
    zones = ["UTC", "Europe/Berlin", "America/New_York", "UTC"]

    assert in_the_morning(zones, now=at("2026-07-20 08:30")) == ["Europe/Berlin", "UTC"]


def test_days_and_weeks_are_local() -> None:
    assert local_day("Pacific/Auckland", now=at("2026-07-19 20:30")) == date(2026, 7, 20)
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert week_of(date(2026, 7, 20)) == "2026-W30"
