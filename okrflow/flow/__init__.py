"""Flow metrics as pure arithmetic on arrays: events in, figures out. Source of every rule: "How we count"."""

from okrflow.flow.bottleneck import Bottleneck, Candidate
from okrflow.flow.clock import ELAPSED, Clock, ElapsedClock, WorkingClock, days_between
from okrflow.flow.codes import (
    ALL_KINDS,
    DAY_US,
    MISSING,
    NO_KIND,
    NO_STREAM,
    OPEN,
    Kind,
    Reason,
    State,
    in_progress,
)
from okrflow.flow.cumulative import cumulative_flow
from okrflow.flow.daily import FLOW_COLUMNS, STAGE_COLUMNS, flow_rollup, stage_rollup
from okrflow.flow.days import Days, date_of, day_number
from okrflow.flow.durations import Efficiency, Finished, FlowTime
from okrflow.flow.events import Events, StateMap
from okrflow.flow.facts import Facts, facts, time_taken
from okrflow.flow.figures import Load, PeriodFigures, period_figures
from okrflow.flow.histogram import Bin, flow_time_bins
from okrflow.flow.intervals import Intervals, cut
from okrflow.flow.periods import Clip, Grain, Period, clip, cut_period
from okrflow.flow.predictability import Commitments, Predictability, predictability
from okrflow.flow.rollups import Rollup, difference
from okrflow.flow.stages import Stage, StageFigures, StageReport, stage_figures, stage_loads

__all__ = [
    "ALL_KINDS",
    "DAY_US",
    "ELAPSED",
    "FLOW_COLUMNS",
    "MISSING",
    "NO_KIND",
    "NO_STREAM",
    "OPEN",
    "STAGE_COLUMNS",
    "Bin",
    "Bottleneck",
    "Candidate",
    "Clip",
    "Clock",
    "Commitments",
    "Days",
    "Efficiency",
    "ElapsedClock",
    "Events",
    "Facts",
    "Finished",
    "FlowTime",
    "Grain",
    "Intervals",
    "Kind",
    "Load",
    "Period",
    "PeriodFigures",
    "Predictability",
    "Reason",
    "Rollup",
    "Stage",
    "StageFigures",
    "StageReport",
    "State",
    "StateMap",
    "WorkingClock",
    "clip",
    "cumulative_flow",
    "cut",
    "cut_period",
    "date_of",
    "day_number",
    "days_between",
    "difference",
    "facts",
    "flow_rollup",
    "flow_time_bins",
    "in_progress",
    "period_figures",
    "predictability",
    "stage_figures",
    "stage_loads",
    "stage_rollup",
    "time_taken",
]
