"""A straight line through values of the past, and how far a value to come may lie from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt
from typing import Final

import numpy as np

from okrflow.flow.codes import Reason
from okrflow.flow.forecasts.outlooks import Band

FEWEST_VALUES: Final = 4
_HALVINGS: Final = 60
_STEPS: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The prediction of one value: `centre` + `spread` x Student's t with so many degrees of freedom.

    `floor` is a value that it will not fall below: 0 of what never was negative.
    """

    centre: float
    spread: float
    freedom: int
    floor: float | None = None

    def within(self, low: float | None, high: float | None) -> float:
        """The probability that the value lies within the limits."""
        under_high = 1.0 if high is None else self._at_most(high)
        under_low = 0.0 if low is None else 1.0 - self._at_least(low)
        return max(0.0, under_high - under_low)

    @property
    def band(self) -> Band:
        """The quantiles; `p15` to `p85` is the prediction interval of 70 %."""
        far = t_quantile(0.85, self.freedom) * self.spread
        levels = (self.centre - far, self.centre, self.centre + far)
        return Band(*(level if self.floor is None else max(self.floor, level) for level in levels))

    def _at_most(self, level: float) -> float:
        if self.floor is not None and level < self.floor:
            return 0.0
        if not self.spread:
            return float(self.centre <= level)
        return t_share((level - self.centre) / self.spread, self.freedom)

    def _at_least(self, level: float) -> float:
        if self.floor is not None and level <= self.floor:
            return 1.0
        if not self.spread:
            return float(self.centre >= level)
        return t_share((self.centre - level) / self.spread, self.freedom)


def trend(days: Sequence[float], values: Sequence[float], *, at: float) -> Trend | Reason:
    """Least squares through values on days, and the prediction of one more value on a day.

    The spread is s x sqrt(1 + 1/n + (at - mean day)^2 / sum of squares of days), s^2 = squared residuals / (n - 2):
    the textbook's prediction interval. Fewer than 4 values, or values of one day only, tell no trend.
    """
    x, y = np.asarray(days, np.float64), np.asarray(values, np.float64)
    if len(x) < FEWEST_VALUES:
        return Reason.TOO_FEW_VALUES
    mean_day, mean = float(x.mean()), float(y.mean())
    from_day, from_mean = x - mean_day, y - mean
    squares = float(from_day @ from_day)
    if not squares:
        return Reason.TOO_FEW_VALUES
    slope = float(from_day @ from_mean) / squares
    residuals = from_mean - slope * from_day
    s = sqrt(float(residuals @ residuals) / (len(x) - 2))
    ahead = at - mean_day
    return Trend(
        centre=mean + slope * ahead,
        spread=s * sqrt(1 + 1 / len(x) + ahead**2 / squares),
        freedom=len(x) - 2,
        floor=0.0 if float(y.min()) >= 0 else None,
    )


def t_share(t: float, freedom: int) -> float:
    """The probability that Student's t with whole degrees of freedom is at most `t`.

    Exact, by the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2 == 1
    term, total = (cos(angle), 0.0) if odd else (1.0, 0.0)
    for number in range(2 if odd else 1, freedom, 2):
        total += term
        term *= cos(angle) ** 2 * number / (number + 1)
    inside = (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total
    return (1 + inside) / 2


def t_quantile(share: float, freedom: int) -> float:
    """The value that Student's t does not exceed with this probability, by halving."""
    low, high = -_STEPS, _STEPS
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if t_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2
