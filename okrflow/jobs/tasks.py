"""Background work on background work."""

from celery import shared_task

from okrflow.jobs import services


@shared_task
def restart_lost_jobs() -> None:
    """Every 20 seconds: start again what was lost with a message or a worker."""
    services.restart_lost()
