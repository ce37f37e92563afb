"""Policy: nearly all flow time is waiting for business input, until the experiment ends it."""

from typing import Final

import numpy as np

from okrflow.demo.chance import lively, lognormal
from okrflow.demo.clock import FloatArray
from okrflow.demo.lines.line import Arrivals, Line, Stage, Step
from okrflow.flow import State

_RISES: Final = 180
"""Days before today on which the wait begins to rise faster."""
_LEAVE_DAYS: Final = 10
"""Within so many days of the experiment's start those who wait then leave."""


class Policy(Line):
    """24 items a week all the time: an outside wait has no capacity."""

    slug = "policy"
    name = "Policy"
    key = "POL"
    load_limit = 45
    stages = {
        Step.ANALYSIS_WAIT: Stage("Ready for analysis", State.WAITING, 0.8, 0.7),
        Step.ANALYSIS: Stage("Analysis", State.ACTIVE, 0.7, 0.6),
        Step.BUILD_WAIT: Stage("Ready for build", State.WAITING, 1.0, 0.7),
        Step.BUILD: Stage("Build", State.ACTIVE, 1.5, 0.6),
        Step.CHECK_WAIT: Stage("Ready for verification", State.WAITING, 0.6, 0.6),
        Step.CHECK: Stage("Verification", State.ACTIVE, 0.5, 0.5),
        Step.RELEASE_WAIT: Stage("Ready for release", State.WAITING, 0.9, 0.6),
        Step.RELEASE: Stage("Release", State.ACTIVE, 0.2, 0.4),
    }

    def arrivals(self) -> Arrivals:
        """The same number and kinds all the time."""
        start = lively(self.rng, per_week=24, start=self.anchors.first, end=self.anchors.today + 30)
        return Arrivals(start, self.kinds((60, 20, 8, 12), len(start)))

    def stay(self, step: Step, entered: FloatArray) -> FloatArray:
        """The wait for verification is the story; all else stays as it is."""
        days = super().stay(step, entered)
        if step != Step.CHECK_WAIT:
            return days
        return np.where(entered < self.anchors.experiment, self._wait_for_input(entered), days)

    def _wait_for_input(self, entered: FloatArray) -> FloatArray:
        """Of those who come before the experiment. When it begins all who wait leave, one after another."""
        first, today, experiment = self.anchors.first, self.anchors.today, self.anchors.experiment
        mean = np.interp(entered, [first, today - _RISES, experiment], [13.0, 14.0, 19.0])
        days = lognormal(self.rng, mean, 0.55, len(entered))
        set_free = experiment - entered + self.rng.uniform(0, _LEAVE_DAYS, len(entered))
        return np.where(entered + days < experiment, days, set_free)
