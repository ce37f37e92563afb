"""Waivers: a finding is known and accepted for a while, on the record."""

from datetime import date

import pghistory
from django.db import models

from okrflow.okrs.models.fields import person
from okrflow.organisations.models import Organisation
from okrflow.review.models.findings import Finding
from okrflow.review.querysets import WaiverQuerySet
from okrflow.web.models import Identified


@pghistory.track()
class Waiver(Identified):
    """Somebody accepts a finding up to the end of a day, and says why."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="waivers")
    reason = models.TextField(max_length=2000)
    until = models.DateField(help_text="The last day on which it holds")
    waived_at = models.DateTimeField()
    waived_by = person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()

    objects = WaiverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["finding", "until"], name="waivers_of_finding")]

    def __str__(self) -> str:
        return f"{self.finding} until {self.until}"

    def holds_on(self, day: date) -> bool:
        return self.withdrawn_at is None and day <= self.until
