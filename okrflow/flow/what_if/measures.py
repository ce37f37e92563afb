"""The figures of one run of the window."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from okrflow.flow.codes import BoolArray, FloatArray
from okrflow.flow.what_if.floor import Run
from okrflow.flow.what_if.lines import Line
from okrflow.flow.what_if.places import DONE, FIRST_STAGE, GATE


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Measures:
    """One run's flow time in days (NaN when nothing finished), items finished in each half of the window, the mean load,
    flow efficiency (NaN when not measurable), the mean number of items waiting to start, and how busy each line's places were.
    """

    flow_time_p50: float
    flow_time_p85: float
    finished: tuple[int, int]
    load: float
    efficiency: float
    waiting_to_start: float
    busy: tuple[float, ...]

    @classmethod
    def of(cls, run: Run, *, active: BoolArray, lines: tuple[Line, ...], end: float) -> Self:
        """Measure a window of `end` days; `active` says which places are active stages."""
        flow, worked, finished = _finished(run, active, end)
        p50, p85 = np.percentile(flow, [50, 85]).tolist() if len(flow) else (np.nan, np.nan)
        measurable = worked > 0
        total = float(flow[measurable].sum())
        early = int(np.count_nonzero(finished < end / 2))
        place = run.journeys.place
        return cls(
            flow_time_p50=p50,
            flow_time_p85=p85,
            finished=(early, len(finished) - early),
            load=_mean_number(run.reached, run.ended, place >= FIRST_STAGE, end),
            efficiency=float(worked[measurable].sum()) / total if total else np.nan,
            waiting_to_start=_mean_number(run.reached, run.began, place == GATE, end),
            busy=tuple(_busy(run, line, end) for line in lines),
        )


def _finished(run: Run, active: BoolArray, end: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Of the items that are done at the end: their flow time, their days in active stages, and when they finished."""
    journeys, entries = run.journeys, run.journeys.entries
    if not len(journeys.first):
        return np.zeros(0), np.zeros(0), np.zeros(0)
    within = run.reached < end
    last = journeys.first + np.add.reduceat(within.astype(np.int64), journeys.first) - 1
    done = within[journeys.first] & (journeys.place[last] == DONE)
    working = np.where(within & active[journeys.place], run.length, 0.0)
    worked = entries.active + np.add.reduceat(working, journeys.first)
    at = run.reached[last]
    flow = at - _started(run)
    return flow[done], worked[done], at[done]


def _started(run: Run) -> FloatArray:
    """When each item started: once it was let in, unless it had started long before."""
    first, entries = run.journeys.first, run.journeys.entries
    let_in = (run.journeys.place[first] == GATE) & (entries.age == 0)
    return entries.entered - entries.age + np.where(let_in, run.wait[first], 0.0)


def _mean_number(began: FloatArray, ended: FloatArray, chosen: BoolArray, end: float) -> float:
    """The mean number of items that are in the chosen visits over the window."""
    days = np.minimum(ended[chosen], end) - np.maximum(began[chosen], 0.0)
    return float(np.maximum(days, 0.0).sum()) / end


def _busy(run: Run, line: Line, end: float) -> float:
    """The share of the window for which the places of a line were taken, pick-up included."""
    here = run.journeys.place == line.stage
    taken = np.where(run.journeys.present, run.began, run.began - line.pick_up_days)
    return min(_mean_number(taken, run.ended, here, end) / line.capacity, 1.0)
