"""Experiments: one change to a stream's work, what it shall bring, and what it brought."""

from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from okrflow.experiments.querysets import ExperimentQuerySet
from okrflow.flow.effect_groups import Measured
from okrflow.metrics.models import Measure
from okrflow.okrs.models import KeyResult
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.models import Identified, Timestamped
from okrflow.what_if.models import Scenario
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import Kind

MEASURES = [(measured.value, Measure(measured.value).label) for measured in Measured]
"""What an effect can be measured by, called as the flow metrics of the same name."""


class ExperimentState(models.TextChoices):
    """Where an experiment stands; it follows from its days."""

    PLANNED = "planned", "planned"
    RUNNING = "running", "running"
    ENDED = "ended", "ended"


class Verdict(models.TextChoices):
    """What people make of it."""

    KEEP = "keep", "keep it"
    STOP = "stop", "stop it"
    CHANGE = "change", "change it and go on"
    UNCLEAR = "unclear", "can’t tell"


@pghistory.track(exclude=["effect", "measured_at"])
class Experiment(Identified, Timestamped):
    """A change that a stream tries from `from_on` on, and, with `to_on`, up to the day before.

    `effect` is what was measured, as `okrflow.experiments.effects` stores it; the verdict is people's own.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="experiments")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="experiments")
    title = models.CharField(max_length=200)
    hypothesis = models.TextField(max_length=5000, help_text="What will be different, and why")
    what_changes = models.TextField(max_length=5000, help_text="What you do differently")
    stage = models.ForeignKey(
        Status,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experiments",
        help_text="The changed stage; empty: the work as a whole",
    )
    from_on = models.DateField("first day")
    to_on = models.DateField(
        "ends before", null=True, blank=True, help_text="The first day that is no longer in it; empty: open"
    )
    dated_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When its first day was written last"
    )
    measure = models.CharField(
        "measured by", max_length=20, choices=MEASURES, default=Measured.FLOW_TIME_P50.value
    )
    item_kind = models.PositiveSmallIntegerField(
        choices=Kind, null=True, blank=True, help_text="Empty: all kinds"
    )
    key_result = models.ForeignKey(
        KeyResult, models.SET_NULL, null=True, blank=True, related_name="experiments"
    )
    scenario = models.ForeignKey(
        Scenario,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experiments",
        help_text="The what-if that foretold it",
    )
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    verdict_note = models.TextField(max_length=5000, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    effect = models.JSONField(null=True, blank=True, editable=False)
    measured_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gt=models.F("from_on")),
                name="experiment_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__isnull=False) | ~models.Q(measure__startswith="stage_"),
                name="experiment_measures_its_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="", verdict_at__isnull=True)
                | ~models.Q(verdict="") & models.Q(verdict_at__isnull=False),
                name="experiment_verdict_has_its_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "value_stream", "from_on"], name="experiments_of_stream")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.value_stream.get_absolute_url()}experiments/{self.uuid}/"

    @property
    def last_on(self) -> date | None:
        return None if self.to_on is None else self.to_on - timedelta(days=1)

    @property
    def written_afterwards(self) -> bool:
        """Whether its first day was written only after that day."""
        return today(self.organisation, now=self.dated_at) > self.from_on

    def state_on(self, day: date) -> ExperimentState:
        if day < self.from_on:
            return ExperimentState.PLANNED
        ended = self.to_on is not None and day >= self.to_on
        return ExperimentState.ENDED if ended else ExperimentState.RUNNING
