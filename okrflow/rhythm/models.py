"""How each member wants to be reached, what was sent to whom, and what came of the weekly check-ins."""

from datetime import date, datetime
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from okrflow.organisations.models import Membership, Organisation, Weekday
from okrflow.rhythm.querysets import CheckInSummaryQuerySet, SendingQuerySet
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


class Channel(models.TextChoices):
    """Where a member hears of what waits for them."""

    MAIL = "mail", "mail and inbox"
    INBOX = "inbox", "inbox only"


def weekend() -> list[int]:
    return [Weekday.SATURDAY.value, Weekday.SUNDAY.value]


@pghistory.track()
class NotificationSettings(Identified, Timestamped):
    """How a member wants to be reached in an organisation; without a row the defaults hold."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="notifications")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    reminders = models.BooleanField("reminders of check-ins", default=True)
    digest = models.BooleanField("weekly digest", default=True)
    digest_weekday = models.PositiveSmallIntegerField("digest on", choices=Weekday, default=Weekday.MONDAY)
    summaries = models.BooleanField("summaries of check-ins", default=True)
    quiet_weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=weekend,
        blank=True,
        help_text="Without mails: 0 for Monday to 6 for Sunday",
    )
    away_from = models.DateField("away from", null=True, blank=True)
    away_to = models.DateField("last day away", null=True, blank=True)
    deputy = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputy_for",
        help_text="Gets the reminders in the meantime",
    )

    class Meta:
        verbose_name_plural = "notification settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(away_from=None, away_to=None)
                | models.Q(away_from__isnull=False, away_to__gte=models.F("away_from")),
                name="absence_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("membership")),
                name="deputy_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Notifications of {self.membership}"

    def is_away(self, day: date) -> bool:
        return (
            self.away_from is not None and self.away_to is not None and self.away_from <= day <= self.away_to
        )

    def is_quiet(self, day: date) -> bool:
        """Whether no mail is sent on that day."""
        return self.channel == Channel.INBOX or day.weekday() in self.quiet_weekdays or self.is_away(day)


@pghistory.track(exclude=["lines"])
class CheckInSummary(Identified):
    """What a stream's weekly check-in came to, as it was said; never computed anew.

    `lines` hold one object for each key result that somebody spoke of: `okrflow.rhythm.summarising.Line` writes and
    reads them. `flow` is the sentence on the bottleneck of that day.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="check_in_summaries")
    since = models.DateTimeField(help_text="Check-ins given from here on are in it")
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    flow = models.CharField(max_length=500, blank=True)
    lines: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    objects = CheckInSummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "check-in summaries"
        indexes = [models.Index(fields=["value_stream", "-ended_at"], name="check_in_summaries_newest")]

    def __str__(self) -> str:
        return f"Check-in of {self.value_stream} on {self.ended_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{self.value_stream.get_absolute_url()}check-in/{self.uuid}/"


class MailKind(models.TextChoices):
    REMINDER = "reminder", "reminders of check-ins"
    DIGEST = "digest", "the weekly digest"
    SUMMARY = "summary", "summaries of check-ins"


class Outcome(models.TextChoices):
    SENT = "sent", "sent"
    NOTHING = "nothing", "nothing to say any more"


class Sending(Identified):
    """One mail to one member, once: nobody gets a second one of the same kind and period.

    It is handed to the mail server and marked as ended in one transaction that locks the row, so the lock of a worker
    that dies goes with it, and the next look sends the mail.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="sendings")
    kind = models.CharField(max_length=10, choices=MailKind)
    period = models.CharField(max_length=40, help_text="A day, an ISO week, or the summary it is about")
    summary = models.ForeignKey(CheckInSummary, models.CASCADE, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="That failed")
    tried_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True, help_text="Its one-click link was used")

    objects = SendingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "membership", "kind", "period"], name="sent_once")
        ]
        indexes = [
            models.Index(fields=["planned_at"], condition=models.Q(outcome=""), name="sendings_to_do"),
            models.Index(fields=["membership", "planned_at"], name="sendings_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} to {self.membership}"

    def end(self, outcome: Outcome, *, now: datetime) -> None:
        self.outcome, self.ended_at = outcome, now
        self.save(update_fields=["outcome", "ended_at"])
