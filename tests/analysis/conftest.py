"""A stream with something of everything: finished, waiting and cancelled items of several kinds, over four months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from okrflow.analysis.charts import Sources
from okrflow.analysis.choices import FlowChoice
from okrflow.flow import Kind
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.metrics.northwind import Northwind, northwind
from tests.people import Cast, cast

STATES = {
    "Backlog": FlowState.NEW,
    "Build": FlowState.ACTIVE,
    "Ready for test": FlowState.WAITING,
    "Test": FlowState.ACTIVE,
    "Live": FlowState.DONE,
    "Dropped": FlowState.CANCELLED,
}
FIRST = datetime(2026, 4, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
PERIOD = "from=2026-07-01&to=2026-08-01"


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def policy(people: Cast) -> ValueStream:
    """One item begins every other day; each tenth is dropped, those of the last weeks are still on their way."""
    stream = make.value_stream(people.organisation, states=STATES)
    for number in range(60):
        begins = FIRST + timedelta(days=2 * number)
        steps = [
            (begins, "Backlog"),
            (begins + timedelta(days=1), "Build"),
            (begins + timedelta(days=3), "Dropped" if number % 10 == 9 else "Ready for test"),
            (begins + timedelta(days=3 + number % 7), "Test"),
            (begins + timedelta(days=4 + number % 7, hours=6), "Live"),
        ]
        happened = [
            make.event(at, status) for at, status in steps[: 3 if number % 10 == 9 else 5] if at < NOW
        ]
        make.item(stream, f"P-{number}", *happened, kind=Kind(number % 4))
    refresh_stream(stream, now=NOW)
    return stream


@pytest.fixture
def july(policy: ValueStream) -> Sources:
    """What July's charts are drawn from, by week."""
    window = Window.of(policy.organisation, first=date(2026, 7, 1), to=date(2026, 8, 1))
    return Sources(stream=policy, choice=FlowChoice(window=window, days=None, kind=None), now=NOW)
