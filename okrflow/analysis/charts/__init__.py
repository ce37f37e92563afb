"""The charts of a stream's flow. One registry serves the page, the files and the pictures alike."""

from collections.abc import Callable, Mapping
from typing import Final

from okrflow.analysis.charts.ageing import ageing
from okrflow.analysis.charts.bottleneck_history import bottleneck_history
from okrflow.analysis.charts.chart import Chart
from okrflow.analysis.charts.crossings import crossings
from okrflow.analysis.charts.cumulative_flow import cumulative
from okrflow.analysis.charts.distribution import distribution
from okrflow.analysis.charts.efficiency import efficiency
from okrflow.analysis.charts.flow_time import flow_time
from okrflow.analysis.charts.histogram import histogram
from okrflow.analysis.charts.load import load
from okrflow.analysis.charts.predictability import predictability
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.stage_time import stage_time
from okrflow.analysis.charts.stages import stages
from okrflow.analysis.charts.velocity import velocity

Draw = Callable[[Sources], Chart]

METRICS: Final[Mapping[str, Draw]] = {
    "velocity": velocity,
    "flow-time": flow_time,
    "efficiency": efficiency,
    "load": load,
    "distribution": distribution,
}
"""The five Flow Metrics, first on the flow page."""

MORE: Final[Mapping[str, Draw]] = {
    "flow-time-histogram": histogram,
    "stage-time": stage_time,
    "cumulative-flow": cumulative,
    "entered-and-left": crossings,
    "predictability": predictability,
    "ageing": ageing,
}
"""What lies below them."""

OF_STAGES: Final[Mapping[str, Draw]] = {"stages": stages, "bottleneck-history": bottleneck_history}
"""Those of the stages page."""

CHARTS: Final[Mapping[str, Draw]] = {**METRICS, **MORE, **OF_STAGES}

__all__ = ["CHARTS", "METRICS", "MORE", "OF_STAGES", "Chart", "Draw", "Sources"]
