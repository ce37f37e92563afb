"""Value streams, their people, and how each reads the statuses of its tools."""

import pghistory
from django.conf import settings
from django.db import models

from okrflow.flow import State
from okrflow.organisations.models import Organisation, slug_validator
from okrflow.value_streams.querysets import (
    MembershipRequestQuerySet,
    StreamMembershipQuerySet,
    ValueStreamQuerySet,
)
from okrflow.web.models import Identified, Timestamped


class FlowState(models.IntegerChoices):
    """What a status means for flow; the numbers are those of `okrflow.flow.State`."""

    NEW = State.NEW.value, "new"
    ACTIVE = State.ACTIVE.value, "active"
    WAITING = State.WAITING.value, "waiting"
    DONE = State.DONE.value, "done"
    CANCELLED = State.CANCELLED.value, "cancelled"


class StreamRole(models.TextChoices):
    LEAD = "lead", "lead"
    MEMBER = "member", "member"


@pghistory.track()
class ValueStream(Identified, Timestamped):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="value_streams")
    slug = models.SlugField(max_length=60, validators=[slug_validator])
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=0)
    load_limit = models.PositiveIntegerField(
        null=True, blank=True, help_text="Items in progress that the stream wants to stay under"
    )
    closed_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it is no longer at work; empty: open"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="StreamMembership",
        through_fields=("value_stream", "user"),
        related_name="value_streams",
    )

    objects = ValueStreamQuerySet.as_manager()

    leads: "list[StreamMembership]"
    """Where they were asked for: `with_leads()`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="stream_slug_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/streams/{self.slug}/"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


@pghistory.track()
class StreamMembership(Identified, Timestamped):
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="stream_memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stream_memberships")
    role = models.CharField(max_length=10, choices=StreamRole, default=StreamRole.MEMBER)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The lead who added or confirmed them",
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who appointed this lead while the stream had none",
    )

    objects = StreamMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value_stream", "user"], name="one_stream_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.value_stream}"


@pghistory.track()
class MembershipRequest(Identified, Timestamped):
    """A person asks to belong to a stream, or is invited by an administrator; one of its leads decides (rule 3)."""

    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="membership_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted = models.BooleanField(null=True, blank=True, help_text="Empty: open, or withdrawn")

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["value_stream", "user"],
                condition=models.Q(decided_at=None),
                name="one_open_membership_request_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.value_stream}"


class Status(models.Model):
    """A status name of the organisation's tools, trimmed, compared exactly."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="statuses")
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "statuses"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="status_once")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Stage(Identified, Timestamped):
    """How a stream reads one status: its flow state, its place in the stream's order, and who owns a wait there."""

    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="stages")
    status = models.ForeignKey(Status, models.CASCADE, related_name="stages")
    flow_state = models.PositiveSmallIntegerField(choices=FlowState)
    order = models.PositiveIntegerField(default=0)
    owner_stream = models.ForeignKey(
        ValueStream,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_stages",
        help_text="Who it waits for",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value_stream", "status"], name="status_mapped_once")]
        indexes = [models.Index(fields=["value_stream", "order"], name="stages_in_order")]

    def __str__(self) -> str:
        return f"{self.status} of {self.value_stream}"
