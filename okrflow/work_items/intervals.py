"""Stored intervals as the arithmetic reads them."""

from collections.abc import Sequence
from typing import Final

from okrflow.flow import Intervals
from okrflow.work_items import binary_copy

_COLUMNS: Final = {
    "item": "bigint",
    "stream": "bigint",
    "status": "bigint",
    "state": "smallint",
    "kind": "smallint",
    "began": "timestamptz",
    "ended": "timestamptz",
    "visit_began": "timestamptz",
    "ends_visit": "boolean",
}


def intervals_where(condition: str, parameters: Sequence[object]) -> Intervals:
    """The stored intervals that fit a condition in SQL, by item and time. PostgreSQL's infinity is the arithmetic's OPEN."""
    return Intervals(
        **binary_copy.read(
            "SELECT work_item_id, value_stream_id, status_id, state, kind, began_at,"
            " coalesce(ended_at, 'infinity'), visit_began_at, ends_visit FROM work_items_interval"
            f" WHERE {condition} ORDER BY work_item_id, began_at",
            _COLUMNS,
            parameters,
        )
    )
