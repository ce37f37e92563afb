"""How long a whole run of the review takes, read from the database and written to it, for 1,000 objectives.

    .venv/bin/python -m tests.benchmarks.review_run [--objectives 1000] [--streams 50]

In a throw-away PostgreSQL. The organisation of `tests.benchmarks.review`: four key results an objective, each with its own
metric and half a year of weekly values; 40 open items and 20 plan entries a stream. Prints the time of each run in
seconds, and as multiples of plainly reading the same measurements in the same run.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django

django.setup()

import pgtrigger
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okrflow.metrics.models import Measurement, Metric
from okrflow.okrs.models import Cycle, KeyResult, Objective, ObjectiveState
from okrflow.organisations.models import Organisation
from okrflow.plans.models import PlanEntry
from okrflow.review.models import Finding
from okrflow.review.services import run_review
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.models import ItemFacts, WorkItem
from tests.benchmarks.review import AIMS, phrase

NOW = datetime(2026, 8, 15, 12, tzinfo=UTC)
WEEKS = 26


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objectives", type=int, default=1000)
    parser.add_argument("--streams", type=int, default=50)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    with pgtrigger.ignore():  # audit rows of what is planted would only cost time
        organisation = filled(options.objectives, options.streams)
    reading = took(lambda: list(Measurement.objects.values_list("metric_id", "about_at", "value")))
    print(f"reading the measurements plainly: {reading:.2f} s")
    for number, name in enumerate(
        ("the first run, all findings new", "the second, they open", "any later one")
    ):
        seconds = took(lambda n=number: run_review(organisation=organisation, now=NOW + timedelta(hours=n)))
        print(f"{name}: {seconds:.2f} s, {seconds / reading:.1f} times that")
    with CaptureQueriesContext(connection) as queries:
        run_review(organisation=organisation, now=NOW + timedelta(hours=4))
    print(f"{len(queries)} queries, {Finding.objects.open().count():,} open findings")


def took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def filled(objectives: int, streams: int) -> Organisation:
    rng = random.Random(1)
    organisation = Organisation.objects.create(slug="benchmark", name="Benchmark")
    of = {"organisation": organisation}
    cycle = Cycle.objects.create(
        **of, slug="q3", name="Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1)
    )
    rows = ValueStream.objects.bulk_create(
        ValueStream(**of, slug=f"s{number}", name=f"Stream {number}", order=number)
        for number in range(streams)
    )
    for stream in rows:
        work(stream, rng)
    made = Objective.objects.bulk_create(
        Objective(
            **of,
            value_stream=rows[number % streams],
            cycle=cycle,
            key=f"O-{number}",
            title=f"{phrase(rng)} {number}",
            rank=number,
            state=ObjectiveState.PUBLISHED,
            published_at=NOW - timedelta(days=40),
        )
        for number in range(objectives)
    )
    metrics = Metric.objects.bulk_create(
        Metric(**of, slug=f"m{number}", name=f"{phrase(rng)} {number}", unit_kind="score", timing="leading")
        for number in range(4 * objectives)
    )
    KeyResult.objects.bulk_create(
        KeyResult(
            **of,
            objective=made[number // 4],
            key=f"KR-{number}",
            order=number % 4,
            title=f"{phrase(rng)} {rng.choice(AIMS).format(rng.randint(2, 40))} {number}"[:200],
            metric=metric,
            baseline=Decimal(20),
            baseline_on=date(2026, 7, 1),
            target=Decimal(45),
            target_typed=Decimal(45),
        )
        for number, metric in enumerate(metrics)
    )
    Measurement.objects.bulk_create(
        (
            Measurement(
                **of,
                metric=metric,
                about_at=NOW - timedelta(weeks=back),
                value=20 + back % 3,
                recorded_at=NOW - timedelta(weeks=back),
            )
            for metric in metrics
            for back in range(WEEKS)
        ),
        batch_size=10_000,
    )
    Objective.objects.update(updated_at=NOW - timedelta(days=1))
    KeyResult.objects.update(updated_at=NOW - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return organisation


def work(stream: ValueStream, rng: random.Random) -> None:
    of = {"organisation": stream.organisation}
    status = Status.objects.get_or_create(**of, name="In work")[0]
    items = WorkItem.objects.bulk_create(
        WorkItem(
            **of, source="benchmark", external_id=f"{stream.pk}-{number}", key=f"{number}", title=phrase(rng)
        )
        for number in range(40)
    )
    ItemFacts.objects.bulk_create(
        ItemFacts(**of, work_item=item, value_stream=stream, status=status, kind=0, state=1, since_at=NOW)
        for item in items
    )
    PlanEntry.objects.bulk_create(
        PlanEntry(**of, value_stream=stream, title=phrase(rng), order=number) for number in range(20)
    )


if __name__ == "__main__":
    main()
