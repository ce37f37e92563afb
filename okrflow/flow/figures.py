"""The figures of a value stream over periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from okrflow.flow.codes import ALL_KINDS, DAY_US, IntArray, Kind, Reason
from okrflow.flow.days import Days
from okrflow.flow.durations import Efficiency, Finished, FinishedSeries, FlowTime
from okrflow.flow.periods import Clip, Period, clip
from okrflow.flow.rollups import Rollup
from okrflow.flow.series import DailySeries

_COUNTED: Final = ("arrivals", "entered", "left", "cancelled", "reopened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Items in progress: at the period's end and on the time-weighted mean of the clipped period."""

    at_end: int | None = None
    mean: float | None = None
    at_end_by_kind: Mapping[Kind, int] = field(default_factory=dict)
    mean_by_kind: Mapping[Kind, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """All figures of one period, for all kinds or one; what goes by kind holds every kind, or only that one.

    With `reason`, of the period as a whole, every figure is None. `distribution` is also None when velocity is 0, for
    `distribution_reason`; flow time and efficiency have their own reasons.
    """

    period: Period
    reason: Reason | None
    velocity: int | None = None
    velocity_by_kind: Mapping[Kind, int] | None = None
    distribution: Mapping[Kind, float] | None = None
    distribution_reason: Reason | None = None
    flow_time: FlowTime
    efficiency: Efficiency
    load: Load
    arrivals: int | None = None
    entered: int | None = None
    left: int | None = None
    cancelled: int | None = None
    reopened: int | None = None


def period_figures(
    rows: Rollup,
    finished: Finished,
    *,
    days: Days,
    periods: Sequence[Period],
    as_of: int,
    kind: Kind | None = None,
) -> list[PeriodFigures]:
    """The figures of one stream for each period, for one kind or, without one, all together.

    `rows` are FlowDay rows of the stream with the keys `day` and `kind` and FLOW_COLUMNS; `days` is the window that covers all
    periods. Rows before it carry load into it, and may be summed up to one row a kind. `finished` are the items finished
    in the window, of any kind. Both hold nothing that happened after `as_of`. Raises ValueError when a period is empty or
    outside the days.
    """
    clips = [clip(period, days=days, as_of=as_of) for period in periods]
    table = _Table(rows, days, periods, as_of)
    series = FinishedSeries(finished if kind is None else finished.where(finished.kind == kind))
    return [
        table.figures(number, clipped, series, kind)
        if clipped.reason is None
        else _nothing(period, clipped.reason)
        for number, (period, clipped) in enumerate(zip(periods, clips, strict=True))
    ]


def _nothing(period: Period, reason: Reason) -> PeriodFigures:
    """A period without figures."""
    return PeriodFigures(
        period=period,
        reason=reason,
        distribution_reason=reason,
        flow_time=FlowTime(reason=reason),
        efficiency=Efficiency(reason=reason),
        load=Load(),
    )


class _Table:
    """Counts and loads by kind (ALL_KINDS the last) and period."""

    def __init__(self, rows: Rollup, days: Days, periods: Sequence[Period], as_of: int) -> None:
        self._periods = periods
        from_day = np.array([period.from_day for period in periods], np.int64)
        to_day = np.array([period.to_day for period in periods], np.int64)
        columns = {name: rows.columns[name] for name in (*_COUNTED, "finished", "microseconds")}
        series = DailySeries(
            columns, day=rows.keys["day"], group=rows.keys["kind"], groups=ALL_KINDS + 1, days=days
        )
        to_come = np.maximum(days.starts[to_day - days.first] - as_of, 0)
        self._counts = {name: series.total(name, from_day, to_day) for name in (*_COUNTED, "finished")}
        self._at_end = series.load(to_day)
        self._item_us = series.item_us(from_day, to_day, to_come=to_come)

    def figures(
        self, number: int, clipped: Clip, finished: FinishedSeries, kind: Kind | None
    ) -> PeriodFigures:
        """The figures of the period of this number."""
        row = ALL_KINDS if kind is None else kind
        kinds = list(Kind) if kind is None else [kind]
        velocity = int(self._counts["finished"][row, number])
        by_kind = _by_kind(self._counts["finished"][:, number], kinds)
        flow_time, efficiency = finished.between(clipped.start, clipped.edge)
        return PeriodFigures(
            period=self._periods[number],
            reason=None,
            velocity=velocity,
            velocity_by_kind=by_kind,
            distribution={each: by_kind[each] / velocity for each in kinds} if velocity else None,
            distribution_reason=None if velocity else Reason.NOTHING_FINISHED,
            flow_time=flow_time,
            efficiency=efficiency,
            load=self._load(number, clipped, row, kinds),
            **{name: int(self._counts[name][row, number]) for name in _COUNTED},
        )

    def _load(self, number: int, clipped: Clip, row: int, kinds: list[Kind]) -> Load:
        at_end, item_us = self._at_end[:, number], self._item_us[:, number]
        return Load(
            at_end=int(at_end[row]),
            mean=int(item_us[row]) / DAY_US / clipped.days,
            at_end_by_kind=_by_kind(at_end, kinds),
            mean_by_kind={each: int(item_us[each]) / DAY_US / clipped.days for each in kinds},
        )


def _by_kind(values: IntArray, kinds: list[Kind]) -> dict[Kind, int]:
    """The values of the kinds asked for."""
    return {each: int(values[each]) for each in kinds}
