"""Comparing what is stored with a rebuild from nothing, without changing anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.models import FlowDay, Interval, ItemFacts, StageDay
from okrflow.work_items.refresh import rebuild_stream, refresh_stream

Rows = dict[str, set[tuple[object, ...]]]
_IGNORED = {"id", "uuid", "created_at", "updated_at"}


def differences(value_stream: ValueStream, *, now: datetime) -> dict[str, int]:
    """By table, how many rows of a stream differ between what is stored, once up to date, and a rebuild."""
    refresh_stream(value_stream, now=now)
    stored = _rows(value_stream)
    with _undone():
        rebuild_stream(value_stream, now=now)
        rebuilt = _rows(value_stream)
    return {table: len(stored[table] ^ rebuilt[table]) for table in stored}


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows(value_stream: ValueStream) -> Rows:
    items = Interval.objects.filter(value_stream=value_stream).values("work_item_id")
    querysets = {
        "facts": ItemFacts.objects.filter(work_item__in=items),
        "intervals": Interval.objects.filter(value_stream=value_stream),
        "days": FlowDay.objects.filter(value_stream=value_stream),
        "days of stages": StageDay.objects.filter(value_stream=value_stream),
    }
    rows: Rows = {}
    for table, queryset in querysets.items():
        names = [
            field.attname for field in queryset.model._meta.concrete_fields if field.name not in _IGNORED
        ]
        rows[table] = set(queryset.values_list(*names))
    return rows
