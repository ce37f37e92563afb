"""How long the checks of data quality take, as multiples of an ordered binary COPY of the events in the same run.

    .venv/bin/python -m tests.benchmarks.quality [--items 100000]

In a throw-away PostgreSQL (or an empty database that DATABASE_URL names). Of the items 1 in 40 was in an unmapped status,
1 in 30 moved backwards, 1 in 60 was never in progress, 1 in 100 has an event in the future, and all but 1 in 50 have a
parent.
"""

import argparse
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from tests.benchmarks.refresh import NOW, baseline, fill, show, timed  # isort: skip  (sets Django up)

from django.core.management import call_command
from django.db import connection

from okrflow.analysis.quality.checks import Check
from okrflow.analysis.quality.findings import finding, findings
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import rebuild_stream

RUNS = 5
FIRST_DAYS = {"90 days": date(2026, 8, 3), "a year": date(2025, 11, 1), "all three years": date(2023, 1, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(slug="benchmark", name="Benchmark", time_zone="Europe/Berlin")
    stream = fill(organisation, options.items)
    plant(stream)
    rebuild_stream(stream, now=NOW)
    with connection.cursor() as cursor:
        for table in ("workitem", "event", "interval", "itemfacts", "staleitem"):
            cursor.execute(f"VACUUM ANALYZE work_items_{table}")
    copy = timed(lambda: baseline(stream))
    show("ordered binary COPY of the events", [copy], copy)
    for name, first in FIRST_DAYS.items():
        measure(stream, name, Window(first=first, to=NOW.date(), zone=ZoneInfo("Europe/Berlin")), copy)


def measure(stream: ValueStream, name: str, window: Window, copy: float) -> None:
    show(name, [timed(partial(findings, stream, window, now=NOW)) for _ in range(RUNS)], copy)
    for check in Check:
        one = partial(finding, check, stream, window, now=NOW)
        show(f"  {check.value}, {one().items:,} items", [timed(one) for _ in range(RUNS)], copy)


def plant(stream: ValueStream) -> None:
    """Histories that the checks find."""
    organisation = stream.organisation
    unmapped = Status.objects.create(organisation=organisation, name="QA?")
    earlier = Status.objects.get(organisation=organisation, name="Analysis")
    of_items = "WHERE organisation_id = %s AND work_item_id %% %s = 0 AND sequence"
    with connection.cursor() as cursor:
        for every, sequence, status in ((40, 2, unmapped), (30, 3, earlier)):
            cursor.execute(
                f"UPDATE work_items_event SET status_id = %s {of_items} = %s",
                [status.pk, organisation.pk, every, sequence],
            )
        cursor.execute(f"DELETE FROM work_items_event {of_items} BETWEEN 1 AND 3", [organisation.pk, 60])
        cursor.execute(
            f"UPDATE work_items_event SET at = '2027-06-01' {of_items} = 4", [organisation.pk, 100]
        )
        cursor.execute(
            "UPDATE work_items_workitem SET parent_id = id - id %% 50 WHERE organisation_id = %s AND id %% 50 > 0"
            " AND id - id %% 50 IN (SELECT id FROM work_items_workitem)",
            [organisation.pk],
        )


if __name__ == "__main__":
    main()
