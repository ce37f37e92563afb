"""Background work of imports."""

from celery import shared_task

from okrflow.integrations import services
from okrflow.jobs.services import running


@shared_task
def import_work_items(job_id: int) -> None:
    with running(job_id) as run:
        if run is not None:
            services.carry_out(job=job_id, run=run)
