"""Random histories around the night on which Berlin's clocks go forward."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from okrflow.flow import Days, Period, State, StateMap, day_number
from tests.flow.histories import Answer, events_of, instant
from tests.flow.reference import Event, Reference

HOUR = 3_600_000_000
BASE = instant("2026-03-24T00:00")
FIRST, LAST = date(2026, 3, 20), date(2026, 4, 12)
WINDOW = Period(day_number(date(2026, 3, 25)), day_number(date(2026, 4, 8)))

STREAMS, STATUSES = (1, 2), (1, 2, 3, 4, 5, 6, 7)
_OFTEN = (1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7)
STATES = {
    **{(stream, status): State(status - 1) for stream in STREAMS for status in (1, 2, 3, 4, 5)},
    (1, 6): State.DONE,
    (2, 6): State.ACTIVE,
}
"""Status 6 is mapped differently in both streams, 7 in none."""

# Every second instant is a local midnight or an hour beside it: 23:00 or 22:00 UTC in Berlin.
_hours = st.one_of(
    st.integers(0, 300),
    st.builds(lambda day, before: day * 24 - before, st.integers(1, 13), st.sampled_from((0, 1, 2))),
)
_instants = st.one_of(
    _hours.map(lambda hour: BASE + hour * HOUR),
    _hours.map(lambda hour: BASE + hour * HOUR),
    st.integers(0, 300 * HOUR).map(lambda us: BASE + us),
)
_held = st.tuples(st.sampled_from((0, 1, 1, 1, 1, 1, 2, 2)), st.sampled_from(_OFTEN), st.integers(0, 3))
_history = st.lists(st.tuples(_instants, _held), min_size=1, max_size=8)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of a few items, in order."""
    items = draw(st.lists(_history, min_size=1, max_size=4))
    return [
        (item, at, *held)
        for item, history in enumerate(items, 1)
        for at, held in sorted(history, key=lambda event: event[0])
    ]


zones = st.sampled_from(["Europe/Berlin", "UTC"])
asked_at = st.one_of(_instants, st.just(BASE + 320 * HOUR), st.just(BASE + 400 * HOUR))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Some days of the window."""
    begin = draw(st.integers(WINDOW.from_day, WINDOW.to_day - 1))
    return Period(begin, draw(st.integers(begin + 1, WINDOW.to_day)))


def mapping() -> StateMap:
    """STATES as arrays."""
    pairs = np.array(list(STATES), np.int64)
    return StateMap(stream=pairs[:, 0], status=pairs[:, 1], state=np.array(list(STATES.values()), np.int8))


def both(events: list[Event], *, as_of: int, zone: str) -> tuple[Answer, Reference]:
    """The package's answer and the reference's."""
    days = Days.build(ZoneInfo(zone), first=FIRST, last=LAST)
    answer = Answer(events_of(events), mapping(), as_of=as_of, days=days)
    return answer, Reference(events, STATES, as_of=as_of, zone=zone)


def window(zone: str) -> Days:
    """A window shorter than the days of the rollups, so that something is carried into it."""
    return Days.build(ZoneInfo(zone), first=date(2026, 3, 25), last=date(2026, 4, 7))
