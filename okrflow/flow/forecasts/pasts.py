"""The past of a stream, or of one of its stages, as forecasts are drawn from it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from okrflow.flow.clock import ELAPSED, Clock
from okrflow.flow.codes import ALL_KINDS, DAY_US, BoolArray, IntArray, Kind
from okrflow.flow.days import Days
from okrflow.flow.durations import Finished
from okrflow.flow.forecasts.measures import Past
from okrflow.flow.forecasts.samples import sample_start
from okrflow.flow.intervals import Intervals
from okrflow.flow.presence import places
from okrflow.flow.rollups import Rollup
from okrflow.flow.series import DailySeries

_STREAM_COLUMNS: Final = ("entered", "left", "finished", "microseconds")


def past_of_stream(rows: Rollup, finished: Finished, *, days: Days, kind: Kind | None = None) -> Past:
    """The past of streams together on whole days, which end with yesterday; 90 at least, to have samples enough.

    `rows` are FlowDay rows up to the last of the days, `finished` the items finished in them, of any kind.
    """
    columns = {name: rows.columns[name] for name in _STREAM_COLUMNS}
    by_kind = DailySeries(
        columns, day=rows.keys["day"], group=rows.keys["kind"], groups=ALL_KINDS + 1, days=days
    )
    row = ALL_KINDS if kind is None else int(kind)
    counts = _daily(by_kind, "finished", days)
    chosen = finished if kind is None else finished.where(finished.kind == kind)
    return Past(
        sample=_sample(rows, days),
        happened=counts[row],
        load=int(by_kind.load(np.array([days.end]))[row, 0]),
        changes=_daily(by_kind, "entered", days)[row] - _daily(by_kind, "left", days)[row],
        item_days=_daily(by_kind, "microseconds", days)[row] / DAY_US,
        part=counts[row].astype(np.float64),
        whole=counts[ALL_KINDS].astype(np.float64),
        times=chosen.flow_days,
        active=np.where(chosen.measurable, chosen.active_us, 0) / chosen.day_us,
        ago=days.end - days.of(chosen.finished),
    )


def past_of_stage(
    rows: Rollup,
    stays: Intervals,
    *,
    status: int,
    statuses: Sequence[int],
    days: Days,
    kind: Kind | None = None,
    clock: Clock = ELAPSED,
) -> Past:
    """The past of one stage of a stream, likewise; `statuses` are all its stages, of whose time the stage has a share.
    Visits are read on `clock`.

    `rows` are the stream's StageDay rows up to the last of the days, `stays` those in progress that overlap them.
    """
    group = places(rows.keys["status"], list(statuses))
    chosen = (group >= 0) & (rows.keys["kind"] == (ALL_KINDS if kind is None else kind))
    picked = rows.where(chosen)
    by_stage = DailySeries(
        picked.columns, day=picked.keys["day"], group=group[chosen], groups=len(statuses), days=days
    )
    row = list(statuses).index(status)
    item_days = _daily(by_stage, "microseconds", days) / DAY_US
    visits = stays.where(_ended(stays, status, days, kind))
    ago = days.end - days.of(visits.ended)
    return Past(
        sample=_sample(rows, days),
        happened=np.bincount(days.end - days.first - ago, minlength=days.end - days.first),
        load=int(by_stage.load(np.array([days.end]))[row, 0]),
        changes=_daily(by_stage, "entered", days)[row] - _daily(by_stage, "left", days)[row],
        item_days=item_days[row],
        part=item_days[row],
        whole=item_days.sum(axis=0),
        times=clock.between(visits.visit_began, visits.ended) / clock.day_us,
        active=np.zeros(len(ago)),
        ago=ago,
    )


def _daily(series: DailySeries, column: str, days: Days) -> IntArray:
    """The sums of each day, shape (groups, days)."""
    first = np.arange(days.first, days.end)
    return series.total(column, first, first + 1)


def _sample(rows: Rollup, days: Days) -> int:
    return days.end - sample_start(days.end, began=int(rows.keys["day"].min(initial=days.end)))


def _ended(stays: Intervals, status: int, days: Days, kind: Kind | None) -> BoolArray:
    """The last stays of the visits of a stage that ended on the days."""
    within = (stays.ended >= days.starts[0]) & (stays.ended < days.starts[-1])
    chosen: BoolArray = stays.ends_visit & within & (stays.status == status)
    return chosen if kind is None else chosen & (stays.kind == kind)
