"""Platform: a line without a clear bottleneck, whose work turns from features to debt."""

from typing import Final

import numpy as np

from okrflow.demo.chance import lively
from okrflow.demo.lines.line import Arrivals, Line, Stage, Step
from okrflow.flow import State

_TURNS: Final = 182
"""Days before today from which on debt is taken down."""


class Platform(Line):
    """14 items a week."""

    slug = "platform"
    name = "Platform"
    key = "PLA"
    load_limit = 30
    stages = {
        Step.ANALYSIS_WAIT: Stage("Ready for analysis", State.WAITING, 1.4, 0.6),
        Step.ANALYSIS: Stage("Analysis", State.ACTIVE, 2.0, 0.6),
        Step.BUILD_WAIT: Stage("Ready for build", State.WAITING, 1.4, 0.6),
        Step.BUILD: Stage("Build", State.ACTIVE, 3.0, 0.6),
        Step.CHECK_WAIT: Stage("Ready for review", State.WAITING, 1.5, 0.6),
        Step.CHECK: Stage("Review", State.ACTIVE, 2.0, 0.6),
        Step.RELEASE_WAIT: Stage("Ready for release", State.WAITING, 1.4, 0.6),
        Step.RELEASE: Stage("Release", State.ACTIVE, 0.6, 0.6),
    }

    def arrivals(self) -> Arrivals:
        """From the turn on half of the work is debt."""
        start = lively(self.rng, per_week=14, start=self.anchors.first, end=self.anchors.today + 30)
        before = self.kinds((52, 18, 12, 18), len(start))
        after = self.kinds((24, 12, 13, 51), len(start))
        return Arrivals(start, np.where(start < self.anchors.today - _TURNS, before, after))
