"""The river of the stages page: as wide at each stage as the mean number of items there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from okrflow.flow import StageFigures, StageReport, State
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.choices import Choice

WIDTH: Final = 1080
HEIGHT: Final = 184
MARGIN: Final = 5
THINNEST: Final = 4.0


@dataclass(frozen=True, kw_only=True)
class RiverStage:
    """One stage as drawn and listed: its figures, its place, and where its items are."""

    name: str
    figures: StageFigures
    waiting: bool
    is_bottleneck: bool
    in_front_of: str
    owner: str
    x: float
    width: float
    visits_url: str
    there_url: str


@dataclass(frozen=True, kw_only=True)
class River:
    stages: Sequence[RiverStage]
    outline: str

    @property
    def runner_up(self) -> RiverStage | None:
        """The stage with the second largest share."""
        known = [stage for stage in self.stages if stage.figures.share is not None]
        ordered = sorted(known, key=lambda stage: -(stage.figures.share or 0))
        return ordered[1] if len(ordered) > 1 else None


def river_of(
    value_stream: ValueStream, report: StageReport, names: Mapping[int, str], choice: Choice
) -> River:
    """The river of a report. One query, for who owns a waiting stage."""
    owned = value_stream.stages.exclude(owner_stream=None).exclude(owner_stream=value_stream)
    owners = dict(owned.values_list("status_id", "owner_stream__name"))
    width = WIDTH / max(1, len(report.stages))
    found = report.bottleneck
    stages = [
        RiverStage(
            name=names[each.stage.status],
            figures=each,
            waiting=each.stage.state == State.WAITING,
            is_bottleneck=found is not None and each.stage.status == found.status,
            in_front_of=names.get(found.in_front_of or 0, "")
            if found and each.stage.status == found.status
            else "",
            owner=owners.get(each.stage.status, ""),
            x=round(place * width, 1),
            width=round(width, 1),
            visits_url=choice.items_url(value_stream, "stage", status=names[each.stage.status]),
            there_url=choice.items_url(value_stream, "load", status=names[each.stage.status]),
        )
        for place, each in enumerate(report.stages)
    ]
    return River(stages=stages, outline=outline([each.mean_load or 0 for each in report.stages]))


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
