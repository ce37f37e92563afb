"""The plan of a value stream: what is delivered, in which order, and by when. It is no OKR and changes none."""

from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from okrflow.okrs.models import KeyResult
from okrflow.organisations.models import Organisation
from okrflow.plans.querysets import PlanEntryQuerySet, PlannedItemQuerySet
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import WorkItem


class PlanEntryState(models.TextChoices):
    PLANNED = "planned", "planned"
    CANCELLED = "cancelled", "cancelled"


@pghistory.track()
class PlanEntry(Identified, Timestamped):
    """Something that a stream means to deliver. With a period [from_on, to_on) it is a commitment."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="plan_entries")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="plan_entries", db_index=False)
    title = models.CharField(max_length=200)
    note = models.TextField(max_length=5000, blank=True)
    order = models.PositiveIntegerField(help_text="Its place in the stream's plan, each once")
    from_on = models.DateField("committed from", null=True, blank=True)
    to_on = models.DateField(
        "committed to", null=True, blank=True, help_text="The first day that is no longer in the period"
    )
    committed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its period was written last"
    )
    state = models.CharField(max_length=10, choices=PlanEntryState, default=PlanEntryState.PLANNED)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    work_items = models.ManyToManyField(WorkItem, through="PlannedItem", related_name="plan_entries")
    bets = models.ManyToManyField(KeyResult, through="Bet", related_name="plan_entries")
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Grows with every change but moves"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PlanEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "plan entries"
        constraints = [
            models.UniqueConstraint(
                fields=["value_stream", "order"],
                name="plan_entry_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(from_on=None, to_on=None)
                | models.Q(from_on__isnull=False, to_on__isnull=False, to_on__gt=models.F("from_on")),
                name="plan_entry_period_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True) | models.Q(committed_at__isnull=False),
                name="plan_entry_committed_at_its_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PlanEntryState.PLANNED, cancelled_at=None)
                | models.Q(state=PlanEntryState.CANCELLED, cancelled_at__isnull=False),
                name="plan_entry_cancelled_at_its_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["value_stream", "from_on", "to_on"],
                condition=models.Q(from_on__isnull=False),
                name="plan_entries_committed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.value_stream.get_absolute_url()}plan/{self.uuid}/"

    @property
    def cancelled(self) -> bool:
        return self.state == PlanEntryState.CANCELLED

    @property
    def last_on(self) -> date | None:
        """The last day of the period committed to."""
        return self.to_on and self.to_on - timedelta(days=1)

    @property
    def written_afterwards(self) -> bool:
        """Whether its period was written only after the period's first day."""
        if self.from_on is None or self.committed_at is None:
            return False
        return today(self.organisation, now=self.committed_at) > self.from_on

    def begun_on(self, day: date) -> bool:
        """Whether the period committed to had begun by that day: from then on it counts for predictability."""
        return self.from_on is not None and self.from_on <= day


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class PlannedItem(Identified):
    """A work item of a plan entry; one item may be in several."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    plan_entry = models.ForeignKey(PlanEntry, models.CASCADE, related_name="planned_items", db_index=False)
    work_item = models.ForeignKey(WorkItem, models.CASCADE, related_name="planned_items")
    linked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlannedItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan_entry", "work_item"], name="planned_item_once")]

    def __str__(self) -> str:
        return f"{self.work_item} of {self.plan_entry}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class Bet(Identified):
    """What a plan entry is hoped to move. Nothing is computed from it, and cancelling the entry changes no key result."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    plan_entry = models.ForeignKey(PlanEntry, models.CASCADE, related_name="+", db_index=False)
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan_entry", "key_result"], name="bet_once")]

    def __str__(self) -> str:
        return f"{self.plan_entry}, a bet on {self.key_result}"
