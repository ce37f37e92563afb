"""Who was in the stages during a period: what only single visits can tell."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from okrflow.flow.clock import ELAPSED, Clock
from okrflow.flow.codes import BoolArray, IntArray, Kind
from okrflow.flow.intervals import Intervals
from okrflow.flow.periods import Clip


@dataclass(frozen=True, eq=False, slots=True)
class Presence:
    """The intervals of one stream that touch the clipped period, each with its stage's place, in order (item, began).

    `counts` marks the intervals of the kind asked for, or all; durations are read on `clock`.
    """

    intervals: Intervals
    stage: IntArray
    counts: BoolArray
    clip: Clip
    clock: Clock

    @classmethod
    def of(
        cls,
        intervals: Intervals,
        *,
        statuses: list[int],
        clip: Clip,
        kind: Kind | None,
        clock: Clock = ELAPSED,
    ) -> Self:
        """Pick out what is in these stages, began before the clipped period's end and ended at its start or later."""
        stage = places(intervals.status, statuses)
        chosen = (stage >= 0) & (intervals.began < clip.edge) & (intervals.ended >= clip.start)
        picked = intervals.where(chosen)
        counts = np.ones(len(picked), np.bool_) if kind is None else picked.kind == kind
        return cls(picked, stage[chosen], counts, clip, clock)

    def items(self) -> int:
        """The number of items that spent time in a stage within the clipped period."""
        spent = (
            self.counts & (self.intervals.began < self.clip.end) & (self.intervals.ended > self.clip.start)
        )
        return len(np.unique(self.intervals.item[spent]))

    def visits(self, stage: int) -> int:
        """The visits of a stage that ended after the start or are open, of the kind they had last in the period."""
        touching = self.intervals.ended > self.clip.start
        item, began = self.intervals.item[touching], self.intervals.visit_began[touching]
        last = np.ones(len(item), np.bool_)
        last[:-1] = (item[1:] != item[:-1]) | (began[1:] != began[:-1])
        chosen = (self.counts & (self.stage == stage))[touching]
        return int(np.count_nonzero(last & chosen))

    def visits_us(self, stage: int) -> IntArray:
        """The lengths in microseconds of the visits of a stage that ended in the period."""
        rows = self._ended_visits(stage)
        return self.clock.between(self.intervals.visit_began[rows], self.intervals.ended[rows])

    def ages_us(self, stage: int) -> IntArray:
        """How long the items that are in a stage at the period's end have been there, in microseconds."""
        there = (self.stage == stage) & self.counts & (self.intervals.ended >= self.clip.edge)
        began: IntArray = self.intervals.visit_began[there]
        return self.clock.between(began, np.full(len(began), self.clip.end))

    def most(self, stage: int) -> int:
        """The most items in a stage at any instant of the clipped period."""
        rows = (self.stage == stage) & self.counts & (self.intervals.ended > self.clip.start)
        began = np.maximum(self.intervals.began[rows], self.clip.start)
        ended = self.intervals.ended[rows]
        ended = ended[ended < self.clip.edge]
        change = np.repeat(np.array([1, -1]), [len(began), len(ended)])
        # At one instant those who leave go first, so that nobody is counted beside the one who takes the place.
        order = np.lexsort((change, np.concatenate([began, ended])))
        return int(np.max(np.cumsum(change[order]), initial=0))

    def next_stages(self, stage: int, stages: int) -> IntArray:
        """How many visits of a stage that ended in the period went on to each stage of the stream, at once."""
        rows = self._ended_visits(stage)
        rows = rows[rows + 1 < len(self.stage)]
        item, began = self.intervals.item, self.intervals.began
        goes_on = (item[rows + 1] == item[rows]) & (began[rows + 1] == self.intervals.ended[rows])
        return np.bincount(self.stage[rows[goes_on] + 1], minlength=stages)

    def _ended_visits(self, stage: int) -> IntArray:
        """The rows that end a visit of a stage in the period."""
        ended = self.intervals.ends_visit & (self.intervals.ended < self.clip.edge)
        return np.flatnonzero(ended & self.counts & (self.stage == stage))


def places(status: IntArray, statuses: list[int]) -> IntArray:
    """The place of each status in a list without repetitions, -1 for one that is not there."""
    if not statuses:
        return np.full(len(status), -1, np.int64)
    known = np.array(statuses, np.int64)
    order = np.argsort(known)
    found = order[np.minimum(np.searchsorted(known, status, sorter=order), len(known) - 1)]
    return np.where(known[found] == status, found, -1)
