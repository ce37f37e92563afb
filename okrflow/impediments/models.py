"""Impediments: what holds a stream up, and what became of it."""

import pghistory
from django.db import models

from okrflow.impediments.querysets import ImpedimentQuerySet
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.models.fields import person
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.models import Identified, Timestamped


class ImpedimentState(models.TextChoices):
    """Where an impediment stands; it follows from what was done about it."""

    OPEN = "open", "waits for an answer"
    ANSWERED = "answered", "answered"
    ADDRESSED = "addressed", "addressed"
    CLOSED = "closed", "closed"


@pghistory.track()
class Impediment(Identified, Timestamped):
    """Raised by a stream on a stage, its own or one that another stream owns, or on a key result that it limits.

    Addressed by an objective of the organisation, or answered with words; closed by the stream that raised it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="impediments")
    value_stream = models.ForeignKey(
        ValueStream, models.CASCADE, related_name="impediments", help_text="The stream that raised it"
    )
    title = models.CharField(max_length=200)
    what = models.TextField(max_length=5000, blank=True, help_text="What happens, and what would help")
    raised_on = models.DateField("since")
    raised_by = person()
    stage_stream = models.ForeignKey(
        ValueStream, models.CASCADE, null=True, blank=True, related_name="impediments_on_its_stages"
    )
    stage = models.ForeignKey(Status, models.PROTECT, null=True, blank=True, related_name="impediments")
    limits = models.ForeignKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="limited_by")
    addressed_by = models.ForeignKey(
        Objective, models.SET_NULL, null=True, blank=True, related_name="addresses"
    )
    addressed_on = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = person()
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")

    objects = ImpedimentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage=None, stage_stream=None)
                | models.Q(stage__isnull=False, stage_stream__isnull=False),
                name="impediment_stage_has_its_stream",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="impediment_answer_has_its_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "value_stream", "raised_on"], name="impediments_of_stream")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/impediments/{self.uuid}/"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def state(self) -> ImpedimentState:
        if self.is_closed:
            return ImpedimentState.CLOSED
        if self.addressed_by_id is not None:
            return ImpedimentState.ADDRESSED
        return ImpedimentState.ANSWERED if self.answer else ImpedimentState.OPEN
