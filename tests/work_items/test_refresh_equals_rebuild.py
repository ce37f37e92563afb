"""The test of all tests: whatever happened in whatever order, what is stored equals a rebuild from nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrflow.organisations.models import CalendarDay, ClockName, Organisation
from okrflow.organisations.services import add_calendar_day, set_calendar
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.work_items import stale
from okrflow.work_items.histories import EventGiven, HistoryGiven
from okrflow.work_items.models import FlowDay, Interval, ItemFacts, Kind, StageDay, StaleItem
from okrflow.work_items.refresh import rebuild_stream, refresh_stream, run
from okrflow.work_items.services import write_histories
from tests import make
from tests.work_items.snapshot import snapshot

pytestmark = pytest.mark.django_db

STATUSES = ("new", "active", "waiting", "done", "cancelled", "QA?")
START = datetime(2026, 3, 27, tzinfo=UTC)
FIRST_NOW = START + timedelta(days=3)


@dataclass
class World:
    """Two streams over the change to summer time, and a clock that only goes forward."""

    organisation: Organisation
    streams: tuple[ValueStream, ...]
    now: datetime = FIRST_NOW


class Killed(Exception):
    """Stands for a worker that dies in the middle."""


instants = st.integers(0, 9 * 24).map(lambda hours: START + timedelta(hours=hours))
items = st.sampled_from(["A-1", "A-2", "A-3"])
places = st.sampled_from([0, 1, None])
changes = st.tuples(instants, st.sampled_from(STATUSES), places, st.sampled_from(Kind))
operations = st.one_of(
    st.tuples(st.just("append"), items, st.lists(changes, min_size=1, max_size=4)),
    st.tuples(st.just("replace"), items, st.lists(changes, min_size=1, max_size=4)),
    st.tuples(st.just("map"), st.sampled_from([0, 1]), st.sampled_from(STATUSES), st.sampled_from(FlowState)),
    st.tuples(st.just("unmap"), st.sampled_from([0, 1]), st.sampled_from(STATUSES)),
    st.tuples(st.just("zone"), st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland"])),
    st.tuples(st.just("calendar"), st.sampled_from([1, 8, 24]), st.integers(0, 6), st.booleans()),
    st.tuples(st.just("refresh"), st.sampled_from([0, 1]), st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 60)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(operations, min_size=3, max_size=14))
def test_all_rows_equal_those_of_a_rebuild(story: Sequence[tuple]) -> None:
    with transaction.atomic():
        organisation = make.organisation(time_zone="Europe/Berlin")
        streams = tuple(make.value_stream(organisation, slug) for slug in ("policy", "claims"))
        world = World(organisation, streams)
        for name, *arguments in story:
            globals()[f"do_{name}"](world, *arguments)
        refresh_all(world)

        stored, future = snapshot(), stale_rows()
        rebuild_from_nothing(world)

        assert stored == snapshot()
        assert future == stale_rows()
        transaction.set_rollback(True)


def do_append(world: World, key: str, given_changes: Sequence[tuple]) -> None:
    write(world, key, given_changes, "append")


def do_replace(world: World, key: str, given_changes: Sequence[tuple]) -> None:
    write(world, key, given_changes, "replace")


def write(world: World, key: str, given_changes: Sequence[tuple], history: str) -> None:
    events = [
        EventGiven(
            at=at, status=status, value_stream=None if place is None else world.streams[place], kind=kind
        )
        for at, status, place, kind in given_changes
    ]
    given_history = HistoryGiven(source="test", external_id=key, events=events)
    write_histories(organisation=world.organisation, histories=[given_history], history=history)


def do_map(world: World, place: int, status: str, state: FlowState) -> None:
    name, _ = Status.objects.get_or_create(organisation=world.organisation, name=status)
    Stage.objects.update_or_create(
        value_stream=world.streams[place], status=name, defaults={"flow_state": state}
    )
    stale.mark_streams([world.streams[place]])


def do_unmap(world: World, place: int, status: str) -> None:
    Stage.objects.filter(value_stream=world.streams[place], status__name=status).delete()
    stale.mark_streams([world.streams[place]])


def do_zone(world: World, zone: str) -> None:
    Organisation.objects.filter(pk=world.organisation.pk).update(time_zone=zone)
    stale.mark_streams(world.streams)


def do_calendar(world: World, hours: int, weekday: int, holiday: bool) -> None:
    """Working time that runs from 20:00, on that weekday and the next; and a day that is off, or worked on."""
    set_calendar(
        organisation=world.organisation,
        clock=ClockName.WORKING,
        day_starts_at=time(20),
        hours_per_day=Decimal(hours),
        weekdays=[weekday, (weekday + 1) % 7],
    )
    on = (START + timedelta(days=weekday)).date()
    CalendarDay.objects.filter(organisation=world.organisation, on=on).delete()
    add_calendar_day(organisation=world.organisation, on=on, name="Some day", works=not holiday)


def do_refresh(world: World, place: int, dies: bool) -> None:
    if not dies:
        refresh_stream(world.streams[place], now=world.now)
        return
    with mock.patch.object(run.writing, "replace_facts", side_effect=Killed):
        try:
            refresh_stream(world.streams[place], now=world.now)
        except Killed:
            return


def do_wait(world: World, hours: int) -> None:
    world.now += timedelta(hours=hours)


def refresh_all(world: World) -> None:
    for stream in world.streams:
        refresh_stream(stream, now=world.now)


def rebuild_from_nothing(world: World) -> None:
    for model in (ItemFacts, Interval, FlowDay, StageDay, StaleItem):
        model.objects.all().delete()
    for stream in world.streams:
        rebuild_stream(stream, now=world.now)


def stale_rows() -> set[tuple]:
    return set(StaleItem.objects.values_list("value_stream_id", "work_item_id", "due_at"))
