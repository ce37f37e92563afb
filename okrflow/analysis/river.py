"""The river of the stages page: as wide at each stage as the mean number of items there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from okrflow.analysis.charts.sources import Sources
from okrflow.flow import StageFigures, State
from okrflow.value_streams.models import ValueStream

WIDTH: Final = 1080
HEIGHT: Final = 184
MARGIN: Final = 5
THINNEST: Final = 4.0


@dataclass(frozen=True, kw_only=True)
class RiverStage:
    """One stage as drawn and listed: its figures, its place, whom it waits for, and where its items are.

    `length` is its mean load as a share of the largest, in percent: how long its bar is where the river has no room.
    """

    name: str
    figures: StageFigures
    waiting: bool
    is_bottleneck: bool
    owner: ValueStream | None
    x: float
    width: float
    length: float
    visits_url: str
    there_url: str
    what_if_url: str


@dataclass(frozen=True, kw_only=True)
class River:
    stages: Sequence[RiverStage]
    outline: str
    in_front_of: RiverStage | None

    @property
    def bottleneck(self) -> RiverStage | None:
        return next((stage for stage in self.stages if stage.is_bottleneck), None)

    @property
    def runner_up(self) -> RiverStage | None:
        """The stage with the second largest share."""
        known = [stage for stage in self.stages if stage.figures.share is not None]
        ordered = sorted(known, key=lambda stage: -(stage.figures.share or 0))
        return ordered[1] if len(ordered) > 1 else None


def river_of(sources: Sources) -> River:
    """The river of the window's stages."""
    report = sources.report
    largest = max((each.mean_load or 0 for each in report.stages), default=0)
    width = WIDTH / max(1, len(report.stages))
    stages = [
        _stage(sources, each, x=place * width, width=width, largest=largest)
        for place, each in enumerate(report.stages)
    ]
    behind = report.bottleneck.in_front_of if report.bottleneck else None
    return River(
        stages=stages,
        outline=outline([each.mean_load or 0 for each in report.stages]),
        in_front_of=next((each for each in stages if each.figures.stage.status == behind), None),
    )


def _stage(sources: Sources, each: StageFigures, *, x: float, width: float, largest: float) -> RiverStage:
    status, found = each.stage.status, sources.report.bottleneck
    name = sources.names[status]
    return RiverStage(
        name=name,
        figures=each,
        waiting=each.stage.state == State.WAITING,
        is_bottleneck=found is not None and status == found.status,
        owner=sources.owners.get(status),
        x=round(x, 1),
        width=round(width, 1),
        length=round((each.mean_load or 0) / largest * 100, 1) if largest else 0.0,
        visits_url=sources.items_url("stage", status=name),
        there_url=sources.items_url("load", status=name),
        what_if_url=f"{sources.stream.get_absolute_url()}what-if/?{urlencode({'stage': name})}",
    )


def outline(loads: Sequence[float]) -> str:
    """The path of the river: at the middle of each stage as wide as its load, between them a smooth bend."""
    if not loads:
        return ""
    largest = max(max(loads), 1e-9)
    widths = [max(THINNEST, load / largest * (HEIGHT - 2 * MARGIN)) for load in loads]
    widths = [widths[0], *widths, widths[-1]]
    step = WIDTH / len(loads)
    xs = [0.0, *(step * (place + 0.5) for place in range(len(loads))), float(WIDTH)]
    top = [(x, (HEIGHT - width) / 2) for x, width in zip(xs, widths, strict=True)]
    bottom = [(x, HEIGHT - y) for x, y in reversed(top)]
    return f"M{top[0][0]:.0f} {top[0][1]:.1f}{_bends(top)}L{bottom[0][0]:.0f} {bottom[0][1]:.1f}{_bends(bottom)}Z"


def _bends(points: Sequence[tuple[float, float]]) -> str:
    path = ""
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        path += f"C{middle:.0f} {y0:.1f} {middle:.0f} {y1:.1f} {x1:.0f} {y1:.1f}"
    return path
