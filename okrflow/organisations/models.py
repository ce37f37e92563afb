"""Organisations (the tenants), who belongs to them, and how one comes in."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from okrflow.organisations.querysets import InvitationQuerySet, MembershipQuerySet
from okrflow.web.models import Identified, Timestamped
from okrflow.web.validators import validate_time_zone

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "Use small letters, digits and single hyphens, like “northwind-insurance”.",
)


class Role(models.TextChoices):
    """What a member may do in the organisation as a whole, from most to least."""

    OWNER = "owner", "owner"
    ADMIN = "admin", "admin"
    EDITOR = "editor", "editor"
    VIEWER = "viewer", "viewer"

    @property
    def rank(self) -> int:
        return ("viewer", "editor", "admin", "owner").index(self.value)


@pghistory.track()
class Organisation(Identified, Timestamped):
    slug = models.SlugField(max_length=60, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=120)
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="Its days begin and end here.",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations"
    )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/o/{self.slug}/"


@pghistory.track()
class Membership(Identified, Timestamped):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} in {self.organisation}"

    def at_least(self, role: Role) -> bool:
        return Role(self.role).rank >= role.rank


@pghistory.track(exclude=["token_hash"])
class Invitation(Identified, Timestamped):
    """An offer of membership to one mail address; its token is mailed, kept as a hash and works once."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField("mail address")
    role = models.CharField(max_length=10, choices=Role, default=Role.EDITOR)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"


class Scope(models.TextChoices):
    """What an API token may be used for; its member's rights are the limit."""

    OKRS_READ = "okrs:read", "read objectives and key results"
    OKRS_WRITE = "okrs:write", "write objectives and key results"
    WORK_ITEMS_READ = "work-items:read", "read work items and flow"
    WORK_ITEMS_WRITE = "work-items:write", "write work items"
    METRICS_READ = "metrics:read", "read metrics"
    METRICS_WRITE = "metrics:write", "write metrics and their values"
    ADMIN = "admin", "administer the organisation"


@pghistory.track(exclude=["token_hash", "last_used_at"])
class ApiToken(Identified, Timestamped):
    """A key for the REST API; it acts as its member, within its scopes, until its end."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="api_tokens")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField("begins with", max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "created_at"], name="api_tokens_list")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
