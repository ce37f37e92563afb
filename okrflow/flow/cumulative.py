"""Cumulative flow: how many items stand in each status, of every flow state, at the ends of periods."""

from collections.abc import Sequence

import numpy as np

from okrflow.flow.codes import ALL_KINDS, IntArray, Kind
from okrflow.flow.days import Days
from okrflow.flow.periods import Period
from okrflow.flow.presence import places
from okrflow.flow.rollups import Rollup
from okrflow.flow.series import DailySeries


def cumulative_flow(
    rows: Rollup,
    *,
    statuses: Sequence[int],
    days: Days,
    periods: Sequence[Period],
    kind: Kind | None = None,
) -> IntArray:
    """The items in each status just before the first period and at the end of each, shape (statuses, 1 + periods).

    `rows` are StageDay rows of one stream with the keys `status`, `day` and `kind` and STAGE_COLUMNS, of nothing later than
    the instant of asking; `days` is the window that covers the periods, rows before it may be summed up. Raises
    ValueError without a period.
    """
    if not periods:
        raise ValueError("cumulative flow needs a period")
    group = places(rows.keys["status"], list(statuses))
    chosen = (group >= 0) & (rows.keys["kind"] == (ALL_KINDS if kind is None else kind))
    picked = rows.where(chosen)
    series = DailySeries(
        picked.columns, day=picked.keys["day"], group=group[chosen], groups=len(statuses), days=days
    )
    return series.load(np.array([periods[0].from_day, *(period.to_day for period in periods)], np.int64))
