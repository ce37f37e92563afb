"""Background work in the admin: how it goes, stop it, start it again."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from okrflow.jobs.ledger import SILENT_AFTER
from okrflow.jobs.models import Job, JobState
from okrflow.jobs.services import request_cancel, restart_lost
from okrflow.web.admin import ReadOnly


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = (
        "created_at",
        "organisation",
        "task",
        "state",
        "percent",
        "step",
        "attempts",
        "created_by",
    )
    list_filter = ("state",)
    list_select_related = ("organisation", "created_by")
    search_fields = ("=uuid", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (
        *list_display,
        "problem",
        "result_url",
        "result_api_url",
        "cancel_requested_at",
        "heartbeat_at",
        "updated_at",
        "uuid",
    )
    actions = ("cancel", "start_again")

    @admin.display(description="progress")
    def percent(self, job: Job) -> str:
        return f"{job.progress:.0%}"

    @admin.action(description="Cancel them", permissions=["operate"])
    def cancel(self, request: HttpRequest, queryset: "QuerySet[Job]") -> None:
        for job in queryset:
            request_cancel(job=job)
        self.message_user(request, "They stop within seconds.", messages.SUCCESS)

    @admin.action(description="Start them again, if they failed or were cancelled", permissions=["operate"])
    @transaction.atomic
    def start_again(self, request: HttpRequest, queryset: "QuerySet[Job]") -> None:
        """They are queued as if their message were lost, which sends it anew; every task bears a second start."""
        ended = queryset.filter(state__in=[JobState.FAILED, JobState.CANCELLED])
        again = Job.objects.filter(pk__in=list(ended.values_list("pk", flat=True)[:1000])).update(
            state=JobState.QUEUED,
            attempts=0,
            progress=0,
            problem=None,
            cancel_requested_at=None,
            heartbeat_at=timezone.now() - 2 * SILENT_AFTER,
            updated_at=timezone.now(),
        )
        restart_lost()
        self.message_user(request, f"{again} jobs are queued again.", messages.SUCCESS)
