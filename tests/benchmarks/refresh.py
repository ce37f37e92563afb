"""How long a refresh takes, as multiples of an ordered binary COPY of the same events in the same run.

    .venv/bin/python -m tests.benchmarks.refresh [--items 200000] [--runs 3]

In a throw-away PostgreSQL (or an empty database that DATABASE_URL names). Prints one line a step.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django

django.setup()

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.work_items import binary_copy
from okrflow.work_items.histories import EventGiven, HistoryGiven
from okrflow.work_items.instants import microseconds
from okrflow.work_items.models import FlowDay, Interval, ItemFacts, StageDay, StaleItem, WorkItem
from okrflow.work_items.refresh import reading, rebuild_stream, refresh_stream
from okrflow.work_items.refresh.derive import derive
from okrflow.work_items.services import write_histories

STATES = (
    ("Backlog", FlowState.NEW),
    ("Analysis", FlowState.ACTIVE),
    ("Ready for build", FlowState.WAITING),
    ("Build", FlowState.ACTIVE),
    ("Done", FlowState.DONE),
)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
YEARS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(slug="benchmark", name="Benchmark", time_zone="Europe/Berlin")
    measure(fill(organisation, options.items), options.runs)


def fill(organisation: Organisation, count: int) -> ValueStream:
    """A stream with `count` items of five events each over three years."""
    stream = ValueStream.objects.create(organisation=organisation, slug="benchmark", name="Benchmark")
    statuses = [Status.objects.create(organisation=organisation, name=name) for name, _ in STATES]
    for order, ((_, state), status) in enumerate(zip(STATES, statuses, strict=True)):
        Stage.objects.create(value_stream=stream, status=status, flow_state=state, order=order)
    items = [
        WorkItem(organisation=organisation, source="benchmark", external_id=str(number), key=f"B-{number}")
        for number in range(count)
    ]
    WorkItem.objects.bulk_create(items, batch_size=5000)
    random = np.random.default_rng(1)
    began = random.integers(0, YEARS * 365 * 86_400, count)
    stays = np.cumsum(random.exponential(2 * 86_400, (count, len(STATES))).astype(np.int64), axis=1)
    at = (microseconds(NOW) - YEARS * 365 * 86_400_000_000) + (began[:, None] + stays) * 1_000_000
    wide = np.repeat(np.array([item.pk for item in items]), len(STATES))
    values = {
        "organisation_id": np.full(len(wide), organisation.pk),
        "work_item_id": wide,
        "at": at.ravel(),
        "sequence": np.tile(np.arange(len(STATES)), count),
        "value_stream_id": np.full(len(wide), stream.pk),
        "status_id": np.tile([status.pk for status in statuses], count),
        "kind": np.repeat(random.integers(0, 4, count), len(STATES)),
    }
    # As they come in over the years: by time, not item by item
    order = np.argsort(values["at"], kind="stable")
    values = {name: column[order] for name, column in values.items()}
    types = dict.fromkeys(values, "bigint") | {"at": "timestamptz", "sequence": "integer", "kind": "smallint"}
    binary_copy.write("work_items_event", types, values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE work_items_event")
        cursor.execute("VACUUM ANALYZE work_items_workitem")
    print(f"{count:,} items, {len(wide):,} events")
    return stream


def measure(stream: ValueStream, runs: int) -> None:
    items = reading.items_ever_in(stream.organisation_id, stream.pk)
    copies, arithmetic, rebuilds = [], [], []
    for _ in range(runs):
        forget(stream)
        copies.append(timed(lambda: baseline(stream)))
        arithmetic.append(timed(lambda: read_and_derive(stream, items)))
        rebuilds.append(timed(lambda: rebuild_stream(stream, now=timezone.now())))
    copy = statistics.median(copies)
    show("ordered binary COPY of the events", copies, copy)
    show("reading and all arithmetic (at most 3 x)", arithmetic, copy)
    show("the whole rebuild with its writes (at most 10 x)", rebuilds, copy)
    show("a rebuild over what is stored", [timed(lambda: rebuild_stream(stream))], copy)
    one_event(stream)


def baseline(stream: ValueStream) -> None:
    """The rows of the events, in order, as binary COPY hands them out; nothing done with them."""
    query = (
        "COPY (SELECT work_item_id, at, value_stream_id, status_id, kind FROM work_items_event"
        f" WHERE organisation_id = {stream.organisation_id} ORDER BY work_item_id, at, sequence)"
        " TO STDOUT (FORMAT BINARY)"
    )
    raw = bytearray()
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for piece in copy:
            raw += piece


def read_and_derive(stream: ValueStream, items: list[int]) -> None:
    events = reading.events_of(stream.organisation_id, items)
    states = reading.state_map({stream.pk})
    derive(events, states, zone=ZoneInfo(stream.organisation.time_zone), as_of=microseconds(timezone.now()))


def forget(stream: ValueStream) -> None:
    """Nothing derived is stored, as before the first refresh."""
    for model in (ItemFacts, Interval, FlowDay, StageDay, StaleItem):
        model.objects.filter(organisation=stream.organisation)._raw_delete("default")
    with connection.cursor() as cursor:
        for table in ("interval", "itemfacts", "flowday", "stageday"):
            cursor.execute(f"VACUUM ANALYZE work_items_{table}")


def one_event(stream: ValueStream) -> None:
    """New events at the end of histories, and ones that reopen items finished a year ago."""
    finished = WorkItem.objects.filter(facts__finished_stream=stream)
    recent = finished.filter(facts__finished_at__gte=NOW - timedelta(days=40))[:10]
    long_ago = finished.filter(facts__finished_at__lt=NOW - timedelta(days=365))[:10]
    for name, items in (("a new event", recent), ("reopening an item finished a year ago", long_ago)):
        seconds = []
        for item in items:
            event = EventGiven(at=NOW, status="Build")
            history = HistoryGiven(source=item.source, external_id=item.external_id, events=[event])
            write_histories(organisation=stream.organisation, histories=[history])
            seconds.append(timed(lambda: refresh_stream(stream)))
        median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
        print(f"{name}: refresh {median:.0f} ms, worst {worst:.0f} ms (at most 100 ms)")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, seconds: list[float], copy: float) -> None:
    median = statistics.median(seconds)
    print(
        f"{name}: {median:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}) = {median / copy:.1f} x the COPY"
    )


if __name__ == "__main__":
    main()
