"""The rules of "How we count" once more: slow, item by item and instant by instant, as plainly as they can be put."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from okrflow.flow import DAY_US, Kind, State

OPEN = 2**63 - 1
IN_PROGRESS = (State.ACTIVE, State.WAITING)
ALL = 4

Event = tuple[int, int, int, int, int]
"""(item, at, stream, status, kind), of one item in order of (at, sequence); stream 0 is outside."""


@dataclass
class Stay:
    """An item in one stream, status and kind, from `began` to `ended`."""

    item: int
    stream: int
    status: int
    state: State
    kind: int
    began: int
    ended: int

    def holds(self, at: int) -> bool:
        return self.began <= at < self.ended

    def within(self, start: int, end: int) -> int:
        return max(0, min(self.ended, end) - max(self.began, start))


@dataclass
class ItemFacts:
    """What is true of an item; None for what has not happened, stays for the rest."""

    started: Stay | None = None
    finished: Stay | None = None
    cancelled: Stay | None = None
    reopened: int = 0
    reopened_in: Stay | None = None
    flow_us: int = 0
    active_us: int = 0
    never_in_progress: bool = False


def stays_of(events: list[Event], states: dict[tuple[int, int], State], as_of: int) -> dict[int, list[Stay]]:
    """The stays inside streams of each item that ever was in one."""
    latest: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for item, at, *held in events:
        if at <= as_of:
            latest[item][at] = tuple(held)
    return {item: found for item, by_at in latest.items() if (found := _stays(item, by_at, states))}


def _stays(item: int, by_at: dict[int, tuple[int, int, int]], states: dict) -> list[Stay]:
    found: list[Stay] = []
    instants = sorted(by_at)
    for at, following in zip(instants, [*instants[1:], OPEN], strict=True):
        stream, status, kind = by_at[at]
        if stream == 0:
            continue
        state = states.get((stream, status), State.WAITING)
        before = found[-1] if found else None
        if before and before.ended == at and (before.stream, before.status, before.kind) == by_at[at]:
            before.ended = following
        else:
            found.append(Stay(item, stream, status, state, kind, at, following))
    return found


def facts_of(stays: list[Stay]) -> ItemFacts:
    """Walk through an item's life and keep what is true at its end."""
    facts = ItemFacts()
    before, was_done = None, False
    for stay in stays:
        if stay.state in IN_PROGRESS and facts.started is None:
            facts.started = stay
        if stay.state != before:
            facts.finished = stay if stay.state == State.DONE else None
            facts.cancelled = stay if stay.state == State.CANCELLED else None
        if was_done and stay.state in (State.NEW, *IN_PROGRESS):
            facts.reopened += 1
            facts.reopened_in = stay
        if stay.state != State.CANCELLED:
            was_done = stay.state == State.DONE
        before = stay.state
    if facts.finished:
        facts.never_in_progress = facts.started is None
        facts.started = facts.started or facts.finished
        start, end = facts.started.began, facts.finished.began
        facts.flow_us = end - start
        facts.active_us = sum(stay.within(start, end) for stay in stays if stay.state == State.ACTIVE)
    return facts


class Reference:
    """Answers about events as of an instant, in a zone."""

    def __init__(self, events: list[Event], states: dict, *, as_of: int, zone: str) -> None:
        self.as_of, self.zone = as_of, ZoneInfo(zone)
        self.stays = stays_of(events, states, as_of)
        self.facts = {item: facts_of(stays) for item, stays in self.stays.items()}

    def start_of(self, day: int) -> int:
        """The first instant of a day; the zones of these tests have a midnight every day."""
        midnight = datetime(1970, 1, 1) + timedelta(days=day)
        return int(midnight.replace(tzinfo=self.zone).timestamp()) * 1_000_000

    def day_of(self, at: int) -> int:
        local = datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(self.zone)
        return local.date().toordinal() - 719_163

    def places(self, stream: int, kind: int, status: int | None = None) -> list[tuple[int, list[Stay]]]:
        """Per item its stays in the stream's progress, or in one status of whatever state."""
        return [
            (
                item,
                [
                    stay
                    for stay in stays
                    if stay.stream == stream
                    and kind in (stay.kind, ALL)
                    and (stay.state in IN_PROGRESS if status is None else stay.status == status)
                ],
            )
            for item, stays in self.stays.items()
        ]

    def load(self, at: int, stream: int, kind: int, status: int | None = None) -> int:
        """How many items are there at an instant."""
        return sum(any(s.holds(at) for s in stays) for _, stays in self.places(stream, kind, status))

    def item_us(self, start: int, end: int, stream: int, kind: int, status: int | None = None) -> int:
        """The time all items spent there."""
        return sum(s.within(start, end) for _, stays in self.places(stream, kind, status) for s in stays)

    def crossings(
        self, start: int, edge: int, stream: int, kind: int, status: int | None = None
    ) -> tuple[int, int]:
        """How often an item came and went in `[start, edge)`: there at an instant and not just before, or the reverse."""
        entered = left = 0
        for _, stays in self.places(stream, kind, status):
            for at in {stay.began for stay in stays} | {stay.ended for stay in stays}:
                if start <= at < edge:
                    before, after = any(s.holds(at - 1) for s in stays), any(s.holds(at) for s in stays)
                    entered += after and not before
                    left += before and not after
        return entered, left

    def edge(self, to_day: int) -> int:
        """The first instant that no longer belongs to a period up to `to_day`."""
        return min(self.start_of(to_day), self.as_of + 1)

    def counted(self, name: str, start: int, edge: int, stream: int, kind: int) -> list[ItemFacts]:
        """The items of which a fact came true in `[start, edge)` in the stream and of the kind."""
        found = []
        for facts in self.facts.values():
            stay = getattr(facts, name)
            arrived_never = name == "started" and facts.never_in_progress
            if stay and not arrived_never and stay.stream == stream and kind in (stay.kind, ALL):
                found += [facts] if start <= stay.began < edge else []
        return found

    def visits(
        self, stream: int, status: int, kind: int, *, from_at: int, edge: int
    ) -> list[tuple[int, int]]:
        """(began, ended) of visits that began before `edge` and ended at `from_at` or later, of their kind last before it."""
        found = []
        for _, stays in self.places(stream, ALL, status):
            run: list[Stay] = []
            for stay in [*stays, None]:
                if run and (stay is None or stay.began != run[-1].ended):
                    known = [each for each in run if each.began < edge]
                    if known and run[-1].ended >= from_at and kind in (known[-1].kind, ALL):
                        found.append((run[0].began, run[-1].ended))
                    run = []
                run = [*run, stay] if stay else run
        return found

    def most(self, stream: int, status: int, kind: int, *, start: int, edge: int) -> int:
        """The most items there at any instant of `[start, edge)`."""
        began = [stay.began for _, stays in self.places(stream, kind, status) for stay in stays]
        return max(self.load(at, stream, kind, status) for at in [start, *began] if start <= at < edge)


def percentile(durations_us: list[int], level: float) -> float:
    """Linear interpolation between the closest ranks, in days."""
    ordered = sorted(durations_us)
    place = (len(ordered) - 1) * level / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return (ordered[below] + (ordered[above] - ordered[below]) * (place - below)) / DAY_US


KINDS: list[Kind | None] = [None, *Kind]
