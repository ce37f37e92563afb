"""Background work of the what-if."""

from celery import shared_task
from django.utils import timezone

from okrflow.jobs.services import running
from okrflow.what_if.simulating import carry_out


@shared_task
def simulate_scenario(job_id: int) -> None:
    with running(job_id) as run:
        if run is not None:
            carry_out(job=job_id, run=run, now=timezone.now())
