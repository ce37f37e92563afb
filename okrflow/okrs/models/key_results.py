"""Key results, how their goals changed, and which contribute to which."""

import pghistory
from django.db import models

from okrflow.metrics.models import Metric
from okrflow.okrs.models.fields import person, short_key, value_field
from okrflow.okrs.models.objectives import Objective
from okrflow.okrs.querysets import KeyResultQuerySet
from okrflow.organisations.models import Organisation
from okrflow.web.models import Identified, Timestamped


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


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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
    kept_by = person(help_text="Gets the reminders to keep it up to date")
    baseline_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a member confirmed the baseline that was to be established"
    )
    baseline_confirmed_by = person()
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")
    written_by = person()
    written_by_member = models.BooleanField(
        default=True, help_text="Whether the writer belonged to the stream at the time of writing"
    )
    accepted_at = models.DateTimeField(
        null=True, blank=True, help_text="When a member took over what somebody else had written"
    )
    accepted_by = person()
    guard_for = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guards",
        help_text="The key result of the same objective that this one keeps honest",
    )
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="Given up before the end; counts no more"
    )
    retired_by = person()
    retired_why = models.TextField(max_length=2000, blank=True)

    # frozen when the objective is closed
    closed_value = value_field(null=True, blank=True)
    closed_score = value_field(null=True, blank=True)
    closed_late = models.BooleanField(
        default=False, help_text="The value in force was entered in the grace period"
    )
    evidence = models.JSONField(null=True, blank=True, editable=False)

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="key_result_key_once")]
        indexes = [models.Index(fields=["objective", "order"], name="key_results_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/key-results/{self.uuid}/"


@pghistory.track()
class GoalChange(Identified):
    """A change of the baseline or of the target of a published key result."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="goal_changes")
    changed_at = models.DateTimeField()
    changed_by = person()
    baseline_before = value_field(null=True, blank=True)
    baseline = value_field(null=True, blank=True)
    target_before = value_field(null=True, blank=True)
    target = value_field(null=True, blank=True)
    target_lower_before = value_field(null=True, blank=True)
    target_lower = value_field(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    from_above = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["key_result", "changed_at"], name="goal_changes_in_order")]

    def __str__(self) -> str:
        return f"{self.key_result} on {self.changed_at:%Y-%m-%d}"


class ContributionKind(models.TextChoices):
    CONTRIBUTES = "contributes", "contributes to it"
    SUPPORTS = "supports", "supports it"


@pghistory.track()
class Contribution(Identified, Timestamped):
    """One key result moves another; they are shown together and never added up."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contributions")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="contributions")
    to = models.ForeignKey(KeyResult, models.CASCADE, related_name="contributed_by")
    kind = models.CharField(max_length=12, choices=ContributionKind, default=ContributionKind.CONTRIBUTES)
    created_by = person()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_result", "to"], name="contribution_once"),
            models.CheckConstraint(
                condition=~models.Q(key_result=models.F("to")), name="contribution_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_result} to {self.to}"
