"""What a cycle did to flow: of each stream the 28 days before its start against its last 28."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from okrflow.flow import PeriodFigures, StageReport
from okrflow.okrs.models import Cycle
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window, today

DAYS: Final = 28


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two windows; `bottleneck` is empty where none is clear."""

    choice: Choice
    figures: PeriodFigures
    bottleneck: str

    @property
    def velocity_a_week(self) -> float | None:
        velocity = self.figures.velocity
        return None if velocity is None else velocity / (self.choice.window.length / 7)


@dataclass(frozen=True, kw_only=True)
class FlowEffect:
    """`velocity_url` and the others lead to the items behind the figures of the later side."""

    stream: ValueStream
    before: Side
    after: Side

    @property
    def links(self) -> dict[str, str]:
        names = ("velocity", "flow_time", "measured", "load")
        return {name: self.after.choice.items_url(self.stream, name) for name in names}


def windows_of(cycle: Cycle, *, now: datetime) -> tuple[Window, Window] | None:
    """The days before the cycle's start, and as many of its last ones, up to today while it runs; None before it begins."""
    day = today(cycle.organisation, now=now)
    to = min(cycle.ends_on, day + timedelta(days=1))
    length = min(DAYS, (to - cycle.starts_on).days)
    if length < 1:
        return None
    span = timedelta(days=length)
    before = Window.of(cycle.organisation, first=cycle.starts_on - span, to=cycle.starts_on)
    return before, Window.of(cycle.organisation, first=to - span, to=to)


def flow_effects(cycle: Cycle, streams: Sequence[ValueStream], *, now: datetime) -> list[FlowEffect]:
    """Of streams of the cycle's organisation, in their order; of those in which something was going on. A dozen queries
    for each."""
    windows = windows_of(cycle, now=now)
    if windows is None:
        return []
    found = (
        FlowEffect(stream=each, before=_side(each, windows[0], now), after=_side(each, windows[1], now))
        for each in streams
    )
    return [each for each in found if each.after.figures.load.mean or each.after.figures.velocity]


def _side(stream: ValueStream, window: Window, now: datetime) -> Side:
    return Side(
        choice=Choice(window=window, days=None, kind=None),
        figures=flow.figures([stream.pk], window, now=now),
        bottleneck=_bottleneck(flow.stages(stream, window, now=now)),
    )


def _bottleneck(report: StageReport) -> str:
    return "" if report.bottleneck is None else Status.objects.get(pk=report.bottleneck.status).name
