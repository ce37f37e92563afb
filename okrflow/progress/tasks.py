"""Background work on progress pages, and the minutely look for whatever is due."""

from celery import shared_task
from django.utils import timezone

from okrflow.progress.services import render_next, want_outdated
from okrflow.work_items import stale


@shared_task
def render(organisation_id: int) -> None:
    """Render one of the organisation's pages that are wanted; nothing to do is fine."""
    render_next(organisation_id=organisation_id)


@shared_task
def find_due_work() -> None:
    """Every minute: wake what is due in the database, whether or not its message was lost."""
    now = timezone.now()
    stale.wake(stale.due_streams(now=now))
    want_outdated(now=now)
