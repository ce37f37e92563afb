"""Policy with a past: items that waited ten days before the experiment, and two since."""

from datetime import UTC, date, datetime, timedelta

import pytest

from okrflow.experiments.given import ExperimentGiven
from okrflow.experiments.models import Experiment
from okrflow.experiments.services import plan_experiment
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import enter
from okrflow.value_streams.models import Status, StreamMembership, StreamRole, ValueStream
from okrflow.work_items.models import Kind
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.people import Cast, cast

START = date(2026, 6, 1)
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


def at(day: float) -> datetime:
    """So many days after the experiment's start."""
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=day)


@pytest.fixture
def people(db: None) -> Cast:
    """Ben leads Policy; Ada and Adam govern, Vic views, Olga is an outsider."""
    return cast()


@pytest.fixture
def policy(people: Cast) -> ValueStream:
    stream = make.value_stream(people.organisation)
    StreamMembership.objects.create(value_stream=stream, user=people.ben.user, role=StreamRole.LEAD)
    return stream


@pytest.fixture
def past(policy: ValueStream) -> ValueStream:
    """40 items before, 35 after, one while settling, one open, one that was there before; all of them waited."""
    for number in range(40):
        item(policy, f"OLD-{number}", began=-85 + 1.8 * number, wait=10 + number % 3)
    for number in range(35):
        item(policy, f"NEW-{number}", began=15 + number, wait=2 + number % 2)
    item(policy, "SETTLING", began=1, wait=2)
    item(policy, "BETWEEN", began=-2, wait=20)
    item(policy, "OPEN", began=55, wait=None)
    refresh_stream(policy, now=NOW)
    return policy


def item(stream: ValueStream, key: str, *, began: float, wait: float | None) -> None:
    """A day of work, a wait, done; without a wait it still waits."""
    events = [make.event(at(began), "active"), make.event(at(began + 1), "waiting")]
    if wait is not None:
        events.append(make.event(at(began + 1 + wait), "done"))
    make.item(stream, key, *events, kind=Kind.FEATURE)


@pytest.fixture
def ben(people: Cast, policy: ValueStream) -> OkrRights:
    return rights(people, "ben")


def rights(people: Cast, name: str) -> OkrRights:
    return OkrRights.of(enter(getattr(people, name).user, people.organisation.slug))


def given(stream: ValueStream, **more: object) -> ExperimentGiven:
    waiting = Status.objects.get(organisation=stream.organisation, name="waiting")
    plain = {
        "title": "No waiting",
        "hypothesis": "If we answer at once, it takes a third of the time.",
        "what_changes": "We answer at once.",
        "stage": waiting,
        "from_on": START,
    }
    return ExperimentGiven(**{**plain, **more})  # type: ignore[arg-type]


@pytest.fixture
def experiment(past: ValueStream, ben: OkrRights) -> Experiment:
    return plan_experiment(rights=ben, value_stream=past, given=given(past), now=NOW)
