"""When an organisation works: the calendar, its days, and the clock that follows from them."""

from datetime import date, time
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.http import QueryDict

from okrflow.flow import ELAPSED, days_between
from okrflow.organisations import signals
from okrflow.organisations.calendars import calendar_of, clock_of, working_clock_of
from okrflow.organisations.models import Calendar, CalendarDay, Organisation
from okrflow.organisations.public_holidays import countries, public_holidays, regions
from okrflow.organisations.services import add_calendar_day, remove_calendar_day, set_calendar
from okrflow.organisations.services.calendars import BadCalendar
from okrflow.work_items.instants import microseconds
from tests import make, people

pytestmark = pytest.mark.django_db

PAGE = "/o/northwind/settings/calendar/"
GIVEN: dict[str, Any] = {
    "clock": "working",
    "day_starts_at": time(8),
    "hours_per_day": Decimal("7.5"),
    "weekdays": [0, 1, 2, 3],
    "country": "DE",
    "subdivision": "BY",
}
TYPED = {
    "clock": "working",
    "day_starts_at": "08:00",
    "hours_per_day": "7,5",
    "weekdays": ["0", "1"],
    "country": "DE",
    "subdivision": "BY",
}


def again(organisation: Organisation) -> Organisation:
    """The organisation as the next request finds it."""
    return Organisation.objects.get(pk=organisation.pk)


def worked(organisation: Organisation, first: int, last: int) -> float:
    """Working days between two midnights of July 2026."""
    began, ended = (microseconds(make.july(day)) for day in (first, last))
    return days_between(working_clock_of(again(organisation)), began, ended)


def test_without_a_calendar_time_is_elapsed_and_work_is_from_nine_to_five() -> None:
    northwind = make.organisation()

    assert clock_of(northwind) is ELAPSED
    assert worked(northwind, 1, 8) == 5
    assert not Calendar.objects.exists()


def test_the_chosen_clock_and_either_one_by_name() -> None:
    northwind = make.organisation()
    set_calendar(organisation=northwind, **GIVEN)

    found = again(northwind)

    assert clock_of(found).name == "working"
    assert clock_of(found).day_us == 7.5 * 3_600_000_000
    assert clock_of(found, "elapsed") is ELAPSED


def test_a_calendar_costs_one_query_and_its_clock_one_more(django_assert_num_queries: Any) -> None:
    northwind = make.organisation()

    with django_assert_num_queries(1):
        clock_of(northwind), clock_of(northwind)
    with django_assert_num_queries(1):
        clock_of(northwind, "working"), clock_of(northwind, "working")


def test_own_days_rule_over_weekdays_and_public_holidays() -> None:
    northwind = make.organisation()
    set_calendar(organisation=northwind, **(GIVEN | {"country": "US", "subdivision": ""}))
    # Friday the 3rd is a holiday there; nobody here works on Fridays anyway.
    before = worked(northwind, 1, 8)
    add_calendar_day(organisation=northwind, on=date(2026, 7, 3), name="Stocktaking", works=True)
    add_calendar_day(organisation=northwind, on=date(2026, 7, 6), name="Company holiday", works=False)

    assert (before, worked(northwind, 3, 4), worked(northwind, 6, 7)) == (4, 1, 0)


def test_what_changes_is_told_once_and_what_does_not_is_not() -> None:
    northwind = make.organisation()
    with mock.patch.object(signals.calendar_changed, "send") as told:
        set_calendar(organisation=northwind, **GIVEN)
        set_calendar(organisation=northwind, **GIVEN)
        day = add_calendar_day(
            organisation=northwind, on=date(2026, 7, 3), name=" Stock\ntaking ", works=True
        )
        remove_calendar_day(day=day)

    assert told.call_count == 3
    assert day.name == "Stock taking"
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours_per_day": Decimal(0)}, "at most 24 hours"),
        ({"hours_per_day": Decimal("24.01")}, "at most 24 hours"),
        ({"weekdays": []}, "at least one weekday"),
        ({"weekdays": [7]}, "at least one weekday"),
        ({"clock": "sundial"}, "elapsed or working"),
        ({"country": "XX"}, "not known"),
        ({"subdivision": "SCT"}, "no such region"),
        ({"country": ""}, "no such region"),
    ],
)
def test_what_no_calendar_can_be(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadCalendar, match=words):
        set_calendar(organisation=make.organisation(), **(GIVEN | wrong))


def test_what_no_day_can_be() -> None:
    northwind = make.organisation()
    add_calendar_day(organisation=northwind, on=date(2026, 7, 3), name="Closed", works=False)

    for on, name in ((date(2026, 7, 3), "Again"), (date(1969, 1, 1), "Early"), (date(2026, 7, 4), " ")):
        with pytest.raises(BadCalendar):
            add_calendar_day(organisation=northwind, on=on, name=name, works=False)


def test_public_holidays_by_country_region_and_year() -> None:
    bavarian = set(public_holidays("DE", "BY", 2026)) - set(public_holidays("DE", "", 2026))

    assert public_holidays("GB", "", 2026)[date(2026, 12, 25)] == "Christmas Day"
    assert bavarian == {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1)}
    assert public_holidays("DE", "", 2026) is public_holidays("DE", "", 2026)


def test_names_of_countries_and_regions() -> None:
    names = countries()

    assert (names["BA"], names["CD"], names["US"]) == ("Bosnia and Herzegovina", "DR Congo", "United States")
    assert regions("GB")["SCT"] == "Scotland"
    assert regions("XX") == {}


def test_an_administrator_sets_the_calendar_and_sees_both_clocks() -> None:
    cast = people.cast()
    ada = cast.client("ada")

    answer = ada.post(PAGE, TYPED, follow=True)

    calendar = calendar_of(again(cast.organisation))
    assert (calendar.clock, calendar.hours_per_day, calendar.weekdays) == ("working", Decimal("7.5"), [0, 1])
    shown = answer.content.decode()
    assert "The calendar is saved. Working time is being counted anew." in shown
    assert "Epiphany" in ada.get(PAGE, {"year": "2026"}).content.decode()
    assert "working days of 7.50" in shown


def test_the_region_goes_with_its_country() -> None:
    cast = people.cast()
    ada = cast.client("ada")
    ada.post(PAGE, TYPED)

    ada.post(PAGE, TYPED | {"country": "", "subdivision": "BY"})

    calendar = calendar_of(again(cast.organisation))
    assert (calendar.country, calendar.subdivision) == ("", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"weekdays": []}, "Choose at least one"),
        ({"hours_per_day": "0"}, "more than 0 and at most 24"),
        ({"hours_per_day": "25"}, "At most 24"),
        ({"day_starts_at": "late"}, "Enter a valid time"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_stored(typed: dict[str, Any], words: str) -> None:
    cast = people.cast()
    data = QueryDict(mutable=True)
    for name, value in (TYPED | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])

    answer = cast.client("ada").post(PAGE, data.urlencode(), content_type="application/x-www-form-urlencoded")

    assert words in answer.content.decode()
    assert not Calendar.objects.exists()


def test_days_are_added_and_removed_on_the_page() -> None:
    cast = people.cast()
    ada = cast.client("ada")

    ada.post(PAGE + "days/", {"on": "2026-12-24", "name": "Closed"})
    day = CalendarDay.objects.get()
    again = ada.post(PAGE + "days/", {"on": "2026-12-24", "name": "Closed"}).content.decode()
    shown = ada.get(PAGE, {"year": "2026"}).content.decode()
    ada.post(f"{PAGE}days/{day.pk}/remove/")

    assert (day.on, day.name, day.works) == (date(2026, 12, 24), "Closed", False)
    assert "The calendar has this date already" in again
    assert shown.count("Closed") > 2
    assert not CalendarDay.objects.exists()


def test_members_read_it_and_nobody_reaches_into_another_organisation() -> None:
    cast = people.cast()
    other = make.organisation("southbank")
    day = add_calendar_day(organisation=other, on=date(2026, 7, 3), name="Closed", works=False)

    shown = cast.client("vic").get(PAGE).content.decode()
    answer = cast.client("ada").post(f"{PAGE}days/{day.pk}/remove/")

    assert "Monday, Tuesday, Wednesday, Thursday, Friday" in shown
    assert "<form" not in shown.split("<main")[1]
    assert answer.status_code == 404
    assert CalendarDay.objects.filter(pk=day.pk).exists()


@pytest.mark.parametrize("year", ["", "1969", "2200", "20260", "²⁰²⁶", "-1"])
def test_odd_years_show_the_present_one(year: str) -> None:
    assert people.cast().client("vic").get(PAGE, {"year": year}).status_code == 200
