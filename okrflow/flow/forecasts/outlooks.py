"""What a value may be on a day to come, and how likely it keeps within limits."""

from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np

from okrflow.flow.codes import FloatArray

LEAST_CHANCE: Final = 0.01
MOST_CHANCE: Final = 0.99


class Band(NamedTuple):
    """Where the value will be: in 70 % of the cases between `p15` and `p85`."""

    p15: float
    p50: float
    p85: float


class Outlook(Protocol):
    """A distribution of what may come."""

    def within(self, low: float | None, high: float | None) -> float:
        """The share of the cases in which the value lies within limits, which count as within; None is no limit."""
        ...

    @property
    def band(self) -> Band: ...


def chance(outlook: Outlook, *, low: float | None, high: float | None) -> float:
    """The chance that the value lies within limits; nothing that is foretold is ever certain or impossible."""
    return min(MOST_CHANCE, max(LEAST_CHANCE, outlook.within(low, high)))


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """The values of many trials; NaN in a trial that came to no value, which is within no limits."""

    values: FloatArray

    def within(self, low: float | None, high: float | None) -> float:
        """The share of the trials whose value lies within the limits."""
        kept = np.isfinite(self.values)
        if low is not None:
            kept &= self.values >= low
        if high is not None:
            kept &= self.values <= high
        return float(kept.mean())

    @property
    def band(self) -> Band:
        """Of the trials that came to a value; there is one at least."""
        return Band(*(float(level) for level in np.nanpercentile(self.values, (15, 50, 85))))
