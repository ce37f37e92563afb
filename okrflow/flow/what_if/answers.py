"""What comes out of many paired runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from okrflow.flow.codes import FloatArray
from okrflow.flow.what_if.measures import Measures

_BUSY: Final = 0.95
"""From this share of the window on the places of a stage limit velocity."""
_NOTICEABLE: Final = 0.02
"""A mean difference below this share of today's leaves a figure unchanged."""


@dataclass(frozen=True, slots=True)
class Band:
    """The mean of all runs, and what 5 % and 95 % of them stay below."""

    mean: float
    p5: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The median flow time of the window in days, velocity over its second half, the mean load and flow efficiency.

    None where no run finished anything, or nothing measurable.
    """

    flow_time_days: Band | None
    velocity_per_week: Band
    load: Band
    efficiency: Band | None


class Figure(StrEnum):
    """The names of the figures."""

    FLOW_TIME = "flow_time_days"
    VELOCITY = "velocity_per_week"
    LOAD = "load"
    EFFICIENCY = "efficiency"


class Effect(StrEnum):
    """What a scenario does to a figure."""

    UNCHANGED = "unchanged"
    RAISED = "raised"
    LOWERED = "lowered"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a scenario does to one figure."""

    figure: Figure
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Today and a scenario over the window, and their paired differences, scenario minus today.

    - `flow_time_change`: the relative change of the median flow time, -0.7 for 70 % less.
    - `released_items`: the items that the first half of the window finishes once more than today, beyond what the second half
      does as well; stored load that a change sets free.
    - `waiting_to_start`: with a load limit, the mean number of items before it.
    - `constraint_today`, `constraint_scenario`: the stage (status) that limits velocity, if any.
    - `second_reading`: the answer if every unclear wait is read the other way.
    """

    replications: int
    today: Figures
    scenario: Figures
    difference: Figures
    flow_time_change: Band | None
    released_items: Band
    waiting_to_start: Band | None
    constraint_today: int | None
    constraint_scenario: int | None
    says: tuple[Finding, ...]
    second_reading: "Answer | None"


def answer(
    today: Sequence[Measures],
    scenario: Sequence[Measures],
    *,
    days: float,
    stages_today: Sequence[int],
    stages_scenario: Sequence[int],
    limited: bool,
    second_reading: Answer | None,
) -> Answer:
    """The answer of paired runs of `days` days; the stages are those of the lines on either side."""
    before, after = _columns(today, days), _columns(scenario, days)
    difference = {figure: after[figure] - before[figure] for figure in Figure}
    early = _each(scenario, lambda run: run.finished[0]) - _each(today, lambda run: run.finished[0])
    late = _each(scenario, lambda run: run.finished[1]) - _each(today, lambda run: run.finished[1])
    outside = _each(scenario, lambda run: run.waiting_to_start)
    return Answer(
        replications=len(today),
        today=_figures(before),
        scenario=_figures(after),
        difference=_figures(difference),
        flow_time_change=_band(after[Figure.FLOW_TIME] / before[Figure.FLOW_TIME] - 1),
        released_items=_sure_band(early - late),
        waiting_to_start=_sure_band(outside) if limited else None,
        constraint_today=_constraint(today, stages_today),
        constraint_scenario=_constraint(scenario, stages_scenario),
        says=_findings(before, difference),
        second_reading=second_reading,
    )


def _each(runs: Sequence[Measures], value: Callable[[Measures], float]) -> FloatArray:
    return np.array([value(run) for run in runs], np.float64)


def _columns(runs: Sequence[Measures], days: float) -> dict[Figure, FloatArray]:
    """Each figure of each run."""
    return {
        Figure.FLOW_TIME: _each(runs, lambda run: run.flow_time_p50),
        Figure.VELOCITY: _each(runs, lambda run: run.finished[1] / (days / 2) * 7),
        Figure.LOAD: _each(runs, lambda run: run.load),
        Figure.EFFICIENCY: _each(runs, lambda run: run.efficiency),
    }


def _figures(columns: dict[Figure, FloatArray]) -> Figures:
    return Figures(
        flow_time_days=_band(columns[Figure.FLOW_TIME]),
        velocity_per_week=_sure_band(columns[Figure.VELOCITY]),
        load=_sure_band(columns[Figure.LOAD]),
        efficiency=_band(columns[Figure.EFFICIENCY]),
    )


def _band(values: FloatArray) -> Band | None:
    """The band of those runs that have a value."""
    values = values[np.isfinite(values)]
    return _sure_band(values) if len(values) else None


def _sure_band(values: FloatArray) -> Band:
    p5, p95 = np.percentile(values, [5, 95]).tolist()
    return Band(float(np.mean(values)), p5, p95)


def _constraint(runs: Sequence[Measures], stages: Sequence[int]) -> int | None:
    """The stage whose places are taken for longest, if that is nearly always."""
    if not stages:
        return None
    busy = np.mean([run.busy for run in runs], axis=0)
    most = int(np.argmax(busy))
    return stages[most] if busy[most] >= _BUSY else None


def _findings(before: dict[Figure, FloatArray], difference: dict[Figure, FloatArray]) -> tuple[Finding, ...]:
    """What the differences say about each figure that has any."""
    bands = {figure: (_band(before[figure]), _band(difference[figure])) for figure in Figure}
    return tuple(
        Finding(figure, _effect(today, changed))
        for figure, (today, changed) in bands.items()
        if today is not None and changed is not None
    )


def _effect(today: Band, difference: Band) -> Effect:
    if difference.p5 <= 0 <= difference.p95 or abs(difference.mean) < _NOTICEABLE * abs(today.mean):
        return Effect.UNCHANGED
    return Effect.RAISED if difference.mean > 0 else Effect.LOWERED
