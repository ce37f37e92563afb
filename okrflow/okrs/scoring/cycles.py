"""Days of a cycle, and what share of the way is expected by a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CycleDays:
    """The days [start, end) that key results are scored in."""

    start: date
    end: date

    @property
    def length(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def clip(self, day: date) -> date | None:
        """The day whose figures are shown on `day`: None before the start, the last one after the end."""
        return None if day < self.start else min(day, self.last)


def expected_share(cycle: CycleDays, day: date, *, lag_days: int = 0) -> Fraction:
    """e(d): 0 while the metric can't show an effect yet, 1 on the last day. `lag_days` counts up to half the cycle."""
    lag = min(lag_days, cycle.length // 2)
    passed = (day - cycle.start).days + 1 - lag
    return min(Fraction(1), max(Fraction(0), Fraction(passed, cycle.length - lag)))
