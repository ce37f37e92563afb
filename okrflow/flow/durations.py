"""Durations of the items finished in a period: flow time and flow efficiency."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from okrflow.flow.codes import DAY_US, BoolArray, CodeArray, FloatArray, IntArray, Reason


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Finished:
    """Finished items, one row each, in any order: equal-length arrays out of the facts, in microseconds of a clock.

    `day_us` are the microseconds that make one day of that clock.
    """

    finished: IntArray
    kind: CodeArray
    flow_us: IntArray
    active_us: IntArray
    measurable: BoolArray
    day_us: int = DAY_US

    @property
    def flow_days(self) -> FloatArray:
        """The flow times in days of the clock."""
        return self.flow_us / self.day_us

    def where(self, chosen: BoolArray | IntArray) -> Self:
        """The rows of a mask or of row numbers."""
        return type(self)(
            finished=self.finished[chosen],
            kind=self.kind[chosen],
            flow_us=self.flow_us[chosen],
            active_us=self.active_us[chosen],
            measurable=self.measurable[chosen],
            day_us=self.day_us,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTime:
    """Flow time in days over `count` finished items; None with a reason without any."""

    count: int | None = None
    mean: float | None = None
    p50: float | None = None
    p85: float | None = None
    p95: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Efficiency:
    """Active time / flow time, a ratio of sums over the `measured` items; None with a reason when there are none."""

    value: float | None = None
    measured: int | None = None
    unmeasured: int | None = None
    reason: Reason | None = None


class FinishedSeries:
    """Finished items in order of time, so that a period is a slice."""

    def __init__(self, finished: Finished) -> None:
        """Sort the items and sum up the measurable ones."""
        ordered = finished.where(np.argsort(finished.finished, kind="stable"))
        self._finished = ordered.finished
        self._flow_us = ordered.flow_us
        self._day_us = ordered.day_us
        self._measured = _running(ordered.measurable.astype(np.int64))
        self._measured_flow_us = _running(np.where(ordered.measurable, ordered.flow_us, 0))
        self._measured_active_us = _running(np.where(ordered.measurable, ordered.active_us, 0))

    def between(self, start: int, edge: int) -> tuple[FlowTime, Efficiency]:
        """Flow time and efficiency of the items finished in `[start, edge)`."""
        begin, end = (int(place) for place in np.searchsorted(self._finished, [start, edge]))
        if begin == end:
            reason = Reason.NOTHING_FINISHED
            return FlowTime(count=0, reason=reason), Efficiency(measured=0, unmeasured=0, reason=reason)
        return self._flow_time(begin, end), self._efficiency(begin, end)

    def _flow_time(self, begin: int, end: int) -> FlowTime:
        flow_us = self._flow_us[begin:end]
        p50, p85, p95 = percentiles(flow_us, 50, 85, 95, day_us=self._day_us)
        mean = int(flow_us.sum()) / (end - begin) / self._day_us
        return FlowTime(count=end - begin, mean=mean, p50=p50, p85=p85, p95=p95)

    def _efficiency(self, begin: int, end: int) -> Efficiency:
        measured = int(self._measured[end] - self._measured[begin])
        unmeasured = end - begin - measured
        if not measured:
            return Efficiency(measured=0, unmeasured=unmeasured, reason=Reason.NOTHING_MEASURABLE)
        active_us = int(self._measured_active_us[end] - self._measured_active_us[begin])
        flow_us = int(self._measured_flow_us[end] - self._measured_flow_us[begin])
        return Efficiency(value=active_us / flow_us, measured=measured, unmeasured=unmeasured)


def percentiles(durations_us: IntArray, *levels: float, day_us: int = DAY_US) -> list[float]:
    """Percentiles in days of `day_us` of at least one duration in microseconds, by linear interpolation."""
    return [float(value) for value in np.percentile(durations_us, levels) / day_us]


def _running(values: IntArray) -> IntArray:
    """The sums before each row and after the last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
