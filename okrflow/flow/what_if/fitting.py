"""From what was observed to a model: readings, lines, orders, and how well the model's run of today fits."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from okrflow.flow.intervals import Intervals
from okrflow.flow.stages import Stage
from okrflow.flow.what_if.describing import offers, stage_models
from okrflow.flow.what_if.doubts import doubts
from okrflow.flow.what_if.floor import Floor, run
from okrflow.flow.what_if.journeys import Journeys, draw
from okrflow.flow.what_if.lines import Order, Wait, lines, other_orders, waits
from okrflow.flow.what_if.measures import Measures
from okrflow.flow.what_if.model import Check, Fit, Measure, Model
from okrflow.flow.what_if.progress import Progress, Report
from okrflow.flow.what_if.window import Window

_REPLICATIONS: Final = 20
_AS_GOOD: Final = 0.05
"""The first-come order is kept when its sum of errors is within so much of the best."""
_TOLERANCES: Final = {
    Measure.FLOW_TIME_P50: 0.15,
    Measure.FLOW_TIME_P85: 0.25,
    Measure.VELOCITY: 0.15,
    Measure.LOAD: 0.15,
}
_JUDGE_ORDER: Final = (Measure.FLOW_TIME_P50, Measure.FLOW_TIME_P85, Measure.LOAD)


def fit(
    intervals: Intervals,
    *,
    stages: Sequence[Stage],
    start: int,
    end: int,
    seed: Sequence[int],
    report: Report | None = None,
) -> Model:
    """Learn from the window [start, end), in microseconds, of one stream how items come, wait and are worked on.

    `intervals` are rows of the stream, in any state, sorted by (item, began): at least those that began before `end` and ended
    at `start` or later. Earlier rows of the same items tell when they started; without them an item that is there at the
    start counts from its present visit. `stages` are the stream's statuses in its order. `seed` are integers of 0 or more;
    `report` hears of the progress, 0 to 1, and may raise to give up.
    Raises ValueError when the window is empty or an interval in progress is in none of the stages.
    """
    window = Window.of(intervals, stages=stages, start=start, end=end)
    found = waits(window.visits, window.active, end=window.days)
    readings = _readings(found)
    orders = 1 + (len(Order) - 1) * max(map(len, readings))
    bench = _Bench(window, seed, Progress(report, len(readings) * orders * _REPLICATIONS))
    models = [bench.model(found, fronts) for fronts in readings]
    offered = offers(window, [model.floor for model in models])
    first, *others = [replace(model, offers=offered) for model in models]
    return replace(first, second_reading=others[0] if others else None)


def _readings(found: Sequence[Wait]) -> list[dict[int, list[int]]]:
    """For each way to read the waits: the stages with a line in front, and the places where that stands."""
    main = [wait.is_line for wait in found]
    other = [wait.is_line != wait.is_unclear for wait in found]
    return [_fronts(found, reading) for reading in ([main] if main == other else [main, other])]


def _fronts(found: Sequence[Wait], is_line: Sequence[bool]) -> dict[int, list[int]]:
    fronts: dict[int, list[int]] = {}
    for wait, line in zip(found, is_line, strict=True):
        if line and wait.stage is not None:
            fronts.setdefault(wait.stage, []).append(wait.place)
    return fronts


class _Bench:
    """Where models are tried, all on the same journeys with the arrivals as observed."""

    def __init__(self, window: Window, seed: Sequence[int], progress: Progress) -> None:
        generators = (np.random.default_rng([*seed, number]) for number in range(_REPLICATIONS))
        self.window = window
        self.journeys = [draw(window.entries, window.pools, rng) for rng in generators]
        self.progress = progress

    def model(self, found: Sequence[Wait], fronts: dict[int, list[int]]) -> Model:
        """The model of one reading, with the order of each line that fits best."""
        window = self.window
        floor = Floor(lines(window.visits, fronts, end=window.days), np.ones(len(window.active)))
        tried = self.tried(floor)
        for number in range(len(floor.lines)):
            floor, tried = self.ordered(floor, tried, number)
        checks = _checks(window, tried)
        return Model(
            stages=stage_models(window, found, floor.lines, np.mean([each.busy for each in tried], axis=0)),
            problems=doubts(window, checks),
            fit=Fit(checks),
            offers=(),
            window=window,
            floor=floor,
        )

    def ordered(self, floor: Floor, tried: list[Measures], number: int) -> tuple[Floor, list[Measures]]:
        """The floor with the best order of one line, and its measures; first come first served where that is as good."""
        least = _misfit(self.window, tried) - _AS_GOOD
        for line in other_orders(floor.lines[number]) if least > 0 else []:
            other = replace(floor, lines=(*floor.lines[:number], line, *floor.lines[number + 1 :]))
            other_tried = self.tried(other)
            misfit = _misfit(self.window, other_tried)
            if misfit < least:
                floor, tried, least = other, other_tried, misfit
        return floor, tried

    def tried(self, floor: Floor) -> list[Measures]:
        """The measures of all runs on a floor."""
        return [self.measured(journeys, floor) for journeys in self.journeys]

    def measured(self, journeys: Journeys, floor: Floor) -> Measures:
        """The measures of one run."""
        window = self.window
        done = run(journeys, floor, end=window.days)
        self.progress.step()
        return Measures.of(done, active=window.active, lines=floor.lines, end=window.days)


def _checks(window: Window, tried: Sequence[Measures]) -> tuple[Check, ...]:
    """How near the mean of the runs comes to what was observed; nothing to compare with where nothing was finished."""
    if not sum(window.measures.finished):
        return ()
    return tuple(_check(window, tried, measure) for measure in Measure)


def _check(window: Window, tried: Sequence[Measures], measure: Measure) -> Check:
    seen = _value(window.measures, measure, window.days)
    # A run in which nothing was finished has no flow time and misses it wholly.
    modelled = float(np.mean(np.nan_to_num([_value(each, measure, window.days) for each in tried])))
    error = modelled / seen - 1 if seen else 0.0
    tolerance = _TOLERANCES[measure]
    return Check(
        measure=measure,
        observed=seen,
        modelled=modelled,
        error=error,
        tolerance=tolerance,
        within=abs(error) <= tolerance,
    )


def _value(measures: Measures, measure: Measure, days: float) -> float:
    """One measure: days, items a week, items."""
    match measure:
        case Measure.FLOW_TIME_P50:
            return measures.flow_time_p50
        case Measure.FLOW_TIME_P85:
            return measures.flow_time_p85
        case Measure.VELOCITY:
            return sum(measures.finished) / days * 7
        case Measure.LOAD:
            return measures.load


def _misfit(window: Window, tried: Sequence[Measures]) -> float:
    """The sum of the relative errors of the measures that tell orders apart."""
    return sum(abs(check.error) for check in _checks(window, tried) if check.measure in _JUDGE_ORDER)
