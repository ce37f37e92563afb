"""The clock on which an organisation reads the durations of its items."""

from okrflow.flow import ELAPSED, Clock, WorkingClock
from okrflow.organisations.models import Calendar, ClockName, Organisation


def calendar_of(organisation: Organisation) -> Calendar:
    """The organisation's calendar, or the one that holds until it sets one. One query, once an organisation object."""
    try:
        return organisation.calendar
    except Calendar.DoesNotExist:
        return Calendar(organisation=organisation)  # from now on it is organisation.calendar


def clock_of(organisation: Organisation, name: str | None = None) -> Clock:
    """The clock that the organisation has chosen, or the one of a name."""
    chosen = name or calendar_of(organisation).clock
    return working_clock_of(organisation) if chosen == ClockName.WORKING else ELAPSED


def working_clock_of(organisation: Organisation) -> WorkingClock:
    """The organisation's working time, whichever clock it has chosen."""
    return calendar_of(organisation).working_clock
