"""The thresholds that an organisation set."""

import pghistory
from django.db import models

from okrflow.okrs.models.fields import person
from okrflow.organisations.models import Organisation
from okrflow.web.models import Identified


@pghistory.track()
class ThresholdSetting(Identified):
    """A threshold by its name in `okrflow.review.thresholds`; without a row its default holds."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    value = models.FloatField()
    changed_at = models.DateTimeField()
    changed_by = person()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="threshold_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.organisation}"
