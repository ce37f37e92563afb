"""What a refresh reads."""

from collections.abc import Collection, Sequence

import numpy as np

from okrflow.flow import Events, Intervals, StateMap
from okrflow.value_streams.models import Stage
from okrflow.work_items import binary_copy
from okrflow.work_items.intervals import intervals_where

_EVENT = {"item": "bigint", "at": "timestamptz", "stream": "bigint", "status": "bigint", "kind": "smallint"}


def items_ever_in(organisation_id: int, stream_id: int) -> list[int]:
    """The ids of the items that a stream holds or held, by their events or by what is stored of them."""
    columns = binary_copy.read(
        "SELECT DISTINCT work_item_id FROM work_items_event WHERE organisation_id = %s AND value_stream_id = %s"
        " UNION SELECT work_item_id FROM work_items_interval WHERE value_stream_id = %s",
        {"item": "bigint"},
        [organisation_id, stream_id, stream_id],
    )
    return sorted(columns["item"].tolist())


def events_of(organisation_id: int, items: Sequence[int]) -> Events:
    """The whole histories of items, in order."""
    return Events(
        **binary_copy.read(
            "SELECT work_item_id, at, coalesce(value_stream_id, 0), status_id, kind FROM work_items_event"
            " WHERE organisation_id = %s AND work_item_id = ANY(%s::bigint[]) ORDER BY work_item_id, at, sequence",
            _EVENT,
            [organisation_id, list(items)],
        )
    )


def stored_intervals(items: Sequence[int]) -> Intervals:
    """The stored intervals of items, in order."""
    return intervals_where("work_item_id = ANY(%s::bigint[])", [list(items)])


def shared_beside(stream_id: int, items: Sequence[int]) -> list[int]:
    """Those of the items that have stored intervals in other streams, too."""
    columns = binary_copy.read(
        "SELECT DISTINCT work_item_id FROM work_items_interval"
        " WHERE work_item_id = ANY(%s::bigint[]) AND value_stream_id <> %s",
        {"item": "bigint"},
        [list(items), stream_id],
    )
    return sorted(columns["item"].tolist())


def state_map(stream_ids: Collection[int]) -> StateMap:
    """How the streams map statuses to flow states. One query."""
    rows = Stage.objects.filter(value_stream_id__in=stream_ids).values_list(
        "value_stream_id", "status_id", "flow_state"
    )
    stream, status, state = np.array(list(rows), np.int64).reshape(-1, 3).T
    return StateMap(stream=stream, status=status, state=state.astype(np.int8))
