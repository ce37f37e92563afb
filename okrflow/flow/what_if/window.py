"""A stream's window as it was observed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from okrflow.flow.codes import DAY_US, BoolArray
from okrflow.flow.intervals import Intervals
from okrflow.flow.stages import Stage
from okrflow.flow.what_if.floor import unhindered
from okrflow.flow.what_if.journeys import observed
from okrflow.flow.what_if.measures import Measures
from okrflow.flow.what_if.places import FIRST_STAGE, active_places, stages_in_progress
from okrflow.flow.what_if.pools import Pools
from okrflow.flow.what_if.visits import Entries, Visits, entries, observe


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Window:
    """Visits and entries of `days` days, what is drawn from them, and the figures that they had.

    `active` says which places are active stages.
    """

    days: float
    stages: tuple[Stage, ...]
    active: BoolArray
    visits: Visits
    entries: Entries
    pools: Pools
    measures: Measures

    @classmethod
    def of(cls, intervals: Intervals, *, stages: Sequence[Stage], start: int, end: int) -> Self:
        """Observe a stream. Raises ValueError when the window is empty or a status in progress is none of the stages."""
        if end <= start:
            raise ValueError("the window is empty")
        shown = stages_in_progress(stages)
        active, days = active_places(shown), (end - start) / DAY_US
        visits = observe(intervals, stages=shown, start=start, end=end)
        entered = entries(visits, active)
        taken = unhindered(observed(visits, entered))
        return cls(
            days=days,
            stages=shown,
            active=active,
            visits=visits,
            entries=entered,
            pools=Pools.of(visits, places=len(active)),
            measures=Measures.of(taken, active=active, lines=(), end=days),
        )

    @property
    def place(self) -> dict[int, int]:
        """The place of each stage's status."""
        return {stage.status: place for place, stage in enumerate(self.stages, FIRST_STAGE)}

    def status(self, place: int) -> int:
        """The status of a stage's place."""
        return self.stages[place - FIRST_STAGE].status
