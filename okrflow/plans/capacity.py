"""How far down its plan a stream comes by a day: items left, in order, against the forecast of how many it finishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from okrflow.flow import Reason
from okrflow.flow.forecasts import HowMany
from okrflow.plans.models import PlanEntry

_UNLESS_COMMITTED: Final = timedelta(days=27)
LONGEST: Final = timedelta(days=730)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """With this chance (a share) the plan is done down to `entries` entries from its top: at least `items` items."""

    chance: float
    items: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """The marks of a day, the surest first; none with a reason."""

    by: date
    marks: Sequence[Mark]
    reason: Reason | None

    def after(self, entries: int) -> list[Mark]:
        """The marks that stand right below so many entries."""
        return [mark for mark in self.marks if mark.entries == entries]


def items_left(entry: PlanEntry) -> int:
    """Items neither done nor cancelled, of an entry read `with_counts`; one without items counts as one item of work."""
    counts: tuple[int, int, int] = entry.item_count, entry.done_count, entry.dropped_count  # type: ignore[attr-defined]
    return counts[0] - counts[1] - counts[2] if counts[0] else 1


def capacity(entries: Sequence[PlanEntry], forecast: HowMany, *, by: date) -> Capacity:
    """Where in these entries, in their order, the forecast ends with a chance of 85, 50 and 15 %."""
    if forecast.reason is not None:
        return Capacity(by=by, marks=(), reason=forecast.reason)
    totals = list(accumulate(items_left(entry) for entry in entries))
    levels = ((0.85, forecast.p15), (0.5, forecast.p50), (0.15, forecast.p85))
    marks = [
        Mark(chance=chance, items=items, entries=sum(total <= items for total in totals))
        for chance, items in levels
        if items is not None
    ]
    return Capacity(by=by, marks=marks, reason=None)


def day_of_interest(entries: Sequence[PlanEntry], *, today: date) -> date:
    """The last day of the first commitment that runs, else of the next one, else the day four weeks from now."""
    ahead = [entry for entry in entries if entry.last_on and today <= entry.last_on <= today + LONGEST]
    running = [entry.last_on for entry in ahead if entry.begun_on(today)]
    return next(iter(running), None) or min(
        (entry.last_on for entry in ahead if entry.last_on), default=today + _UNLESS_COMMITTED
    )
