"""The one door for background work that people wait for: start it, carry it out, cancel it, start it again."""

from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from okrflow.jobs.ledger import SILENT_AFTER
from okrflow.jobs.models import Job, JobState
from okrflow.jobs.problems import Cancelled, JobProblem, TakenOver
from okrflow.jobs.runs import Run, running
from okrflow.organisations.models import Organisation

__all__ = [
    "Cancelled",
    "JobProblem",
    "Run",
    "TakenOver",
    "request_cancel",
    "restart_lost",
    "running",
    "start",
]


@transaction.atomic
def start(
    *, organisation: Organisation, task: str, user: Any, result_url: str = "", result_api_url: str = ""
) -> Job:
    """Make a job and queue its Celery task, by name and with the job's id, when the transaction commits.

    `result_url` is where people find what came of it, `result_api_url` where programs do, if they have a place of theirs.
    """
    job = Job.objects.create(
        organisation=organisation,
        task=task,
        created_by=user,
        result_url=result_url,
        result_api_url=result_api_url,
    )
    _send_on_commit(job)
    return job


def _send_on_commit(job: Job) -> None:
    """A broker that is down costs time only: `restart_lost` sends the message again."""
    transaction.on_commit(lambda: current_app.send_task(job.task, args=[job.pk], retry=False), robust=True)


@transaction.atomic
def request_cancel(*, job: Job) -> None:
    """Ask a job to stop. One that has not begun is cancelled at once; a running one stops within seconds."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, cancel_requested_at=None).update(
        cancel_requested_at=Now()
    )
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested_at=Now(), updated_at=Now()
    )


@transaction.atomic
def restart_lost() -> int:
    """Send the messages of jobs again that are queued for long or fell silent while running; how many they were.

    A message too many does nothing: the claim decides. A waiting job is marked, so that it is sent once in each
    period of silence.
    """
    silent = list(Job.objects.lost(since=timezone.now() - SILENT_AFTER).select_for_update(skip_locked=True))
    for job in silent:
        _send_on_commit(job)
    waiting = [job.pk for job in silent if job.state == JobState.QUEUED]
    Job.objects.filter(pk__in=waiting).update(heartbeat_at=Now())
    return len(silent)
