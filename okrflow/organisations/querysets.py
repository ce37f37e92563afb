"""Reading organisations' people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.organisations.models import CalendarDay, Invitation, Membership, Organisation


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def for_organisation(self, organisation: Organisation) -> CalendarDayQuerySet:
        return self.filter(organisation=organisation)

    def in_year(self, year: int) -> CalendarDayQuerySet:
        return self.filter(on__year=year).order_by("on")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_organisation(self, organisation: Organisation) -> MembershipQuerySet:
        return self.filter(organisation=organisation)

    def by_name(self) -> MembershipQuerySet:
        return self.select_related("user").order_by("user__name", "user__email", "pk")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_organisation(self, organisation: Organisation) -> InvitationQuerySet:
        return self.filter(organisation=organisation)

    def open(self, *, now: datetime) -> InvitationQuerySet:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
