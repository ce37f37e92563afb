"""When the organisation works, and on which clock it reads durations."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.flow import ELAPSED, WorkingClock, days_between
from okrflow.organisations.access import Access
from okrflow.organisations.calendars import calendar_of
from okrflow.organisations.decorators import member_view
from okrflow.organisations.forms import CalendarDayForm, CalendarForm
from okrflow.organisations.models import Calendar, CalendarDay, Role, Weekday
from okrflow.organisations.public_holidays import countries, regions
from okrflow.organisations.services import add_calendar_day, remove_calendar_day, set_calendar
from okrflow.organisations.services.calendars import FIRST, LAST
from okrflow.web.refusals import Refused

COUNTED_ANEW = "Working time is being counted anew."


@require_http_methods(["GET", "POST"])
@member_view
def calendar(request: HttpRequest, access: Access) -> HttpResponse:
    """The clock and the working days: seen by all members, set by administrators."""
    form = CalendarForm(request.POST or None, calendar=calendar_of(access.organisation))
    if request.method == "POST":
        access.require(Role.ADMIN)
        if form.is_valid():
            try:
                set_calendar(organisation=access.organisation, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"The calendar is saved. {COUNTED_ANEW}")
                return redirect(request.path)
    return _page(request, access, form, CalendarDayForm())


@require_POST
@member_view
def add_day(request: HttpRequest, access: Access) -> HttpResponse:
    """A day of the organisation's own."""
    access.require(Role.ADMIN)
    form = CalendarDayForm(request.POST)
    if form.is_valid():
        try:
            day = add_calendar_day(organisation=access.organisation, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{day.name}” is in the calendar. {COUNTED_ANEW}")
            return redirect("organisations:calendar", access.organisation.slug)
    return _page(request, access, CalendarForm(calendar=calendar_of(access.organisation)), form)


@require_POST
@member_view
def remove_day(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    access.require(Role.ADMIN)
    days = CalendarDay.objects.for_organisation(access.organisation).select_related("organisation")
    day = get_object_or_404(days, pk=pk)
    remove_calendar_day(day=day)
    messages.success(request, f"“{day.name}” is removed. {COUNTED_ANEW}")
    return redirect("organisations:calendar", access.organisation.slug)


def _page(
    request: HttpRequest, access: Access, form: CalendarForm, day_form: CalendarDayForm
) -> HttpResponse:
    found, now = calendar_of(access.organisation), timezone.now()
    year = _year(request.GET.get("year", ""), now.astimezone(ZoneInfo(access.organisation.time_zone)).year)
    own = CalendarDay.objects.for_organisation(access.organisation)
    context: dict[str, Any] = {
        "calendar": found,
        "clock": found.working_clock,
        "form": form,
        "day_form": day_form,
        "may_change": access.at_least(Role.ADMIN),
        "weekdays": [Weekday(number).label for number in found.weekdays],
        "country": countries().get(found.country, "none"),
        "region": regions(found.country).get(found.subdivision, ""),
        "own_days": own.order_by("-on"),
        "year": year,
        "holidays": holidays_of(found, year),
        "working_days": len(found.working_clock.working_days(year)),
        "example": example_of(found, now=now),
    }
    return render(request, "organisations/calendar.html", context)


def _year(text: str, default: int) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else default
    return year if FIRST.year <= year <= LAST.year else default


def holidays_of(calendar: Calendar, year: int) -> list[tuple[date, str, bool]]:
    """The days of a year that are not as the week says: date, name, and whether they are worked on."""
    own = CalendarDay.objects.for_organisation(calendar.organisation).in_year(year)
    days = {day: (name, False) for day, name in calendar.holidays(year).items()}
    days |= {day.on: (day.name, day.works) for day in own}
    return [(day, name, works) for day, (name, works) in sorted(days.items())]


@dataclass(frozen=True, kw_only=True)
class Example:
    """An item that takes a weekend, as both clocks measure it."""

    started_at: datetime
    finished_at: datetime
    elapsed_days: float
    working_days: float
    clock: WorkingClock


def example_of(calendar: Calendar, *, now: datetime) -> Example:
    """Started on the Thursday before last at 15:00, finished on the Tuesday after it at 11:00, local times."""
    zone = ZoneInfo(calendar.organisation.time_zone)
    today = now.astimezone(zone).date()
    thursday = today - timedelta(days=(today.weekday() - 3) % 7 + 7)
    started = datetime.combine(thursday, time(15), zone)
    finished = datetime.combine(thursday + timedelta(days=5), time(11), zone)
    began, ended = (int(at.timestamp()) * 1_000_000 for at in (started, finished))
    return Example(
        started_at=started,
        finished_at=finished,
        elapsed_days=days_between(ELAPSED, began, ended),
        working_days=days_between(calendar.working_clock, began, ended),
        clock=calendar.working_clock,
    )
