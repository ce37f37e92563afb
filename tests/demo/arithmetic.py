"""The generated histories through the flow arithmetic, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from okrflow.demo.anchors import ZONE, Anchors
from okrflow.demo.histories import Histories, generate, state_map
from okrflow.flow import (
    Days,
    Facts,
    Finished,
    Intervals,
    Kind,
    Period,
    PeriodFigures,
    Rollup,
    Stage,
    StageReport,
    State,
    cut,
    date_of,
    facts,
    flow_rollup,
    period_figures,
    stage_figures,
    stage_rollup,
)
from okrflow.flow.codes import BoolArray

POLICY, PLATFORM, CLAIMS = 1, 2, 3


@dataclass(frozen=True, eq=False)
class Organisation:
    """All figures of one generated organisation."""

    anchors: Anchors
    histories: Histories

    @classmethod
    def made(cls, anchors: Anchors, *, seed: int) -> "Organisation":
        return cls(anchors, generate(anchors, seed=seed))

    @cached_property
    def days(self) -> Days:
        first = date_of(self.anchors.first - 120)
        return Days.build(ZONE, first=first, last=date_of(self.anchors.today - 1))

    @cached_property
    def intervals(self) -> Intervals:
        return cut(self.histories.events, state_map(self.histories.statuses), as_of=self.histories.as_of)

    @cached_property
    def facts(self) -> Facts:
        return facts(self.intervals)

    @cached_property
    def flow(self) -> Rollup:
        return flow_rollup(self.intervals, self.facts, self.days)

    @cached_property
    def stages(self) -> Rollup:
        return stage_rollup(self.intervals, self.days)

    def finished(self, chosen: BoolArray) -> Finished:
        return Finished(
            finished=self.facts.finished[chosen],
            kind=self.facts.finished_kind[chosen],
            flow_us=self.facts.flow_us[chosen],
            active_us=self.facts.active_us[chosen],
            measurable=self.facts.measurable[chosen],
        )

    def figures(
        self, stream: int | None, periods: Sequence[Period], kind: Kind | None = None
    ) -> list[PeriodFigures]:
        """Of one stream, or without one of all together, which is what the organisation's figure adds up."""
        rows, finished = self.flow, self.facts.finished_stream > 0
        if stream is not None:
            rows, finished = self.flow.of_stream(stream), self.facts.finished_stream == stream
        return period_figures(
            rows,
            self.finished(finished),
            days=self.days,
            periods=periods,
            as_of=self.histories.as_of,
            kind=kind,
        )

    def figure(self, stream: int | None, first: int, to: int, kind: Kind | None = None) -> PeriodFigures:
        return self.figures(stream, [Period(first, to)], kind)[0]

    def report(self, stream: int, first: int, to: int) -> StageReport:
        held = self.intervals.where(self.intervals.stream == stream)
        return stage_figures(
            self.stages.of_stream(stream),
            held,
            stages=self.stages_of(stream),
            days=self.days,
            period=Period(first, to),
            as_of=self.histories.as_of,
            seed=(stream, first, to),
        )

    def stages_of(self, stream: int) -> list[Stage]:
        known = state_map(self.histories.statuses)
        rows = known.stream == stream
        mapped = [
            Stage(status, State(state))
            for status, state in zip(known.status[rows].tolist(), known.state[rows].tolist(), strict=True)
        ]
        seen = set(np.unique(self.intervals.status[self.intervals.stream == stream]).tolist())
        return mapped + [Stage(status, State.WAITING) for status in seen - {each.status for each in mapped}]

    def share(self, stream: int, status: str, first: int, to: int) -> float:
        (figures,) = (
            each
            for each in self.report(stream, first, to).stages
            if each.stage.status == self.histories.status(status)
        )
        assert figures.share is not None
        return figures.share

    def load(self, stream: int, status: str, day: int) -> int:
        """The items in a stage at the first instant of a day."""
        begins = self.days.start_of(day)
        there = (self.intervals.stream == stream) & (self.intervals.began < begins)
        there &= (self.intervals.status == self.histories.status(status)) & (self.intervals.ended >= begins)
        return int(np.count_nonzero(there))
