"""The figures of a log of status changes, counted once more: plain Python, and no line of okrflow's."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

State = str
Stay = tuple[datetime, datetime | None, str]
"""From, to (None: it stays), status."""


def state_of(status: str) -> State:
    if status.startswith("Awaiting"):
        return "waiting"
    return {"New": "new", "Active": "active", "Resolved": "done", "Closed": "done"}[status]


def read_log(path: Path) -> dict[str, list[tuple[datetime, str]]]:
    """The changes of each incident as they stand in the file."""
    changes: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.strptime(row["sys_updated_at"], "%d-%m-%Y %H:%M")  # noqa: DTZ007 - all of it is UTC
            changes[row["number"]].append((at, row["incident_state"]))
    return changes


def stays_of(changes: Sequence[tuple[datetime, str]]) -> list[Stay]:
    """Stretches in one status: of several changes in one minute the last rules, repeated statuses are one."""
    last_of_minute = dict(sorted(changes, key=lambda change: change[0]))
    kept: list[tuple[datetime, str]] = []
    for at, status in last_of_minute.items():
        if not kept or kept[-1][1] != status:
            kept.append((at, status))
    ends: list[datetime | None] = [*(at for at, _ in kept[1:]), None]
    return [(at, end, status) for (at, status), end in zip(kept, ends, strict=True)]


@dataclass(frozen=True)
class Incident:
    stays: list[Stay]

    @property
    def finished(self) -> datetime | None:
        """The first moment of the unbroken time in done that lasts."""
        found = None
        for at, _, status in reversed(self.stays):
            if state_of(status) != "done":
                break
            found = at
        return found

    @property
    def started(self) -> datetime | None:
        begun = [at for at, _, status in self.stays if state_of(status) in ("active", "waiting")]
        return begun[0] if begun else self.finished

    @property
    def flow_time(self) -> timedelta:
        assert self.finished and self.started
        return self.finished - self.started

    @property
    def active_time(self) -> timedelta:
        assert self.finished
        stretches = [
            end - at
            for at, end, status in self.stays
            if end and end <= self.finished and state_of(status) == "active"
        ]
        return sum(stretches, timedelta())

    def state_before(self, instant: datetime) -> State:
        known = [status for at, _, status in self.stays if at < instant]
        return state_of(known[-1]) if known else "new"


@dataclass(frozen=True)
class Counted:
    """Everything over the time [first, to)."""

    incidents: list[Incident]
    first: datetime
    to: datetime

    @property
    def finished(self) -> list[Incident]:
        return [each for each in self.incidents if each.finished and self.first <= each.finished < self.to]

    @property
    def measurable(self) -> list[Incident]:
        return [each for each in self.finished if each.flow_time and each.active_time]

    def flow_time(self, fraction: float) -> float:
        """In days, by linear interpolation between the neighbours."""
        ordered = sorted(each.flow_time / timedelta(days=1) for each in self.finished)
        place = fraction * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (place - below)

    @property
    def efficiency(self) -> float:
        active = sum((each.active_time for each in self.measurable), timedelta())
        return active / sum((each.flow_time for each in self.measurable), timedelta())

    @property
    def load(self) -> int:
        return sum(each.state_before(self.to) in ("active", "waiting") for each in self.incidents)

    def item_days(self) -> dict[str, float]:
        """How long items were in each status of work or waiting."""
        spent: dict[str, float] = defaultdict(float)
        for at, end, status in self._stays():
            if state_of(status) in ("active", "waiting"):
                inside = min(end or self.to, self.to) - max(at, self.first)
                spent[status] += max(inside, timedelta()) / timedelta(days=1)
        return dict(spent)

    def visits(self, status: str) -> int:
        return sum(
            name == status and at < self.to and (end is None or end > self.first)
            for at, end, name in self._stays()
        )

    def _stays(self) -> Iterator[Stay]:
        for each in self.incidents:
            yield from each.stays


def count(path: Path, *, first: datetime, to: datetime) -> Counted:
    return Counted([Incident(stays_of(changes)) for changes in read_log(path).values()], first, to)


def shown_days(days: float) -> str:
    """As the pages write a duration: hours under a day."""
    return f"{days * 24:.0f} h" if days < 0.95 else f"{days:.1f} d"


def grouped(number: float, digits: int = 0) -> str:
    return f"{number:,.{digits}f}".replace(",", " ")
