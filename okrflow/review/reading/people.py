"""The organisation itself: its members by name, its days off, its flow efficiency."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from okrflow.organisations.calendars import calendar_of
from okrflow.organisations.models import CalendarDay, Membership
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import Organisation
from okrflow.review.words.persons import Member
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import DEFAULT_DAYS, trailing

HOLIDAYS: Final = 30
"""Days off are asked for of these last days only."""


def read_organisation(moment: Moment, stream_ids: Sequence[int]) -> Organisation:
    """Six queries."""
    organisation = moment.organisation
    people = Membership.objects.for_organisation(organisation).order_by("pk")
    members = people.values_list("user__name", "user__email")
    window = trailing(organisation, days=DEFAULT_DAYS, now=moment.now)
    return Organisation(
        uuid=organisation.uuid,
        name=organisation.name,
        members=tuple(Member(name or "", mail=mail) for name, mail in members),
        holidays=_holidays(moment),
        efficiency=flow.figures(stream_ids, window, now=moment.now).efficiency.value if stream_ids else None,
    )


def _holidays(moment: Moment) -> frozenset[date]:
    """Public ones and the organisation's own, but not those that it works on."""
    own = dict(
        CalendarDay.objects.for_organisation(moment.organisation)
        .filter(on__gte=moment.ago(HOLIDAYS), on__lte=moment.today)
        .values_list("on", "works")
    )
    public = calendar_of(moment.organisation).holidays(moment.today.year)
    off = {*public, *(day for day, works in own.items() if not works)}
    return frozenset(off - {day for day, works in own.items() if works})
