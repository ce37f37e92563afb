"""Whose snapshot it is, and of when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from okrflow.organisations.models import Organisation
from okrflow.work_items.figures.windows import today, zone_of


@dataclass(frozen=True, kw_only=True)
class Moment:
    """An organisation at an instant."""

    organisation: Organisation
    now: datetime

    @cached_property
    def today(self) -> date:
        return today(self.organisation, now=self.now)

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.organisation)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def on(self, at: datetime | None) -> date | None:
        """The organisation's day of an instant."""
        return None if at is None else self.day_of(at)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
