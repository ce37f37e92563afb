"""Proposals with their versions: what others than its own people would like a stream, or the organisation, to aim at."""

from datetime import date
from typing import Any

import pghistory
from django.db import models

from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.models.fields import person
from okrflow.organisations.models import Organisation
from okrflow.proposals.querysets import ProposalQuerySet, ProposalVersionQuerySet
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


class ProposalState(models.TextChoices):
    """Where a proposal stands; "unanswered" follows from its cycle's end and is never stored."""

    OPEN = "open", "open"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"
    UNANSWERED = "unanswered", "unanswered"


STORED = [state for state in ProposalState if state != ProposalState.UNANSWERED]


@pghistory.track()
class Proposal(Identified, Timestamped):
    """An objective put to a stream, or, without one, to the organisation; never a draft of theirs (ownership, rule 8).

    With `objective` it is a change of that published objective (rule 9). What it says is in its versions; `version` is
    the number of the one that stands, `title` and `cycle` are that one's. It is never accepted by silence.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="proposals")
    value_stream = models.ForeignKey(
        ValueStream,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="Empty: put to the organisation",
    )
    objective = models.ForeignKey(
        Objective,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposed_changes",
        help_text="The published objective that it changes; empty: a new one",
    )
    title = models.CharField(max_length=200)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False, help_text="The version that stands")
    proposed_by = person()
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in STORED],
        default=ProposalState.OPEN,
    )
    waits_since = models.DateTimeField(help_text="When the version that stands was written")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    reason = models.TextField(max_length=2000, blank=True, help_text="Why it was declined")
    accepted_as = models.ForeignKey(
        Objective,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="accepted_from",
        help_text="The copy that the stream made its own",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", answered_at=None)
                | ~models.Q(state="open") & models.Q(answered_at__isnull=False),
                name="proposal_answer_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""),
                name="declined_proposal_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "value_stream", "state"], name="proposals_of_stream")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/o/{self.organisation.slug}/proposals/{self.uuid}/"

    def clean_words(self) -> None:
        """Raise ValidationError for texts that can't be kept."""
        self.clean_fields(exclude=[field.name for field in self._meta.fields if field.is_relation])

    @property
    def is_change(self) -> bool:
        return self.objective_id is not None

    def state_on(self, day: date) -> ProposalState:
        """Open ones stay unanswered once their cycle is over."""
        ended = self.state == ProposalState.OPEN and day >= self.cycle.ends_on
        return ProposalState.UNANSWERED if ended else ProposalState(self.state)


@pghistory.track(exclude=["content", "before"])
class ProposalVersion(Identified):
    """What a proposal says, as it was written; never changed afterwards.

    `content` is what `okrflow.proposals.content` reads. `before` is what the objective said when a change of it was
    proposed: only what differs between the two is proposed.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField()
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True, help_text="What it is for, or what is new in it")
    written_at = models.DateTimeField()
    written_by = person()

    objects = ProposalVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}, version {self.number}"
