"""Cycles, objectives and key results, and the check-ins on them."""

from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from okrflow.metrics.models import Measurement, Metric
from okrflow.okrs.querysets import CycleQuerySet, KeyResultQuerySet, ObjectiveQuerySet
from okrflow.organisations.models import Organisation, slug_validator
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


def value_field(**options: object) -> "models.DecimalField":  # type: ignore[type-arg]
    return models.DecimalField(max_digits=20, decimal_places=6, **options)  # type: ignore[arg-type]


def short_key() -> "models.CharField":  # type: ignore[type-arg]
    return models.CharField(max_length=20, editable=False, help_text="Permanent, like POL-KR-12")


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


class KeyCounter(models.Model):
    """The last number given to a short key with these letters; deleted ones are never given again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=10)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "prefix"], name="key_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"


class ObjectiveState(models.TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    CLOSED = "closed", "closed"


@pghistory.track()
class Objective(Identified, Timestamped):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="objectives")
    value_stream = models.ForeignKey(
        ValueStream,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="objectives",
        help_text="Empty: the organisation's",
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="objectives")
    key = short_key()
    title = models.CharField(max_length=200)
    why = models.TextField(max_length=5000, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    supports = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supported_by")
    state = models.CharField(max_length=10, choices=ObjectiveState, default=ObjectiveState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="objective_key_once")]
        indexes = [models.Index(fields=["organisation", "cycle", "rank"], name="objectives_of_cycle")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/objectives/{self.uuid}/"


class Aim(models.TextChoices):
    RAISE = "raise", "raise it"
    LOWER = "lower", "lower it"
    STAY_ABOVE = "stay_above", "stay above"
    STAY_BELOW = "stay_below", "stay below"
    STAY_BETWEEN = "stay_between", "stay between"
    BASELINE = "baseline", "establish the baseline"

    @property
    def stays(self) -> bool:
        return self.value.startswith("stay_")

    @property
    def moves(self) -> bool:
        return self.value in {"raise", "lower"}


class TargetForm(models.TextChoices):
    ABSOLUTE = "absolute", "to this value"
    RELATIVE = "relative", "by this many percent"
    CHANGE = "change", "by this much"


class Ambition(models.TextChoices):
    COMMITTED = "committed", "committed"
    ASPIRATIONAL = "aspirational", "aspirational"


@pghistory.track()
class KeyResult(Identified, Timestamped):
    """What shows that the objective came true. Values are in the metric's stored unit (a percent is 0.22)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="key_results")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    key = short_key()
    order = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, blank=True, related_name="key_results")
    aim = models.CharField(max_length=14, choices=Aim, default=Aim.RAISE)
    baseline = value_field(null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target_form = models.CharField(max_length=10, choices=TargetForm, default=TargetForm.ABSOLUTE)
    target_typed = value_field(
        null=True, blank=True, help_text="As typed: a value, a share of the baseline, a change"
    )
    target = value_field(
        null=True, blank=True, help_text="Resolved; the upper limit of stay below and between"
    )
    target_lower = value_field(null=True, blank=True, help_text="The lower limit of stay above and between")
    ambition = models.CharField(max_length=12, choices=Ambition, default=Ambition.ASPIRATIONAL)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Gets the reminders to keep it up to date",
    )
    baseline_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a member confirmed the baseline that was to be established"
    )
    baseline_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="key_result_key_once")]
        indexes = [models.Index(fields=["objective", "order"], name="key_results_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/key-results/{self.uuid}/"


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
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["key_result", "-created_at"], name="check_ins_newest")]

    def __str__(self) -> str:
        return f"{self.key_result} on {self.created_at:%Y-%m-%d}"
