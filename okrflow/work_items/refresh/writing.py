"""What a refresh writes."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from django.db import connection

from okrflow.flow import MISSING, NO_STREAM, OPEN, Facts, Intervals, Rollup
from okrflow.flow.codes import IntArray
from okrflow.work_items import binary_copy
from okrflow.work_items.refresh.latest import Latest

_INTERVAL: Final = {
    "organisation_id": "bigint",
    "work_item_id": "bigint",
    "value_stream_id": "bigint",
    "status_id": "bigint",
    "state": "smallint",
    "kind": "smallint",
    "began_at": "timestamptz",
    "visit_began_at": "timestamptz",
    "ends_visit": "boolean",
}
FLOW_DAY: Final = ("work_items_flowday", ("value_stream_id", "day", "kind"))
STAGE_DAY: Final = ("work_items_stageday", ("value_stream_id", "day", "status_id", "kind"))
_COLUMN_OF: Final = {"stream": "value_stream_id", "status": "status_id"}

_FACTS: Final = {
    "organisation_id": "bigint",
    "work_item_id": "bigint",
    "status_id": "bigint",
    "kind": "smallint",
    "since_at": "timestamptz",
    "reopened": "integer",
    "measurable": "boolean",
    "never_in_progress": "boolean",
}
# What an item has together or not at all
_HELD: Final = {"value_stream_id": "bigint", "state": "smallint"}
_HAPPENED: Final = {
    fact: {f"{fact}_at": "timestamptz", f"{fact}_stream_id": "bigint", f"{fact}_kind": "smallint"}
    for fact in ("started", "finished", "cancelled", "reopened")
}
_DURATIONS: Final = dict.fromkeys(
    (
        "flow_microseconds",
        "active_microseconds",
        "working_flow_microseconds",
        "working_active_microseconds",
    ),
    "bigint",
)


def replace_intervals(organisation_id: int, items: Sequence[int], intervals: Intervals) -> None:
    """Put these intervals of items in the place of the stored ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM work_items_interval WHERE work_item_id = ANY(%s::bigint[])", [list(items)]
        )
    ended = intervals.ended != OPEN
    _write_intervals(organisation_id, intervals.where(~ended), {})
    _write_intervals(organisation_id, intervals.where(ended), {"ended_at": "timestamptz"})


def _write_intervals(organisation_id: int, intervals: Intervals, more: dict[str, str]) -> None:
    if len(intervals):
        values = {
            "organisation_id": np.full(len(intervals), organisation_id),
            "work_item_id": intervals.item,
            "value_stream_id": intervals.stream,
            "status_id": intervals.status,
            "state": intervals.state,
            "kind": intervals.kind,
            "began_at": intervals.began,
            "ended_at": intervals.ended,
            "visit_began_at": intervals.visit_began,
            "ends_visit": intervals.ends_visit,
        }
        binary_copy.write("work_items_interval", _INTERVAL | more, values)


def clear_stream(stream_id: int) -> None:
    """Forget the daily rows of a stream."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM work_items_flowday WHERE value_stream_id = %s", [stream_id])
        cursor.execute("DELETE FROM work_items_stageday WHERE value_stream_id = %s", [stream_id])


def insert_rollup(organisation_id: int, table: tuple[str, Sequence[str]], rollup: Rollup) -> None:
    """Append rows of which none is there yet."""
    if len(rollup):
        values = _columns(organisation_id, rollup)
        binary_copy.write(
            table[0], dict.fromkeys(values, "bigint") | {"day": "integer", "kind": "smallint"}, values
        )


def add_to_rollup(organisation_id: int, table: tuple[str, Sequence[str]], change: Rollup) -> None:
    """Add a change to the rows of the same keys; a row that comes to nothing is deleted."""
    if not len(change):
        return
    name, keys = table
    values = _columns(organisation_id, change)
    alias = name.removeprefix("work_items_")
    quoted = [binary_copy.names([column]) for column in change.columns]
    sums = ", ".join(f"{column} = {alias}.{column} + EXCLUDED.{column}" for column in quoted)
    arrays = ", ".join("%s::bigint[]" for _ in values)
    nothing = " AND ".join(f"{column} = 0" for column in quoted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} AS {alias} ({binary_copy.names(values)}) SELECT * FROM unnest({arrays})"
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}",
            [column.tolist() for column in values.values()],
        )
        cursor.execute(
            f"DELETE FROM {name} WHERE {nothing} AND ({', '.join(keys)}) IN"
            f" (SELECT * FROM unnest({', '.join('%s::bigint[]' for _ in keys)}))",
            [values[key].tolist() for key in keys],
        )


def _columns(organisation_id: int, rollup: Rollup) -> dict[str, IntArray]:
    keys = {_COLUMN_OF.get(key, key): values for key, values in rollup.keys.items()}
    return {"organisation_id": np.full(len(rollup), organisation_id), **keys, **rollup.columns}


def replace_facts(
    organisation_id: int,
    items: Sequence[int],
    latest: Latest,
    facts: Facts,
    *,
    worked: tuple[IntArray, IntArray],
) -> None:
    """Put what is true of these items now in the place of what is stored; an item that no stream ever held has no facts.

    `worked` are the flow and active times of the facts' items on the working clock. Binary COPY knows
    no rows of differing width, so items are written in groups by what is missing of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM work_items_itemfacts WHERE work_item_id = ANY(%s::bigint[])", [list(items)]
        )
    values = _fact_columns(organisation_id, latest.of(facts.item), facts)
    values["working_flow_microseconds"], values["working_active_microseconds"] = worked
    there = {"": values["value_stream_id"] != NO_STREAM}
    there |= {fact: values[f"{fact}_at"] != MISSING for fact in _HAPPENED}
    groups = np.sum([mask.astype(np.int64) << place for place, mask in enumerate(there.values())], axis=0)
    for group in np.unique(groups):
        columns = dict(_FACTS)
        for place, fact in enumerate(there):
            if group >> place & 1:
                columns |= _HAPPENED.get(fact, _HELD) | (_DURATIONS if fact == "finished" else {})
        rows = groups == group
        binary_copy.write("work_items_itemfacts", columns, {name: values[name][rows] for name in columns})


def _fact_columns(organisation_id: int, latest: Latest, facts: Facts) -> dict[str, binary_copy.Column]:
    """The facts by the names of their columns; both hold the same items."""
    columns: dict[str, binary_copy.Column] = {
        "organisation_id": np.full(len(facts.item), organisation_id),
        "work_item_id": facts.item,
        "value_stream_id": latest.stream,
        "status_id": latest.status,
        "kind": latest.kind,
        "state": latest.state,
        "since_at": latest.since,
        "reopened": facts.reopened,
        "flow_microseconds": facts.flow_us,
        "active_microseconds": facts.active_us,
        "measurable": facts.measurable,
        "never_in_progress": facts.never_in_progress,
    }
    for fact in _HAPPENED:
        columns[f"{fact}_at"] = facts.reopened_at if fact == "reopened" else getattr(facts, fact)
        columns[f"{fact}_stream_id"] = getattr(facts, f"{fact}_stream")
        columns[f"{fact}_kind"] = getattr(facts, f"{fact}_kind")
    return columns
