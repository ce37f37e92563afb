"""Reading what is to be sent, and the summaries of check-ins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.rhythm.models import CheckInSummary, Sending
    from okrflow.value_streams.models import ValueStream

GOOD_FOR: Final = timedelta(hours=20)
"""A mail that could not be sent for so long is not sent any more: the next one says what still holds."""
TRIED_AGAIN_AFTER: Final = timedelta(minutes=30)


class SendingQuerySet(models.QuerySet["Sending"]):
    def for_organisation(self, organisation: Organisation) -> SendingQuerySet:
        return self.filter(organisation=organisation)

    def to_do(self, *, now: datetime) -> SendingQuerySet:
        """Planned, not ended, and not tried in vain a short while ago."""
        rested = models.Q(tried_at=None) | models.Q(tried_at__lte=now - TRIED_AGAIN_AFTER)
        return self.filter(rested, outcome="", planned_at__gt=now - GOOD_FOR)


class CheckInSummaryQuerySet(models.QuerySet["CheckInSummary"]):
    def of_stream(self, value_stream: ValueStream) -> CheckInSummaryQuerySet:
        return self.filter(organisation=value_stream.organisation_id, value_stream=value_stream)

    def newest_first(self) -> CheckInSummaryQuerySet:
        return self.select_related("ended_by").order_by("-ended_at", "-pk")
