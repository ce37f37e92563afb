"""Comments in the admin: looked at, but for those on team metrics, which are their stream's own (ownership, rule 14)."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.comments.models import Comment, Mention
from okrflow.metrics.models import MetricKind
from okrflow.web.admin import ReadOnly, audit


def _not_of_team(key_result: str) -> Q:
    return Q(**{f"{key_result}__metric": None}) | ~Q(**{f"{key_result}__metric__kind": MetricKind.TEAM})


TOLD = _not_of_team("key_result") & _not_of_team("check_in__key_result")

audit(Comment, told=TOLD)


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "created_by", "objective", "proposal", "deleted_at")
    list_select_related = ("organisation", "created_by", "objective", "proposal")
    search_fields = ("created_by__email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(TOLD)


@admin.register(Mention)
class MentionAdmin(ReadOnly):
    list_display = ("comment", "user", "seen_at")
    list_select_related = ("comment", "user")
    search_fields = ("user__email__istartswith",)
    ordering = ("-pk",)
