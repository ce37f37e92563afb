"""Statuses that a stream's items were in and that nobody has mapped yet."""

from django.db.models import Count, Exists, OuterRef

from okrflow.value_streams.models import Stage, ValueStream
from okrflow.work_items.models import Interval


def unmapped_statuses(value_stream: ValueStream) -> list[tuple[str, int]]:
    """Names of the stream's statuses without a flow state, with the number of items ever in them; most first.

    One query over the stream's intervals.
    """
    mapped = Stage.objects.filter(value_stream=value_stream, status=OuterRef("status"))
    counted = (
        Interval.objects.filter(~Exists(mapped), value_stream=value_stream)
        .values_list("status__name")
        .annotate(items=Count("work_item", distinct=True))
        .order_by("-items", "status__name")
    )
    return list(counted)
