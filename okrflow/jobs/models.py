"""Long work that people wait for: one row each, with its progress; the worker only carries it out."""

from django.conf import settings
from django.db import models

from okrflow.jobs.querysets import JobQuerySet
from okrflow.organisations.models import Organisation
from okrflow.web.models import Identified, Timestamped


class JobState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class Job(Identified, Timestamped):
    """One piece of background work. `task` is the Celery task that does it, given the job's id.

    A running job proves that it lives by `heartbeat_at`; one that fell silent is started again, so a task must
    come to the same end however often it starts.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="jobs")
    task = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.FloatField(default=0.0, help_text="0 to 1")
    step = models.CharField(max_length=200, blank=True, help_text="What it is doing, for people")
    result_url = models.CharField(max_length=300, blank=True)
    result_api_url = models.CharField(max_length=300, blank=True, help_text="The same for programs")
    problem = models.JSONField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "created_at"], name="jobs_list"),
            models.Index(
                fields=["heartbeat_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"

    @property
    def ended(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
