"""Background work of imports of OKRs."""

from celery import shared_task

from okrflow.jobs.services import running
from okrflow.okr_imports import services


@shared_task
def import_okrs(job_id: int) -> None:
    with running(job_id) as run:
        if run is not None:
            services.carry_out(job=job_id, run=run)
