"""How often forecasts would have held."""

from dataclasses import dataclass
from typing import Final

from okrflow.flow.forecasts.counts import how_many
from okrflow.flow.forecasts.samples import DailyCounts
from okrflow.flow.periods import monday_of

WEEKS: Final = 26
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class BackTest:
    """Of so many past weeks for which a statement could be made, in how many it held."""

    weeks: int
    held: int

    @property
    def share(self) -> float | None:
        """The share of the weeks in which it held; None without any."""
        return self.held / self.weeks if self.weeks else None


def back_test(history: DailyCounts, *, stream: int, weeks: int = WEEKS) -> BackTest:
    """Try the 85 % statement on the last whole weeks, Monday to Sunday, before the end of the history.

    At the start of each week the samples before it say "at least p15 items this week, with 85 % confidence". It held
    when as many or more were finished. Weeks with too few samples to say anything are not tried.
    """
    end = monday_of(history.end)
    tried = held = 0
    for monday in range(end - weeks * _WEEK, end, _WEEK):
        said = how_many(history.before(monday), days=_WEEK, seed=(stream, monday)).p15
        if said is not None:
            tried += 1
            held += int(history.between(monday, monday + _WEEK).sum()) >= said
    return BackTest(tried, held)
