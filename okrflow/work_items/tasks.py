"""Background work on work items."""

from celery import shared_task

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.refresh import refresh_stream


@shared_task
def refresh(value_stream_id: int) -> None:
    """Bring a stream up to date; nothing to do is fine, so a repeated or late message costs time only."""
    value_stream = ValueStream.objects.filter(pk=value_stream_id).first()
    if value_stream is not None:
        refresh_stream(value_stream)
