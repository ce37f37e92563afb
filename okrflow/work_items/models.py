"""Work items, their histories, and what is derived from them.

The truth is `Event`. `ItemFacts`, `Interval`, `FlowDay` and `StageDay` are derived by a refresh
(`okrflow.work_items.refresh`) and equal at any time those of a rebuild from nothing; no foreign key of theirs costs
a check while a million rows are written.
"""

from django.db import models

from okrflow.flow import Kind as FlowKind
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import FlowState, Status, ValueStream
from okrflow.web.models import Identified, Timestamped
from okrflow.work_items.querysets import StaleItemQuerySet, WorkItemQuerySet


class Kind(models.IntegerChoices):
    """What an item is; the numbers are those of `okrflow.flow.Kind`."""

    FEATURE = FlowKind.FEATURE.value, "feature"
    DEFECT = FlowKind.DEFECT.value, "defect"
    RISK = FlowKind.RISK.value, "risk"
    DEBT = FlowKind.DEBT.value, "debt"


IN_PROGRESS = (FlowState.ACTIVE.value, FlowState.WAITING.value)
"""The flow states in which an item counts as in progress."""


def derived(to: type[models.Model]) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """A derived link: no database constraint and no index of its own."""
    return models.ForeignKey(
        to,
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class WorkItem(Identified, Timestamped):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="work_items", db_index=False)
    source = models.CharField(max_length=60, help_text="The tool it comes from")
    external_id = models.CharField(max_length=200, help_text="Its permanent id there")
    key = models.CharField(max_length=200, help_text="What people call it, like POL-812")
    title = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        help_text="The item of the same tool that it is a part of",
    )

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "external_id"], name="work_item_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "key"], name="work_items_by_key"),
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="work_items_by_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/items/{self.uuid}/"


class ItemFacts(models.Model):
    """What is true of one item (section 2 of "How we count"), and how its last event left it.

    A table of its own, so that a refresh never touches, locks or waits for the rows that people and importers write.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    work_item = models.OneToOneField(
        WorkItem, models.CASCADE, primary_key=True, related_name="facts", db_constraint=False
    )

    value_stream = derived(ValueStream)
    status = derived(Status)
    kind = models.PositiveSmallIntegerField(choices=Kind, null=True, editable=False)
    state = models.PositiveSmallIntegerField(choices=FlowState, null=True, editable=False)
    since_at = models.DateTimeField(null=True, editable=False)

    started_at = models.DateTimeField(null=True, editable=False)
    started_stream = derived(ValueStream)
    started_kind = models.PositiveSmallIntegerField(choices=Kind, null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    finished_stream = derived(ValueStream)
    finished_kind = models.PositiveSmallIntegerField(choices=Kind, null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_stream = derived(ValueStream)
    cancelled_kind = models.PositiveSmallIntegerField(choices=Kind, null=True, editable=False)
    reopened_at = models.DateTimeField(null=True, editable=False)
    reopened_stream = derived(ValueStream)
    reopened_kind = models.PositiveSmallIntegerField(choices=Kind, null=True, editable=False)
    reopened = models.PositiveIntegerField("times reopened", default=0, editable=False)
    flow_microseconds = models.BigIntegerField(null=True, editable=False)
    active_microseconds = models.BigIntegerField(null=True, editable=False)
    working_flow_microseconds = models.BigIntegerField(null=True, editable=False)
    working_active_microseconds = models.BigIntegerField(null=True, editable=False)
    measurable = models.BooleanField(default=False, editable=False)
    never_in_progress = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name_plural = "item facts"
        indexes = [
            models.Index(fields=["value_stream", "state"], name="facts_held"),
            models.Index(
                fields=["finished_stream", "finished_at"],
                include=[
                    "flow_microseconds",
                    "active_microseconds",
                    "working_flow_microseconds",
                    "working_active_microseconds",
                    "finished_kind",
                    "measurable",
                ],
                condition=models.Q(finished_at__isnull=False),
                name="facts_finished",
            ),
            models.Index(
                fields=["started_stream", "started_at"],
                include=["started_kind"],
                condition=models.Q(started_at__isnull=False),
                name="facts_started",
            ),
            models.Index(
                fields=["cancelled_stream", "cancelled_at"],
                condition=models.Q(cancelled_at__isnull=False),
                name="facts_cancelled",
            ),
            models.Index(
                fields=["reopened_stream", "reopened_at"],
                condition=models.Q(reopened_at__isnull=False),
                name="facts_reopened",
            ),
        ]

    def __str__(self) -> str:
        return f"Facts of {self.work_item}"


class Event(models.Model):
    """One change of a work item: the whole of what may change, valid from `at` on. Append-only.

    Hash-partitioned by organisation; PostgreSQL's key is (organisation, id), which Django need not know.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    work_item = models.ForeignKey(WorkItem, models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0, help_text="Breaks ties between events at one instant")
    value_stream = models.ForeignKey(
        ValueStream, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.ForeignKey(Status, models.PROTECT, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)

    def __str__(self) -> str:
        return f"{self.work_item} at {self.at:%Y-%m-%d %H:%M}"


class Interval(models.Model):
    """A stretch of time in which an item's stream, status and kind stayed the same: [began, ended).

    PostgreSQL's key is (work item, began at); it keeps no index of the id, which costs more to write than it is worth.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    work_item = models.ForeignKey(
        WorkItem, models.CASCADE, related_name="intervals", db_constraint=False, db_index=False
    )
    value_stream = models.ForeignKey(
        ValueStream, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    status = models.ForeignKey(Status, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    state = models.PositiveSmallIntegerField(choices=FlowState)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    visit_began_at = models.DateTimeField()
    ends_visit = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work_item", "began_at"], name="interval_once")]
        indexes = [
            models.Index(
                fields=["value_stream", "ended_at"],
                condition=models.Q(state__in=IN_PROGRESS),
                name="intervals_in_progress",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_item} from {self.began_at:%Y-%m-%d}"


class DayRollup(models.Model):
    """A day's crossings in a stream, of one kind or (`kind` 4) of all kinds together.

    A row says what the day adds, not where the load stands, so that one item's change touches only the days on
    which it crosses: load at the end of a day = the running sum of entered - left; item-microseconds of a day =
    load before it x its length + `microseconds`.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    value_stream = models.ForeignKey(
        ValueStream, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    day = models.IntegerField(help_text="Days since 1 January 1970, of the organisation's time zone")
    kind = models.PositiveSmallIntegerField(choices=[*Kind.choices, (4, "all")])
    entered = models.BigIntegerField()
    left = models.BigIntegerField()
    microseconds = models.BigIntegerField()

    class Meta:
        abstract = True


class FlowDay(DayRollup):
    arrivals = models.BigIntegerField()
    finished = models.BigIntegerField()
    cancelled = models.BigIntegerField()
    reopened = models.BigIntegerField()
    measured = models.BigIntegerField()
    flow_microseconds = models.BigIntegerField(help_text="Of the measurable items finished")
    active_microseconds = models.BigIntegerField(help_text="Of the measurable items finished")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value_stream", "day", "kind"], name="flow_day_once")]

    def __str__(self) -> str:
        return f"{self.value_stream} on day {self.day}"


class StageDay(DayRollup):
    status = models.ForeignKey(Status, models.CASCADE, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value_stream", "day", "status", "kind"], name="stage_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.status} of {self.value_stream} on day {self.day}"


class StaleItem(models.Model):
    """Something a stream's derived rows do not yet show: one item, or, without an item, the whole stream.

    Rows are only added (in the transaction of the change; by the refresh for an event of the future that it met) and
    deleted (by the refresh that read them).
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="+", db_index=False)
    work_item = models.ForeignKey(WorkItem, models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: at once; else the instant of an event in the future"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = StaleItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["value_stream", "due_at"], name="stale_of_stream"),
            models.Index(fields=["due_at"], name="stale_due"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item or 'all'} of {self.value_stream}"
