"""Cycles: the stretches of days that objectives are written for."""

from datetime import date, timedelta

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models

from okrflow.okrs.querysets import CycleQuerySet
from okrflow.okrs.scoring.closing import GRACE_DAYS, LONGEST_GRACE_DAYS
from okrflow.organisations.models import Organisation, slug_validator
from okrflow.web.models import Identified, Timestamped


class CycleState(models.TextChoices):
    """Where a cycle stands; it follows from its days and from whether it was closed."""

    PLANNING = "planning", "planning"
    RUNNING = "running", "running"
    ENDED = "ended", "ended"
    CLOSED = "closed", "closed"


@pghistory.track()
class Cycle(Identified, Timestamped):
    """A stretch of days [starts_on, ends_on) that objectives are written for; cycles may lie within longer ones."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="cycles")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField("ends before", help_text="The first day that is no longer in it")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="cycle_slug_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="cycle_has_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)

    def state_on(self, day: date) -> CycleState:
        if self.closed_at is not None:
            return CycleState.CLOSED
        if day < self.starts_on:
            return CycleState.PLANNING
        return CycleState.RUNNING if day < self.ends_on else CycleState.ENDED


@pghistory.track()
class OkrSettings(Identified, Timestamped):
    """What an organisation settles about its OKRs; without a row the defaults hold."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="okr_settings")
    grace_days = models.PositiveSmallIntegerField(
        default=GRACE_DAYS,
        validators=[MaxValueValidator(LONGEST_GRACE_DAYS)],
        help_text="So many days after a cycle's end, values about days in it still count for its scores",
    )

    class Meta:
        verbose_name_plural = "OKR settings"

    def __str__(self) -> str:
        return f"OKR settings of {self.organisation}"
