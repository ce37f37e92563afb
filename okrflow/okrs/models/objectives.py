"""Objectives, who proposed and accepted them, how they ended, and the counter of permanent keys."""

import pghistory
from django.conf import settings
from django.db import models

from okrflow.okrs.models.cycles import Cycle
from okrflow.okrs.models.fields import person, short_key, value_field
from okrflow.okrs.querysets import ObjectiveQuerySet
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


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


class Grade(models.TextChoices):
    """How an objective or a key result ended; the first four are those of `okrflow.okrs.scoring`."""

    MET = "met", "met"
    REACHED = "reached", "reached"
    PROGRESS = "progress", "progress"
    MISSED = "missed", "missed"
    DROPPED = "dropped", "dropped"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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
    created_by = person()
    also_admin = models.BooleanField(
        default=False, help_text="Written by a member of the stream who was an administrator, too"
    )
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = person()

    # of one that came as a proposal
    proposed_by = person()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = person()
    accepted_unchanged = models.BooleanField(null=True, blank=True)

    # of a link that the parent's owner does not count
    support_refused_at = models.DateTimeField(null=True, blank=True)
    support_refused_by = person()

    # of a closed one: what it came to by its score, and what people said instead
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person()
    closed_why = models.TextField(
        max_length=2000, blank=True, help_text="Why it was closed before its cycle's end, or dropped"
    )
    closed_score = value_field(null=True, blank=True)
    grade = models.CharField(max_length=10, choices=Grade, blank=True)
    grade_given = models.CharField(max_length=10, choices=Grade, blank=True)
    grade_reason = models.TextField(max_length=2000, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="objective_key_once"),
            models.CheckConstraint(
                condition=models.Q(grade_given="") | ~models.Q(grade_reason=""),
                name="grade_given_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "cycle", "rank"], name="objectives_of_cycle")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/objectives/{self.uuid}/"

    @property
    def is_draft(self) -> bool:
        return self.state == ObjectiveState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == ObjectiveState.PUBLISHED

    @property
    def is_closed(self) -> bool:
        return self.state == ObjectiveState.CLOSED

    @property
    def is_dropped(self) -> bool:
        """Closed without a score, as its stream was."""
        return self.grade == Grade.DROPPED

    @property
    def final_grade(self) -> str:
        """What people said, else what the score came to; empty before the closing."""
        return self.grade_given or self.grade

    @property
    def from_above(self) -> bool:
        """Proposed to the stream, or written by a member who was an administrator, too (ownership, rules 2 and 8)."""
        return self.value_stream_id is not None and (self.proposed_by_id is not None or self.also_admin)


@pghistory.track()
class Retrospective(Identified, Timestamped):
    """What a closed objective taught: the three questions of a cycle's end."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    objective = models.OneToOneField(Objective, models.CASCADE, related_name="retrospective")
    learnt = models.TextField("what did we learn", max_length=5000, blank=True)
    experiment_showed = models.TextField("what did the experiment show", max_length=5000, blank=True)
    changes_next = models.TextField("what changes next", max_length=5000, blank=True)
    written_by = person()

    def __str__(self) -> str:
        return f"Retrospective of {self.objective}"


@pghistory.track()
class ObjectiveTransfer(Identified):
    """The offer of an objective to another stream, whose lead takes it or not; until then nothing changes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="transfers")
    from_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="+")
    to_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="offered_objectives")
    note = models.TextField(max_length=2000, blank=True)
    offered_at = models.DateTimeField()
    offered_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    accepted = models.BooleanField(null=True, blank=True, help_text="Empty: no answer yet, or withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective"], condition=models.Q(answered_at=None), name="one_open_transfer_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.objective} to {self.to_stream}"


class ObjectiveDraft(Identified):
    """What somebody is typing into the form of an objective, saved as they type; seen by nobody who may not see the
    stream's drafts. `content` are the fields of the form as text. Without `objective` it is for a new one of the stream,
    or, without that, of the organisation. `base_version` is the version of the objective that was read before writing."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, blank=True, related_name="drafts")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, null=True, blank=True, related_name="+")
    content = models.JSONField(default=dict)
    base_version = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every change")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "author", "objective", "value_stream"],
                nulls_distinct=False,
                name="one_draft_an_author",
            )
        ]

    def __str__(self) -> str:
        return f"Draft by {self.author}"
