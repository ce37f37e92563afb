"""Where the runs of the review stand, and what they have to remember."""

from django.db import models

from okrflow.okrs.models import KeyResult
from okrflow.okrs.models.fields import value_field
from okrflow.organisations.models import Organisation
from okrflow.web.models import Identified


class ReviewRun(Identified):
    """The last run of an organisation, and whether another one is wanted.

    `counted_at` is the last run that counted as a look of its own; `silenced` is what could not be looked at, and why.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    wanted_at = models.DateTimeField(null=True, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    silenced = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["wanted_at"], condition=models.Q(wanted_at__isnull=False), name="reviews_wanted"
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.organisation}"


class KnownBaseline(Identified):
    """What a flow metric was on the baseline's day by what was known when the key result was first reviewed as published."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="+")
    baseline_on = models.DateField()
    value = value_field()
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_result", "baseline_on"], name="known_baseline_once")
        ]

    def __str__(self) -> str:
        return f"{self.key_result} on {self.baseline_on}"
