"""The days that the demo's story hangs on, all counted from today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from okrflow.flow import date_of, day_number
from okrflow.flow.periods import monday_of

ZONE: Final = ZoneInfo("Europe/Berlin")
CYCLE_DAYS: Final = 91
_HISTORY_DAYS: Final = 427


@dataclass(frozen=True)
class Anchors:
    """Day numbers: `today` is T, at whose first instant the history ends.

    Today lies in week 11 of the 13 of the current cycle, 56 to 62 days after the experiment began.
    """

    today: int

    @classmethod
    def of(cls, today: date) -> "Anchors":
        """The anchors of a date."""
        return cls(day_number(today))

    @property
    def cycle(self) -> int:
        """C, the Monday on which the current cycle began."""
        return monday_of(self.today) - 70

    @property
    def experiment(self) -> int:
        """S, when "0 days waiting for business input" began."""
        return self.cycle + 14

    @property
    def year(self) -> int:
        """The first day of the organisation's year, which ends after the current cycle."""
        return self.cycle - CYCLE_DAYS

    @property
    def first(self) -> int:
        """W0, the first day of the history."""
        return self.today - _HISTORY_DAYS

    def past_cycles(self) -> list[int]:
        """The first days of the cycles before the current one that the history covers whole, the latest first."""
        return list(range(self.cycle - CYCLE_DAYS, self.first - 1, -CYCLE_DAYS))


def on(day: float) -> date:
    """The date of a day number, or of an instant within that day."""
    return date_of(0) + timedelta(days=int(day // 1))
