"""Background work on experiments."""

from celery import shared_task
from django.utils import timezone

from okrflow.experiments.services import measure_experiments


@shared_task
def measure(value_stream_ids: list[int] | None = None) -> None:
    """Measure the experiments of these streams, or, nightly, of all; a repeated message costs time only."""
    measure_experiments(value_stream_ids=value_stream_ids, now=timezone.now())
