"""What figures are read from: the daily rows, the finished items, the stays in stages."""

from collections.abc import Collection
from typing import Final

from okrflow.flow import FLOW_COLUMNS, STAGE_COLUMNS, Finished, Intervals, Rollup
from okrflow.work_items import binary_copy
from okrflow.work_items.durations import columns_of
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import instant
from okrflow.work_items.intervals import intervals_where

_FINISHED: Final = {
    "finished": "timestamptz",
    "kind": "smallint",
    "flow_us": "bigint",
    "active_us": "bigint",
    "measurable": "boolean",
}


def flow_days(stream_ids: Collection[int], window: Window) -> Rollup:
    """The daily rows of the streams added up; what lies before the window as one row a kind on the day before it."""
    return _days("work_items_flowday", stream_ids, window, {"day": "day", "kind": "kind"}, FLOW_COLUMNS)


def stage_days(stream_ids: Collection[int], window: Window) -> Rollup:
    """The daily rows of the streams' statuses, likewise."""
    keys = {"status": "status_id", "day": "day", "kind": "kind"}
    return _days("work_items_stageday", stream_ids, window, keys, STAGE_COLUMNS)


def _days(
    table: str, stream_ids: Collection[int], window: Window, keys: dict[str, str], columns: Collection[str]
) -> Rollup:
    selected = [
        f"greatest({column}, {window.period.from_day - 1})::bigint" if name == "day" else f"{column}::bigint"
        for name, column in keys.items()
    ]
    sums = [f"sum({binary_copy.names([column])})::bigint" for column in columns]
    rows = binary_copy.read(
        f"SELECT {', '.join(selected + sums)} FROM {table} WHERE value_stream_id = ANY(%s::bigint[]) AND day < %s"
        f" GROUP BY {', '.join(str(number + 1) for number in range(len(keys)))}",
        dict.fromkeys([*keys, *columns], "bigint"),
        [list(stream_ids), window.period.to_day],
    )
    return Rollup({name: rows[name] for name in keys}, {name: rows[name] for name in columns})


def finished(stream_ids: Collection[int], window: Window) -> Finished:
    """The items finished in the streams within the window, of any kind, with their durations on its clock."""
    start, end = window.days.starts[[0, -1]].tolist()
    flow_us, active_us = columns_of(window.clock)
    rows = binary_copy.read(
        f"SELECT finished_at, finished_kind, {flow_us}, {active_us}, measurable AND {flow_us} > 0"
        " FROM work_items_itemfacts WHERE finished_stream_id = ANY(%s::bigint[])"
        f" AND finished_at >= %s AND finished_at < %s AND {flow_us} IS NOT NULL",
        _FINISHED,
        [list(stream_ids), instant(start), instant(end)],
    )
    return Finished(**rows, day_us=window.clock.day_us)


def stays(stream_id: int, window: Window) -> Intervals:
    """The stays in progress in a stream that overlap the window, by item and time."""
    start, end = window.days.starts[[0, -1]].tolist()
    return intervals_where(
        "value_stream_id = %s AND state IN (1, 2) AND began_at < %s AND (ended_at >= %s OR ended_at IS NULL)",
        [stream_id, instant(end), instant(start)],
    )
