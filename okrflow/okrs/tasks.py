"""Background work on OKRs."""

from celery import shared_task
from django.utils import timezone

from okrflow.okrs.services.closing import refresh_closings


@shared_task
def refresh_closed(metric_ids: list[int] | None = None) -> None:
    """Let what was entered in a grace period count: for these metrics, or, every hour, for all; repeated, it costs time."""
    refresh_closings(now=timezone.now(), metric_ids=metric_ids)
