"""What is measured by hand, week by week, up to yesterday evening: the series of the demo's metrics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.demo.anchors import Anchors
from okrflow.demo.clock import FloatArray

Shape = Callable[[Anchors, FloatArray], FloatArray]
"""The values behind the noise on days, given as day numbers with fractions."""

MEASURED_AT: Final = 17 / 24
"""A value is about five in the afternoon."""

_SETTLED: Final = 1 / 3
"""What noise is left once a series has begun to move."""


@dataclass(frozen=True)
class Weekly:
    """One series: its shape, the standard deviation of its noise, from when it moves, and when it was last heard of."""

    shape: Shape
    noise: float
    moves_from: Callable[[Anchors], int] | None = None
    silent_days: int = 0
    digits: int = 1

    def days(self, anchors: Anchors) -> FloatArray:
        """When it was measured: every seventh day back from yesterday."""
        back = np.arange(anchors.today - 1, anchors.first - 1, -7)[::-1]
        return np.array(
            [day + MEASURED_AT for day in back.tolist() if day < anchors.today - self.silent_days]
        )

    def values(self, anchors: Anchors, rng: np.random.Generator) -> FloatArray:
        """The values on these days, as people write them down."""
        days = self.days(anchors)
        noise = self.noise * _swings(rng, len(days))
        if self.moves_from is not None:
            noise[days >= self.moves_from(anchors)] *= _SETTLED
        return np.array([round(value, self.digits) for value in (self.shape(anchors, days) + noise).tolist()])


def _swings(rng: np.random.Generator, size: int) -> FloatArray:
    """Noise of standard deviation 1 that never surprises twice running: up and down by turns."""
    return rng.uniform(0.6, 1.32, size) * np.where(np.arange(size) % 2, 1, -1)


def _flat(value: float) -> Shape:
    return lambda anchors, days: np.full(len(days), value)


def _time_to_provision(anchors: Anchors, days: FloatArray) -> FloatArray:
    since = np.maximum(days - anchors.experiment - 24, 0)
    return 32 - 12 * (1 - np.exp(-since / 12))


def _mobile_nps(anchors: Anchors, days: FloatArray) -> FloatArray:
    return np.minimum(31 + 0.14 * np.maximum(days - anchors.experiment - 31, 0), 38)


def _market_share(anchors: Anchors, days: FloatArray) -> FloatArray:
    return 0.114 + 0.0015 * np.maximum(days - anchors.experiment - 42, 0) / 7


def _storage_cost(anchors: Anchors, days: FloatArray) -> FloatArray:
    back = days - anchors.today
    steps = np.select([back >= -30, back >= -70, back >= -110, back >= -150], [30.0, 38.0, 61.0, 92.0], 120.0)
    return steps * 1000


def _hosting_cost(anchors: Anchors, days: FloatArray) -> FloatArray:
    return 4.10 - 1.50 * (120_000 - _storage_cost(anchors, days)) / 90_000


def _claims_nps(anchors: Anchors, days: FloatArray) -> FloatArray:
    return 24 - 7 * np.clip((days - anchors.cycle - 21) / 49, 0, 1)


SERIES: Final[Mapping[str, Weekly]] = {
    "Time to provision a policy": Weekly(_time_to_provision, 0.6, lambda anchors: anchors.experiment + 24),
    "Mobile NPS": Weekly(_mobile_nps, 0.3, lambda anchors: anchors.experiment + 31),
    "Market share": Weekly(_market_share, 0.0005, lambda anchors: anchors.experiment + 42, digits=4),
    "Storage cost a month": Weekly(_storage_cost, 600, lambda anchors: anchors.today - 30, digits=-2),
    "Hosting cost per policy": Weekly(_hosting_cost, 0.03, lambda anchors: anchors.today - 30, digits=2),
    "Claims NPS": Weekly(_claims_nps, 0.4),
    "Complaints a week": Weekly(_flat(42), 0.84, silent_days=24, digits=0),
    "Loss ratio": Weekly(_flat(0.684), 0.0137, digits=3),
    "Renewal rate": Weekly(_flat(0.842), 0.0168, digits=3),
    "Cost per claim": Weekly(_flat(312), 6.2, digits=0),
    "Overpaid claims a month": Weekly(_flat(84_000), 1_700, digits=-3),
    "Employee happiness": Weekly(_flat(7.4), 0.15),
    "Escaped defects": Weekly(_flat(3.1), 0.06),
}


def measured(anchors: Anchors, *, seed: int) -> dict[str, list[tuple[float, float]]]:
    """Of each series its (day with fraction, value) pairs, oldest first; the same for the same day and seed."""
    return {
        name: list(
            zip(
                series.days(anchors).tolist(),
                series.values(anchors, np.random.default_rng([seed, 100 + number])).tolist(),
                strict=True,
            )
        )
        for number, (name, series) in enumerate(SERIES.items())
    }
