"""When an organisation works: its hours, weekdays and holidays, and days of its own."""

from collections.abc import Collection
from datetime import date, time
from decimal import Decimal
from typing import Final

from django.db import transaction

from okrflow.organisations import signals
from okrflow.organisations.calendars import calendar_of
from okrflow.organisations.models import Calendar, CalendarDay, ClockName, Organisation, Weekday
from okrflow.organisations.public_holidays import countries, regions
from okrflow.web.refusals import Refused

FIRST: Final = date(1970, 1, 1)
LAST: Final = date(2199, 12, 31)
LONGEST_NAME: Final = 80


class BadCalendar(Refused):
    """No organisation can work like that."""


@transaction.atomic
def set_calendar(
    *,
    organisation: Organisation,
    clock: ClockName | str,
    day_starts_at: time,
    hours_per_day: Decimal,
    weekdays: Collection[int],
    country: str = "",
    subdivision: str = "",
) -> Calendar:
    """Sets the clock and the working days. A change counts all working time anew. Raises BadCalendar."""
    given = {
        "clock": str(clock),
        "day_starts_at": day_starts_at,
        "hours_per_day": hours_per_day,
        "weekdays": sorted(set(weekdays)),
        "country": country,
        "subdivision": subdivision,
    }
    _require_hours(hours_per_day, weekdays)
    _require_known(clock, country, subdivision)
    stored = _locked(organisation)
    calendar = calendar_of(stored)
    if calendar.pk is None or any(getattr(calendar, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(calendar, name, value)
        calendar.save()
        signals.calendar_changed.send(sender=Calendar, organisation=stored)
    return calendar


@transaction.atomic
def add_calendar_day(*, organisation: Organisation, on: date, name: str, works: bool) -> CalendarDay:
    """Adds a day of the organisation's own: a holiday, or with `works` an extra working day. Raises BadCalendar."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadCalendar(f"Give the day a name of at most {LONGEST_NAME} characters.")
    if not FIRST <= on <= LAST:
        raise BadCalendar("Give a date between 1970 and 2199.")
    stored = _locked(organisation)
    if CalendarDay.objects.for_organisation(stored).filter(on=on).exists():
        raise BadCalendar("The calendar has this date already. Remove it first.")
    day = CalendarDay.objects.create(organisation=stored, on=on, name=name, works=works)
    signals.calendar_changed.send(sender=CalendarDay, organisation=stored)
    return day


@transaction.atomic
def remove_calendar_day(*, day: CalendarDay) -> None:
    """Takes a day of the organisation's own away; the date is again what the calendar says."""
    stored = _locked(day.organisation)
    day.delete()
    signals.calendar_changed.send(sender=CalendarDay, organisation=stored)


def _locked(organisation: Organisation) -> Organisation:
    """The organisation as it is now; one change of its calendar at a time."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _require_hours(hours_per_day: Decimal, weekdays: Collection[int]) -> None:
    if not 0 < hours_per_day <= 24:
        raise BadCalendar("A working day has more than 0 and at most 24 hours.")
    if not weekdays or set(weekdays) - {each.value for each in Weekday}:
        raise BadCalendar("Choose at least one weekday that you work on.")


def _require_known(clock: ClockName | str, country: str, subdivision: str) -> None:
    if clock not in ClockName.values:
        raise BadCalendar("Choose elapsed or working time.")
    if country and country not in countries():
        raise BadCalendar("The public holidays of this country are not known. Choose another one, or none.")
    if subdivision and subdivision not in regions(country):
        raise BadCalendar("The country has no such region. Choose one of its own, or none.")
