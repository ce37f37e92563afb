"""Items on their way through the lines: what each passes, when, and what goes wrong on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from okrflow.demo.chance import lognormal
from okrflow.demo.clock import FloatArray
from okrflow.demo.lines import BACKLOG, CANCELLED, LIVE, Line, Step
from okrflow.flow import Kind
from okrflow.flow.codes import BoolArray, CodeArray, IntArray

_REOPENED: Final = np.array([0.015, 0.16, 0.015, 0.015])
"""By kind, together about 4 %: most often it is a fix that fixed nothing."""
_CANCELLED: Final = 0.03
_MOVED: Final = 0.005
_REKINDED: Final = 0.01
_BACKLOG_DAYS: Final = 5.0
_BUILT: Final = [step for step in Step if step >= Step.BUILD]


@dataclass(frozen=True, eq=False)
class Changes:
    """Items that came into one status: equal-length arrays, instants in even time, `line` the number of their line."""

    item: IntArray
    even: FloatArray
    line: IntArray
    kind: CodeArray
    status: str


@dataclass(eq=False)
class Travellers:
    """Items as they stand at one moment of their journeys: in which line, of which kind, since when."""

    lines: Sequence[Line]
    item: IntArray
    line: IntArray
    kind: CodeArray
    clock: FloatArray
    changes: list[Changes] = field(default_factory=list)

    def note(self, status: str, chosen: BoolArray) -> None:
        """Write down that the chosen ones are in a status from their clock on."""
        self.changes.append(
            Changes(self.item[chosen], self.clock[chosen], self.line[chosen], self.kind[chosen], status)
        )

    def pass_through(self, step: Step, chosen: BoolArray) -> None:
        """Let the chosen ones enter a step and leave it, each in its own line."""
        for number, line in enumerate(self.lines):
            here = chosen & (self.line == number)
            self.spend(step, here, line, line.stay(step, self.clock[here]))

    def let_go(self) -> BoolArray:
        """Those who may still be cancelled or given away."""
        found = np.empty(len(self.item), np.bool_)
        for number, line in enumerate(self.lines):
            here = self.line == number
            found[here] = line.lets_go(self.clock[here])
        return found

    def spend(self, step: Step, chosen: BoolArray, line: Line, days: FloatArray) -> None:
        """Let the chosen ones, all in one line, spend so many days in a step; NaN passes it by."""
        stays = chosen.copy()
        stays[chosen] = ~np.isnan(days)
        if stays.any():
            self.note(line.stages[step].name, stays)
            self.clock[stays] += days[~np.isnan(days)]


def travel(lines: Sequence[Line], rng: np.random.Generator) -> list[Changes]:
    """All changes of all items of these lines, from the backlog on; items are numbered line by line."""
    travellers = _start(lines, rng)
    everyone = np.ones(len(travellers.item), np.bool_)
    travellers.pass_through(Step.BUILD_WAIT, everyone)
    let_go = travellers.let_go()
    alive = ~let_go | (rng.random(len(everyone)) >= _CANCELLED)
    travellers.note(CANCELLED, ~alive)
    _move(travellers, let_go, rng)
    _build(travellers, alive, rng)
    for step in _BUILT[1:]:
        travellers.pass_through(step, alive)
    travellers.note(LIVE, alive)
    _reopen(travellers, alive, rng)
    return travellers.changes


def _start(lines: Sequence[Line], rng: np.random.Generator) -> Travellers:
    """Let all items come, through the backlog unless they are urgent, and be analysed, each line by itself."""
    arrivals = [line.arrivals() for line in lines]
    start = np.concatenate([each.start for each in arrivals])
    kind = np.concatenate([each.kind for each in arrivals])
    of_line = np.repeat(np.arange(len(lines)), [len(each.start) for each in arrivals])
    thought_of = start - lognormal(rng, _BACKLOG_DAYS, 0.8, len(start))
    travellers = Travellers(lines, np.arange(len(start)), of_line, kind, thought_of)
    travellers.note(BACKLOG, np.isin(kind, (Kind.FEATURE, Kind.DEBT)))
    travellers.clock = start.copy()
    for number, line in enumerate(lines):
        here = of_line == number
        wait, work = line.analysed(start[here])
        travellers.spend(Step.ANALYSIS_WAIT, here, line, wait)
        travellers.spend(Step.ANALYSIS, here, line, work)
    return travellers


def _move(travellers: Travellers, let_go: BoolArray, rng: np.random.Generator) -> None:
    """Give a few items to the next line, which builds them."""
    moves = let_go & (rng.random(len(travellers.item)) < _MOVED)
    travellers.line = np.where(moves, (travellers.line + 1) % len(travellers.lines), travellers.line)


def _build(travellers: Travellers, alive: BoolArray, rng: np.random.Generator) -> None:
    """Build; of a few items it turns out halfway that they are something else."""
    began = travellers.clock.copy()
    travellers.pass_through(Step.BUILD, alive)
    turns = alive & (rng.random(len(alive)) < _REKINDED)
    ended = travellers.clock
    travellers.kind = np.where(turns, (travellers.kind + 1) % len(Kind), travellers.kind).astype(np.int8)
    for number, line in enumerate(travellers.lines):
        travellers.clock = (began + ended) / 2
        travellers.note(line.stages[Step.BUILD].name, turns & (travellers.line == number))
    travellers.clock = ended


def _reopen(travellers: Travellers, alive: BoolArray, rng: np.random.Generator) -> None:
    """Bring a few items back to Build some days after they went live."""
    again = alive & (rng.random(len(alive)) < _REOPENED[travellers.kind])
    travellers.clock = travellers.clock + rng.uniform(0.5, 5, len(alive))
    for step in _BUILT:
        travellers.pass_through(step, again)
    travellers.note(LIVE, again)
