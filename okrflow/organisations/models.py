"""Organisations (the tenants), their working days, who belongs to them, and how one comes in."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from okrflow.flow import WorkingClock
from okrflow.organisations.public_holidays import public_holidays
from okrflow.organisations.querysets import CalendarDayQuerySet, InvitationQuerySet, MembershipQuerySet
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


class ClockName(models.TextChoices):
    """On which clock an organisation reads durations; the names are those of `okrflow.flow`'s clocks."""

    ELAPSED = "elapsed", "elapsed time"
    WORKING = "working", "working time"


class Weekday(models.IntegerChoices):
    """The numbers are those of `date.weekday()`."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


def monday_to_friday() -> list[int]:
    return [weekday.value for weekday in Weekday if weekday <= Weekday.FRIDAY]


@pghistory.track()
class Calendar(Identified, Timestamped):
    """When an organisation works, and whether the durations of items count working time only."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="calendar")
    clock = models.CharField(max_length=10, choices=ClockName, default=ClockName.ELAPSED)
    day_starts_at = models.TimeField(default=time(9), help_text="Local time of the organisation")
    hours_per_day = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(8))
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=monday_to_friday,
        help_text="Those worked on: 0 for Monday to 6 for Sunday",
    )
    country = models.CharField(max_length=2, blank=True, help_text="Whose public holidays are off, like DE")
    subdivision = models.CharField("region", max_length=40, blank=True, help_text="Of the country, like BY")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours_per_day__gt=0, hours_per_day__lte=24), name="hours_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.organisation}"

    @cached_property
    def working_clock(self) -> WorkingClock:
        """The organisation's working time. One query."""
        own = dict(
            CalendarDay.objects.for_organisation(self.organisation).values_list("on", "works").order_by("on")
        )
        starts = self.day_starts_at
        return WorkingClock(
            ZoneInfo(self.organisation.time_zone),
            starts_us=((starts.hour * 60 + starts.minute) * 60 + starts.second) * 1_000_000,
            day_us=int(self.hours_per_day * 3_600_000_000),
            weekdays=self.weekdays,
            holidays=lambda year: {*self.holidays(year), *(day for day, works in own.items() if not works)},
            extra_days=[day for day, works in own.items() if works],
        )

    def holidays(self, year: int) -> Mapping[date, str]:
        """The public holidays of a year, by date; none without a country."""
        return public_holidays(self.country, self.subdivision, year) if self.country else {}


@pghistory.track()
class CalendarDay(Identified, Timestamped):
    """A day of the organisation's own: a holiday, or a day that is worked on whatever the calendar says."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="calendar_days")
    on = models.DateField("date")
    name = models.CharField(max_length=80)
    works = models.BooleanField("is a working day", default=False)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="one_own_day_a_date")]

    def __str__(self) -> str:
        return f"{self.name} on {self.on}"


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

    @property
    def for_services(self) -> bool:
        """Whether a token without a person may have it."""
        return self in {Scope.WORK_ITEMS_WRITE, Scope.METRICS_WRITE}


@pghistory.track(exclude=["token_hash", "last_used_at"])
class ApiToken(Identified, Timestamped):
    """A key for the REST API; it acts as its member, within its scopes, until its end.

    Without a member it is a service's own: it writes measurements and work items, and nothing else.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="api_tokens")
    membership = models.ForeignKey(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="api_tokens",
        help_text="As whom it acts; empty: a service",
    )
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

    @property
    def acts_as(self) -> str:
        """The member's name, or that of the service."""
        return f"service “{self.name}”" if self.membership is None else str(self.membership.user)
