"""Claims, the bad example: work is pushed in, and analysis, which can do twelve a week, can't follow."""

from typing import Final

import numpy as np

from okrflow.demo.chance import even, lognormal
from okrflow.demo.clock import FloatArray
from okrflow.demo.lines.line import Arrivals, Line, Stage, Step
from okrflow.flow import State
from okrflow.flow.codes import BoolArray

_SERVICE_DAYS: Final = 7 / 12
_WAITING_AT_FIRST: Final = 22
_PUSH_DAYS: Final = 14
_PUSHED: Final = 41


class Claims(Line):
    """Items wait in one line, first come first served, before the one group that analyses."""

    slug = "claims"
    name = "Claims"
    key = "CLA"
    load_limit = 50
    stages = {
        Step.ANALYSIS_WAIT: Stage("Ready for analysis", State.WAITING, 0, 0),
        Step.ANALYSIS: Stage("Analysis", State.ACTIVE, 1.2, 0.4),
        Step.BUILD_WAIT: Stage("Ready for build", State.WAITING, 2.0, 0.6),
        Step.BUILD: Stage("Build", State.ACTIVE, 2.0, 0.6),
        Step.CHECK_WAIT: Stage("Ready for test", State.WAITING, 3.0, 0.6),
        Step.CHECK: Stage("Test", State.ACTIVE, 1.0, 0.5),
        Step.ASIDE: Stage("QA?", None, 0.5, 0.5, share=0.02),
        Step.RELEASE_WAIT: Stage("Ready for release", State.WAITING, 1.5, 0.6),
    }

    def arrivals(self) -> Arrivals:
        """Twelve a week, then 41 in the first two weeks of the cycle, then sixteen a week; nearly all features."""
        first, cycle = self.anchors.first, self.anchors.cycle
        pushed, end = cycle + _PUSH_DAYS, self.anchors.today + 30
        waiting = first - _SERVICE_DAYS * np.arange(_WAITING_AT_FIRST, 0, -1)
        usual = even(self.rng, count=(cycle - first) * 12 / 7, start=first, end=cycle)
        push = even(self.rng, count=_PUSHED, start=cycle, end=pushed)
        more = even(self.rng, count=(end - pushed) * 16 / 7, start=pushed, end=end)
        kinds = self.kinds((55, 25, 8, 12), _WAITING_AT_FIRST + len(usual))
        later_kinds = self.kinds((88, 9, 1, 2), len(push) + len(more))
        return Arrivals(np.concatenate([waiting, usual, push, more]), np.concatenate([kinds, later_kinds]))

    def lets_go(self, analysed: FloatArray) -> BoolArray:
        """Since the cycle began everything has been promised, and nothing stops any more."""
        return analysed < self.anchors.cycle

    def analysed(self, start: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The group is free for the next after its service; the item may stay in analysis longer."""
        service = lognormal(self.rng, _SERVICE_DAYS, 0.25, len(start))
        begins = np.empty(len(start))
        free = float(self.anchors.first)
        for place, (comes, takes) in enumerate(zip(start.tolist(), service.tolist(), strict=True)):
            begins[place] = max(comes, free)
            free = begins[place] + takes
        return begins - start, np.maximum(service, self.stay(Step.ANALYSIS, begins))
