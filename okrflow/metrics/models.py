"""Metrics: what key results are measured by, typed in, sent by the API, or computed from flow."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from okrflow.metrics.querysets import MeasurementQuerySet, MetricQuerySet
from okrflow.organisations.models import Organisation, slug_validator
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.models import Identified, Timestamped
from okrflow.work_items.models import Kind as ItemKind


class MetricKind(models.TextChoices):
    BUSINESS = "business", "business"
    FLOW = "flow", "flow"
    TEAM = "team", "team"


class Timing(models.TextChoices):
    LEADING = "leading", "leading"
    LAGGING = "lagging", "lagging"


class Category(models.TextChoices):
    VALUE = "value", "value"
    COST = "cost", "cost"
    QUALITY = "quality", "quality"
    HAPPINESS = "happiness", "happiness"


class UnitKind(models.TextChoices):
    CURRENCY = "currency", "money"
    PERCENT = "percent", "percent"
    COUNT = "count", "count"
    DURATION = "duration", "duration"
    SCORE = "score", "score"
    RATIO = "ratio", "ratio"


class Better(models.TextChoices):
    UP = "up", "higher is better"
    DOWN = "down", "lower is better"
    NEITHER = "neither", "neither"


class Counts(models.TextChoices):
    EFFECT = "effect", "an effect"
    DELIVERIES = "deliveries", "things delivered"


class Source(models.TextChoices):
    HAND = "hand", "typed in"
    API = "api", "sent by the API"
    FLOW = "flow", "computed from flow"


class Measure(models.TextChoices):
    """What a flow metric measures; the first group is of a stream, the second of one stage."""

    VELOCITY = "velocity", "flow velocity"
    FLOW_TIME_P50 = "flow_time_p50", "flow time, p50"
    FLOW_TIME_P85 = "flow_time_p85", "flow time, p85"
    FLOW_TIME_MEAN = "flow_time_mean", "flow time, mean"
    EFFICIENCY = "efficiency", "flow efficiency"
    LOAD_MEAN = "load_mean", "flow load, mean"
    LOAD_AT_END = "load_at_end", "flow load, at the end"
    DISTRIBUTION_SHARE = "distribution_share", "share in flow distribution"
    STAGE_VISIT_P50 = "stage_visit_p50", "time in a stage, p50"
    STAGE_VISIT_P85 = "stage_visit_p85", "time in a stage, p85"
    STAGE_SHARE = "stage_share", "a stage's share of the time"
    STAGE_MEAN_LOAD = "stage_mean_load", "mean load of a stage"

    @property
    def of_stage(self) -> bool:
        return self.value.startswith("stage_")


@pghistory.track()
class Metric(Identified, Timestamped):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="metrics")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=120)
    description = models.TextField(
        max_length=2000, blank=True, help_text="What it counts and where it comes from"
    )
    kind = models.CharField(max_length=10, choices=MetricKind, default=MetricKind.BUSINESS)
    timing = models.CharField(max_length=10, choices=Timing, default=Timing.LAGGING)
    category = models.CharField(max_length=10, choices=Category, blank=True)
    unit_kind = models.CharField(max_length=10, choices=UnitKind)
    unit = models.CharField(max_length=30, blank=True, help_text="As shown: days, EUR, points; % for percent")
    digits = models.PositiveSmallIntegerField("decimals shown", default=1, validators=[MaxValueValidator(6)])
    better = models.CharField(max_length=10, choices=Better, default=Better.UP)
    counts = models.CharField(max_length=10, choices=Counts, default=Counts.EFFECT)
    cadence_days = models.PositiveIntegerField(default=7, validators=[MinValueValidator(1)])
    lag_days = models.PositiveIntegerField(default=0, help_text="How long an effect takes to show in it")
    value_stream = models.ForeignKey(
        ValueStream, models.CASCADE, null=True, blank=True, related_name="metrics"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)

    # of a flow metric
    measure = models.CharField(max_length=20, choices=Measure, blank=True)
    item_kind = models.PositiveSmallIntegerField(
        choices=ItemKind, null=True, blank=True, help_text="Empty: all kinds"
    )
    stage = models.ForeignKey(Status, models.PROTECT, null=True, blank=True, related_name="metrics")
    window_days = models.PositiveIntegerField(
        default=28, validators=[MinValueValidator(1), MaxValueValidator(400)]
    )

    objects = MetricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="metric_slug_once"),
            models.CheckConstraint(
                condition=models.Q(kind="flow", source="flow") & ~models.Q(measure="")
                | ~models.Q(kind="flow") & ~models.Q(source="flow") & models.Q(measure=""),
                name="flow_metrics_are_computed",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    measure__startswith="stage_", stage__isnull=False, value_stream__isnull=False
                )
                | ~models.Q(measure__startswith="stage_") & models.Q(stage__isnull=True),
                name="stage_measures_have_a_stage",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/metrics/{self.slug}/"

    @property
    def computed(self) -> bool:
        return self.source == Source.FLOW


@pghistory.track()
class Measurement(Identified):
    """A value of a metric about an instant; a correction is a row that replaces an earlier one, and both stay."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    metric = models.ForeignKey(Metric, models.CASCADE, related_name="measurements")
    about_at = models.DateTimeField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    note = models.CharField(max_length=2000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaces = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="replaced_by", editable=False
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["metric", "about_at", "recorded_at", "id"], name="measurements_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.value} about {self.about_at:%Y-%m-%d}"
