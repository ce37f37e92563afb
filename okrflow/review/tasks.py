"""Background work of the review."""

from celery import shared_task
from django.utils import timezone

from okrflow.review.services import run_wanted, want_all
from okrflow.review.services.runs import wake_wanted


@shared_task
def run(organisation_id: int) -> None:
    """Review an organisation, if that is wanted; a repeated message costs a query."""
    run_wanted(organisation_id=organisation_id, now=timezone.now())


@shared_task
def want_runs() -> None:
    """Nightly: every organisation."""
    want_all()


@shared_task
def find_wanted() -> None:
    """Every minute: wake what is wanted in the database, whether or not its message was lost."""
    wake_wanted()
