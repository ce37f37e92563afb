"""The book of what is due: rows are added with a change, in its transaction, and read by the refresh."""

from collections.abc import Collection, Iterable
from datetime import datetime

from celery import current_app
from django.db import connection, transaction

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.models import StaleItem

REFRESH_TASK = "okrflow.work_items.tasks.refresh"


def mark_items(*, organisation: Organisation, due: Iterable[tuple[int, int]]) -> None:
    """Mark (stream id, item id) as due, and wake the refresh of these streams."""
    rows = [
        StaleItem(organisation=organisation, value_stream_id=stream, work_item_id=item)
        for stream, item in due
    ]
    StaleItem.objects.bulk_create(rows, batch_size=5000)
    wake({row.value_stream_id for row in rows})


def mark_streams(value_streams: Iterable[ValueStream]) -> None:
    """Mark whole streams: all that is derived for them is to be built anew."""
    rows = [
        StaleItem(organisation_id=stream.organisation_id, value_stream=stream) for stream in value_streams
    ]
    StaleItem.objects.bulk_create(rows)
    wake({row.value_stream_id for row in rows})


def rows_of(items: Iterable[int]) -> list[int]:
    """The ids of all rows of these items. One query, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM work_items_staleitem WHERE work_item_id = ANY(%s::bigint[])", [list(items)]
        )
        return [row for (row,) in cursor.fetchall()]


def settle(rows: Collection[int]) -> None:
    """Delete exactly these rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM work_items_staleitem WHERE id = ANY(%s::bigint[])", [list(rows)])


def wake(stream_ids: Collection[int]) -> None:
    """Queue a refresh of each stream on commit. Should the message be lost, the minutely look finds the rows."""

    def send() -> None:
        for stream_id in sorted(stream_ids):
            current_app.send_task(REFRESH_TASK, [stream_id])

    if stream_ids:
        transaction.on_commit(send, robust=True)


def due_streams(*, now: datetime) -> list[int]:
    """The ids of the streams with anything due."""
    due = StaleItem.objects.due(now=now).order_by("value_stream_id")
    return list(due.values_list("value_stream_id", flat=True).distinct())


def is_up_to_date(value_stream_ids: Collection[int], *, now: datetime) -> bool:
    """Whether nothing is due for any of the streams. One query."""
    return not StaleItem.objects.due(now=now).filter(value_stream_id__in=value_stream_ids).exists()
