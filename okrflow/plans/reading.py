"""The plan of a stream as its page shows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from okrflow.flow import Predictability
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.plans.capacity import Capacity, Mark, capacity, day_of_interest, items_left
from okrflow.plans.models import Bet, PlanEntry
from okrflow.plans.predictability import predictability
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.forecasts import forecast_how_many
from okrflow.work_items.figures.windows import Window, today, trailing


@dataclass(frozen=True, kw_only=True)
class Row:
    """An entry with how far it is, what it bets on, and the marks of the forecast right below it."""

    entry: PlanEntry
    place: int
    items: int
    done: int
    left: int
    bets: Sequence[KeyResult]
    state: str
    marks: Sequence[Mark] = ()

    @property
    def done_share(self) -> float | None:
        return self.done / self.items if self.items else None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is still to be delivered, in order; what is done, and what was cancelled, the newest first."""

    open: Sequence[Row]
    done: Sequence[Row]
    cancelled: Sequence[Row]
    capacity: Capacity
    window: Window
    predictability: Predictability

    @property
    def marks_on_top(self) -> Sequence[Mark]:
        """The marks above the first entry: not even that is done."""
        return self.capacity.after(0)

    @property
    def others(self) -> list[tuple[str, Sequence[Row]]]:
        return [("Done", self.done), ("Cancelled", self.cancelled)]


def open_entries(value_stream: ValueStream) -> list[PlanEntry]:
    """What is still to be delivered, in order. One query."""
    return [entry for entry in PlanEntry.objects.of(value_stream).with_counts().in_order() if _open(entry)]


def _open(entry: PlanEntry) -> bool:
    return not entry.cancelled and items_left(entry) > 0


def plan_of(rights: OkrRights, value_stream: ValueStream, *, now: datetime, by: date | None = None) -> Plan:
    """The whole plan of a stream. Four queries."""
    entries = list(PlanEntry.objects.of(value_stream).with_counts().in_order())
    for entry in entries:
        entry.value_stream, entry.organisation = value_stream, rights.organisation
    day = today(rights.organisation, now=now)
    bets = bets_of(rights, entries)
    to_do = [entry for entry in entries if _open(entry)]
    by = by or day_of_interest(to_do, today=day)
    found = capacity(to_do, forecast_how_many(value_stream, by, now=now), by=by)
    window = trailing(rights.organisation, days=90, now=now)
    (kept,) = predictability(value_stream, [window.period], window=window, now=now)
    done = [entry for entry in entries if not (entry.cancelled or _open(entry))]
    gone = [entry for entry in entries if entry.cancelled]
    return Plan(
        open=[_row(entry, place, bets, day, found) for place, entry in enumerate(to_do, start=1)],
        done=[_row(entry, 0, bets, day) for entry in _newest_first(done)],
        cancelled=[_row(entry, 0, bets, day) for entry in _newest_first(gone)],
        capacity=found,
        window=window,
        predictability=kept,
    )


def bets_of(rights: OkrRights, entries: Sequence[PlanEntry]) -> Mapping[int, list[KeyResult]]:
    """The key results that each entry bets on, as far as the reader sees them. One query."""
    rows = Bet.objects.filter(plan_entry__in=entries, key_result__in=rights.readable_key_results)
    found: defaultdict[int, list[KeyResult]] = defaultdict(list)
    for bet in rows.select_related("key_result__organisation").order_by("pk"):
        found[bet.plan_entry_id].append(bet.key_result)
    return found


def _newest_first(entries: Sequence[PlanEntry]) -> list[PlanEntry]:
    return sorted(entries, key=lambda entry: (entry.to_on or date.min, entry.pk), reverse=True)


def _row(
    entry: PlanEntry,
    place: int,
    bets: Mapping[int, list[KeyResult]],
    day: date,
    found: Capacity | None = None,
) -> Row:
    items: int = entry.item_count  # type: ignore[attr-defined]
    return Row(
        entry=entry,
        place=place,
        items=items,
        done=entry.done_count,  # type: ignore[attr-defined]
        left=items_left(entry),
        bets=bets.get(entry.pk, []),
        state=state_on(entry, day),
        marks=found.after(place) if found else (),
    )


def state_on(entry: PlanEntry, day: date) -> str:
    """In a word: cancelled, no commitment, ahead, running, or over."""
    if entry.cancelled:
        return "cancelled"
    if entry.to_on is None:
        return "uncommitted"
    if not entry.begun_on(day):
        return "ahead"
    return "running" if day < entry.to_on else "over"
