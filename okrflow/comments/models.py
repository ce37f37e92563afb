"""Comments, and whom they mention."""

from datetime import datetime, timedelta
from typing import Final

import pghistory
from django.conf import settings
from django.db import models

from okrflow.comments.querysets import CommentQuerySet
from okrflow.okrs.models import CheckIn, KeyResult, Objective
from okrflow.okrs.models.fields import person
from okrflow.organisations.models import Organisation
from okrflow.proposals.models import Proposal
from okrflow.web.models import Identified

EDITABLE_FOR: Final = timedelta(minutes=15)
SUBJECTS: Final = ("objective", "key_result", "check_in", "proposal")


def _one_subject() -> models.Q:
    """Exactly one of the subjects is given."""
    wanted = models.Q()
    for name in SUBJECTS:
        others = {f"{other}__isnull": True for other in SUBJECTS if other != name}
        wanted |= models.Q(**{f"{name}__isnull": False}, **others)
    return wanted


@pghistory.track()
class Comment(Identified):
    """What somebody says of an OKR, a check-in or a proposal, in Markdown; a deleted one keeps its place, empty."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="comments")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, blank=True, related_name="comments")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, blank=True, related_name="comments")
    check_in = models.ForeignKey(CheckIn, models.CASCADE, null=True, blank=True, related_name="comments")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="comments")
    text = models.TextField(max_length=5000, blank=True)
    created_at = models.DateTimeField()
    created_by = person()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_subject(), name="comment_has_one_subject"),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(deleted_at__isnull=False),
                name="comment_says_something",
            ),
        ]
        indexes = [models.Index(fields=[name, "created_at"], name=f"comments_of_{name}") for name in SUBJECTS]

    def __str__(self) -> str:
        return f"Comment of {self.created_at:%Y-%m-%d}"

    @property
    def subject(self) -> Objective | KeyResult | CheckIn | Proposal:
        found = self.objective or self.key_result or self.check_in or self.proposal
        assert found is not None
        return found

    def get_absolute_url(self) -> str:
        return f"{self.subject.get_absolute_url()}#comment-{self.uuid}"

    def editable_at(self, now: datetime) -> bool:
        """Whether its author may still change it."""
        return self.deleted_at is None and now < self.created_at + EDITABLE_FOR


class Mention(models.Model):
    """A comment names somebody who can see it; it waits for them until they have seen it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mentioned_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="mentions_unseen")]

    def __str__(self) -> str:
        return f"{self.user} in {self.comment}"
