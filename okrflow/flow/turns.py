"""When a series left its usual band: what moved first, and what followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

DEVIATIONS: Final = 2.0
"""A change counts when it exceeds so many standard deviations of the values before."""
LEAST_BEFORE: Final = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """`place` is that of the second of two values in a row that left the band of `start` ± `band`; `change` its change."""

    place: int
    change: float
    start: float
    band: float


def turn(before: Sequence[float], after: Sequence[float]) -> Turn | None:
    """The first time that two values running differ from the last one before, on the same side, by over 2 sd of those before.

    `before` and `after` are in order of time; None if that never happened or fewer than 6 values tell the usual band.
    """
    if len(before) < LEAST_BEFORE or not len(after):
        return None
    start, band = float(before[-1]), DEVIATIONS * float(np.std(before))
    changes = np.asarray(after, float) - start
    sides = np.sign(changes) * (np.abs(changes) > band)
    running = np.flatnonzero((sides[1:] != 0) & (sides[1:] == sides[:-1])) + 1
    if not len(running):
        return None
    place = int(running[0])
    return Turn(place, float(changes[place]), start, band)
