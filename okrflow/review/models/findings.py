"""Findings, and since when and until when each of them held."""

from django.db import models

from okrflow.okrs.models import Objective
from okrflow.organisations.models import Organisation
from okrflow.review.facts import filled
from okrflow.review.findings import Identity, Severity, SubjectType
from okrflow.review.querysets import FindingQuerySet
from okrflow.review.stored import facts_of
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified


class SeverityChoice(models.TextChoices):
    """Those of `okrflow.review.findings.Severity`."""

    BLOCK = Severity.BLOCK.value, "block"
    WARN = Severity.WARN.value, "warn"
    HINT = Severity.HINT.value, "hint"


class SubjectChoice(models.TextChoices):
    """Those of `okrflow.review.findings.SubjectType`."""

    ORGANISATION = SubjectType.ORGANISATION.value, "organisation"
    STREAM = SubjectType.STREAM.value, "stream"
    OBJECTIVE = SubjectType.OBJECTIVE.value, "objective"
    KEY_RESULT = SubjectType.KEY_RESULT.value, "key result"
    METRIC = SubjectType.METRIC.value, "metric"
    EXPERIMENT = SubjectType.EXPERIMENT.value, "experiment"


class FindingState(models.TextChoices):
    """Where a finding stands; it follows from its instants and waivers."""

    OPEN = "open", "open"
    WAIVED = "waived", "waived"
    CLOSED = "closed", "closed"


class Finding(Identified):
    """What a check found about a subject. It is closed when it no longer holds, and reopened within 30 days.

    `message` and `advice` are sentences with {facts}, written for the reader only when shown. `opened_at` is the beginning
    of the present episode, or, closed, of the last one; None while it has not held for as many runs as it takes.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="findings")
    check_id = models.CharField("check", max_length=4)
    check_version = models.PositiveSmallIntegerField(default=1)
    subject_type = models.CharField(max_length=12, choices=SubjectChoice)
    subject_uuid = models.UUIDField()
    discriminator = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=5, choices=SeverityChoice)
    not_publishable = models.BooleanField(
        default=False, help_text="It is published, and would not be publishable today"
    )
    message = models.TextField()
    advice = models.TextField()
    facts = models.JSONField(default=dict)
    concerns = models.JSONField(default=list, help_text="Further things that it is about, by id")
    value_stream = models.ForeignKey(
        ValueStream, models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: organisation"
    )
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, blank=True, related_name="+")
    of_draft = models.BooleanField(
        default=False, help_text="For those who see the draft, and counted nowhere"
    )
    of_team = models.BooleanField(
        default=False, help_text="It would tell of a team metric: for the members of the stream only"
    )
    absorbed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="absorbs", help_text="Shown in its place"
    )
    seen_runs = models.PositiveSmallIntegerField(default=0, help_text="Runs in a row on which it held")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "check_id", "subject_type", "subject_uuid", "discriminator"],
                condition=models.Q(closed_at=None),
                name="finding_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "closed_at"], name="findings_open"),
            models.Index(fields=["organisation", "subject_uuid"], name="findings_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} on {self.get_subject_type_display()} {self.subject_uuid}"

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/review/findings/{self.uuid}/"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def identity(self, organisation: Organisation) -> Identity:
        """By which a run knows it again; `organisation` is its own, at hand."""
        kind = SubjectType(self.subject_type)
        return Identity(organisation.uuid, self.check_id, kind, self.subject_uuid, self.discriminator)

    @property
    def said(self) -> str:
        """What is wrong, with the reader's decimal mark."""
        return filled(self.message, facts_of(self.facts))

    @property
    def advised(self) -> str:
        """What to do instead."""
        return filled(self.advice, facts_of(self.facts))


class Episode(Identified):
    """A stretch of time in which a finding was open."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="episodes")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=models.Q(closed_at=None), name="one_open_episode_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} from {self.opened_at:%Y-%m-%d}"
