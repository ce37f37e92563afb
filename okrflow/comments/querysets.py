"""Reading comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models

if TYPE_CHECKING:
    from okrflow.comments.models import Comment
    from okrflow.organisations.models import Organisation

FIELDS: Final = {
    "objective": "objective",
    "keyresult": "key_result",
    "checkin": "check_in",
    "proposal": "proposal",
}


def field_of(subject: Any) -> str:
    """The field of a comment that such a subject stands in."""
    return FIELDS[subject._meta.model_name]


class CommentQuerySet(models.QuerySet["Comment"]):
    def for_organisation(self, organisation: Organisation) -> CommentQuerySet:
        return self.filter(organisation=organisation)

    def on(self, subject: Any) -> CommentQuerySet:
        """Of an objective, a key result, a check-in or a proposal."""
        return self.filter(**{field_of(subject): subject})

    def with_names(self) -> CommentQuerySet:
        return self.select_related("created_by").prefetch_related("mentions__user")

    def with_subjects(self) -> CommentQuerySet:
        return self.select_related(
            "organisation",
            "objective__organisation",
            "objective__value_stream",
            "key_result__organisation",
            "key_result__metric",
            "key_result__objective__value_stream",
            "check_in__key_result__organisation",
            "check_in__key_result__metric",
            "check_in__key_result__objective__value_stream",
            "proposal__organisation",
            "proposal__value_stream",
        )

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("created_at", "pk")
