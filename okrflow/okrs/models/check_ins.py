"""Check-ins, who asked for them, and values that others suggest."""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models

from okrflow.metrics.models import Measurement
from okrflow.okrs.models.fields import person, value_field
from okrflow.okrs.models.key_results import KeyResult
from okrflow.organisations.models import Organisation
from okrflow.web.models import Identified


@pghistory.track()
class CheckIn(Identified):
    """What somebody said of a key result on a day; never changed afterwards."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="check_ins")
    about_at = models.DateTimeField()
    value = value_field(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    note = models.TextField(max_length=5000, blank=True)
    measurement = models.ForeignKey(
        Measurement, models.SET_NULL, null=True, blank=True, related_name="check_ins"
    )
    created_at = models.DateTimeField()
    created_by = person()

    class Meta:
        indexes = [models.Index(fields=["key_result", "-created_at"], name="check_ins_newest")]

    def __str__(self) -> str:
        return f"{self.key_result} on {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{self.key_result.get_absolute_url()}check-ins/{self.uuid}/"


@pghistory.track()
class CheckInRequest(Identified):
    """Somebody asks for a check-in outside the metric's own rhythm; the next check-in answers it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="check_in_requests")
    asked_at = models.DateTimeField()
    asked_by = person()
    note = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        CheckIn, models.SET_NULL, null=True, blank=True, related_name="answered_requests"
    )

    class Meta:
        indexes = [models.Index(fields=["key_result", "-asked_at"], name="check_in_requests_newest")]

    def __str__(self) -> str:
        return f"Asked for {self.key_result}"


@pghistory.track()
class SuggestedValue(Identified):
    """A value of an organisation's key result that the member of a contributing stream knows of (ownership, rule 18)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="suggested_values")
    about_at = models.DateTimeField()
    value = value_field()
    note = models.TextField(max_length=2000, blank=True)
    suggested_at = models.DateTimeField()
    suggested_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    check_in = models.OneToOneField(
        CheckIn, models.SET_NULL, null=True, blank=True, related_name="suggested", help_text="What came of it"
    )

    class Meta:
        indexes = [models.Index(fields=["key_result", "answered_at"], name="suggested_values_open")]

    def __str__(self) -> str:
        return f"{self.value} for {self.key_result}"
