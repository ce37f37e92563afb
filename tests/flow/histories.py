"""Histories written as in the specification's table of worked cases, and everything that follows from them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from okrflow.flow import (
    NO_STREAM,
    Days,
    Events,
    Facts,
    Finished,
    Intervals,
    Kind,
    Period,
    PeriodFigures,
    Stage,
    StageFigures,
    StageReport,
    State,
    StateMap,
    cut,
    day_number,
    facts,
    flow_rollup,
    period_figures,
    stage_figures,
    stage_rollup,
)

STREAMS = {"out": NO_STREAM, "A": 1, "B": 2}
KINDS = {kind.name.lower(): kind for kind in Kind}
STATUSES = ["new", "active", "waiting", "done", "cancelled", "Review", "Resolved", "Closed"]
STATES = {
    **{(stream, state.name.lower()): state for stream in "AB" for state in State},
    ("A", "Review"): State.DONE,
    ("B", "Review"): State.ACTIVE,
    **{(stream, name): State.DONE for stream in "AB" for name in ("Resolved", "Closed")},
}


def status_id(name: str) -> int:
    """The id of a status name."""
    return STATUSES.index(name) + 1


def state_map(states: dict[tuple[str, str], State]) -> StateMap:
    """The mapping of (stream letter, status name) pairs."""
    return StateMap(
        stream=np.array([STREAMS[stream] for stream, _ in states], np.int64),
        status=np.array([status_id(name) for _, name in states], np.int64),
        state=np.array(list(states.values()), np.int8),
    )


def instant(text: str, zone: str = "UTC") -> int:
    """Microseconds of a day of July 2026, "5" or "5T12:00", or of a whole local "2026-03-28T12:00"."""
    day, _, time = text.partition("T")
    full = f"{day if '-' in day else f'2026-07-{int(day):02}'}T{time or '00:00'}"
    return int(datetime.fromisoformat(full).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


def july(day: int) -> int:
    """The day number of a day of July 2026; 32 is 1 August."""
    return day_number(date(2026, 7, 1)) + day - 1


def events(*histories: str, zone: str = "UTC") -> Events:
    """The events of items 1, 2, ...: each "[stream] [kind] status when, ..."; stream and kind hold until changed."""
    rows: list[tuple[int, int, int, int, int]] = []
    for item, history in enumerate(histories, 1):
        stream, kind, status = "A", Kind.FEATURE, "new"
        for step in history.split(","):
            *words, when = step.split()
            for word in words:
                stream = word if word in STREAMS else stream
                kind = KINDS.get(word, kind)
                status = word if word in STATUSES else status
            rows.append((item, instant(when, zone), STREAMS[stream], status_id(status), kind))
    return events_of(rows)


def events_of(rows: Sequence[tuple[int, int, int, int, int]]) -> Events:
    """Events of (item, at, stream, status, kind), already in order."""
    table = np.array(rows, np.int64).reshape(-1, 5)
    return Events(
        item=table[:, 0],
        at=table[:, 1],
        stream=table[:, 2],
        status=table[:, 3],
        kind=table[:, 4].astype(np.int8),
    )


class Answer:
    """Everything that follows from events, asked at an instant."""

    def __init__(self, history: Events, states: StateMap, *, as_of: int, days: Days) -> None:
        self.as_of, self.days = as_of, days
        self.intervals: Intervals = cut(history, states, as_of=as_of)
        self.facts: Facts = facts(self.intervals)

    @cached_property
    def flow(self):
        return flow_rollup(self.intervals, self.facts, self.days)

    @cached_property
    def stages(self):
        return stage_rollup(self.intervals, self.days)

    def fact(self, name: str, item: int = 1) -> Any:
        """One fact of one item."""
        return getattr(self.facts, name)[item - 1].item()

    def finished(self, stream: int) -> Finished:
        """The finished items of a stream."""
        rows = self.facts.finished_stream == stream
        return Finished(
            finished=self.facts.finished[rows],
            kind=self.facts.finished_kind[rows],
            flow_us=self.facts.flow_us[rows],
            active_us=self.facts.active_us[rows],
            measurable=self.facts.measurable[rows],
        )

    def figures(
        self, stream: int, periods: Sequence[Period], kind: Kind | None = None, days: Days | None = None
    ) -> list[PeriodFigures]:
        """The figures of a stream for each period."""
        return period_figures(
            self.flow.of_stream(stream),
            self.finished(stream),
            days=days or self.days,
            periods=periods,
            as_of=self.as_of,
            kind=kind,
        )

    def period(
        self, begin: int = 1, end: int = 31, *, stream: str = "A", kind: Kind | None = None
    ) -> PeriodFigures:
        """The figures of the days [begin, end) of July."""
        return self.figures(STREAMS[stream], [Period(july(begin), july(end))], kind)[0]

    def load_days(self, *, stream: str = "A", kind: Kind | None = None) -> list[int]:
        """The days of July at whose end the load is 1, all others having 0; only of one item."""
        periods = [Period(july(day), july(day + 1)) for day in range(1, 31)]
        loads = [figure.load.at_end for figure in self.figures(STREAMS[stream], periods, kind)]
        assert set(loads) <= {0, 1, None}
        return [day for day, load in enumerate(loads, 1) if load]

    def report(
        self,
        stream: int,
        period: Period,
        stages: Sequence[Stage],
        *,
        kind: Kind | None = None,
        days: Days | None = None,
        seed: Sequence[int] = (1, 2, 3),
    ) -> StageReport:
        """The stages of a stream in a period."""
        return stage_figures(
            self.stages.of_stream(stream),
            self.intervals.where(self.intervals.stream == stream),
            stages=stages,
            days=days or self.days,
            period=period,
            as_of=self.as_of,
            seed=seed,
            kind=kind,
        )

    def stage(
        self,
        status: str,
        begin: int = 1,
        end: int = 31,
        *,
        stream: str = "A",
        kind: Kind | None = None,
        first: int | None = None,
    ) -> StageFigures:
        """One stage in the days [begin, end) of July, or in the days from the day number `first`."""
        period = Period(july(begin), july(end)) if first is None else Period(first, first + 1)
        stages = [Stage(status_id(name), state) for (held, name), state in STATES.items() if held == stream]
        found = self.report(STREAMS[stream], period, stages, kind=kind).stages
        return next(figures for figures in found if figures.stage.status == status_id(status))


def asked(*histories: str, as_of: str = "31", zone: str = "UTC") -> Answer:
    """Ask histories at an instant; streams A and B map each status to the state of its name."""
    days = Days.build(ZoneInfo(zone), first=date(2026, 3, 1), last=date(2026, 9, 30))
    history = events(*histories, zone=zone)
    return Answer(history, state_map(STATES), as_of=instant(as_of, zone), days=days)
