"""Today and a scenario, run side by side on the same chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np

from okrflow.flow.codes import BoolArray, FloatArray, Kind
from okrflow.flow.what_if.answers import Answer, answer
from okrflow.flow.what_if.changes import Arrivals, Change, changed, check
from okrflow.flow.what_if.floor import Floor, run
from okrflow.flow.what_if.journeys import Journeys, draw
from okrflow.flow.what_if.measures import Measures
from okrflow.flow.what_if.model import Model
from okrflow.flow.what_if.progress import Progress, Report
from okrflow.flow.what_if.visits import Entries
from okrflow.flow.what_if.window import Window

REPLICATIONS: Final = 200
_WEEK: Final = 7.0


def simulate(
    model: Model,
    changes: Sequence[Change],
    *,
    seed: Sequence[int],
    replications: int = REPLICATIONS,
    report: Report | None = None,
) -> Answer:
    """What the window would have been like with these changes, compared with the same chance without them.

    `seed` are integers of 0 or more; `report` hears of the progress, 0 to 1, and may raise to give up. Where a wait can be
    read in two ways, the answer has a second one for the other. Raises ValueError for an unknown stage and for changes that
    are not offered, contradict each other or leave no place.
    """
    check(changes, model.offers)
    readings = 1 if model.second_reading is None else 2
    progress = Progress(report, replications * readings)
    return _answer(model, changes, seed, replications, progress)


def _answer(
    model: Model, changes: Sequence[Change], seed: Sequence[int], replications: int, progress: Progress
) -> Answer:
    """The answer of a model and, with it, that of its second reading."""
    pairing = _Pairing.of(model, changes)
    pairs: list[tuple[Measures, Measures]] = []
    for replication in range(replications):
        pairs.append(pairing.pair([*seed, replication]))
        progress.step()
    other = model.second_reading
    return answer(
        [today for today, _ in pairs],
        [scenario for _, scenario in pairs],
        days=model.window.days,
        stages_today=[model.window.status(line.stage) for line in model.floor.lines],
        stages_scenario=[model.window.status(line.stage) for line in pairing.floor.lines],
        limited=pairing.floor.limit is not None,
        second_reading=None if other is None else _answer(other, changes, seed, replications, progress),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Pairing:
    """A model and its changed floor; `factors` says by kind how many times as many items come."""

    model: Model
    floor: Floor
    factors: FloatArray

    @classmethod
    def of(cls, model: Model, changes: Sequence[Change]) -> "_Pairing":
        factors = np.ones(len(Kind))
        for change in changes:
            if isinstance(change, Arrivals):
                factors[change.kind] = change.factor
        return cls(model, changed(model.floor, changes, model.window.place), factors)

    def pair(self, seed: Sequence[int]) -> tuple[Measures, Measures]:
        """One replication of today and of the scenario."""
        window, rng = self.model.window, np.random.default_rng(seed)
        today = draw(_drawn_weeks(window, rng), window.pools, rng)
        scenario = self._with_arrivals(today, rng)
        return self._measured(today, self.model.floor), self._measured(scenario, self.floor)

    def _measured(self, journeys: Journeys, floor: Floor) -> Measures:
        window = self.model.window
        done = run(journeys, floor, end=window.days)
        return Measures.of(done, active=window.active, lines=floor.lines, end=window.days)

    def _with_arrivals(self, today: Journeys, rng: np.random.Generator) -> Journeys:
        """Fewer of today's items where a factor is below 1, and more where it is above, drawn from weeks like them."""
        if (self.factors == 1).all():
            return today
        present = today.entries.entered < 0
        scenario = today.where(present | self._chosen(today.entries, 0, rng))
        for more in range(1, ceil(self.factors.max())):
            entries = _drawn_weeks(self.model.window, rng)
            chosen = self._chosen(entries, more, rng) & (entries.entered >= 0)
            scenario = scenario.joined(draw(entries.where(chosen), self.model.window.pools, rng))
        return scenario

    def _chosen(self, entries: Entries, times: int, rng: np.random.Generator) -> BoolArray:
        """Which of these come when the factors ask for more than so many times as many."""
        share = np.clip(self.factors - times, 0.0, 1.0)
        return rng.random(len(entries.kind)) < share[entries.kind]


def _drawn_weeks(window: Window, rng: np.random.Generator) -> Entries:
    """Who is there at the start, and arrivals of whole weeks of the window, drawn with replacement."""
    present = window.entries.entered < 0
    arrivals = window.entries.where(~present)
    week = (arrivals.entered / _WEEK).astype(np.int64)
    source = rng.integers(max(int(window.days / _WEEK), 1), size=ceil(window.days / _WEEK))
    rows = [np.flatnonzero(week == each) for each in source.tolist()]
    later = np.repeat(np.arange(len(source)) - source, [len(each) for each in rows])
    drawn = arrivals.where(np.concatenate(rows))
    moved = replace(drawn, entered=drawn.entered + _WEEK * later)
    return window.entries.where(present).joined(moved.where(moved.entered < window.days))
