"""How long the pages of a stream take on the server, as multiples of reading a window's stays in the same run.

    .venv/bin/python -m tests.benchmarks.pages [--items 100000] [--runs 3]

A generated stream with five events an item over three years, in a throw-away PostgreSQL (or an empty database that
DATABASE_URL names). First the pages that are served stored, as their readers get them, and those without a window; then
windows that nobody stores. Each address is opened once before it is timed. Prints one line a page and window.
"""

import argparse
import logging
import statistics
from collections.abc import Callable

from tests.benchmarks.refresh import NOW, fill, timed

from django.core.management import call_command  # isort: skip - Django is set up by then
from django.test import Client

from okrflow.organisations.services import create_organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures import reading
from okrflow.work_items.figures.windows import trailing
from okrflow.work_items.refresh import rebuild_stream
from tests.people import person

WINDOWS = (30, 90, 180, 365, 1095)
STORED = ("", *(f"{page}/?days={days}" for page in ("flow", "stages") for days in (30, 90, 180)))
OTHERS = (
    "items/",
    "items/?shown=all",
    "okrs/",
    "what-if/",
    "experiments/",
    "plan/",
    "forecast/",
    "quality/",
    "settings/",
)
PAGES = ("flow/", "stages/", "charts.csv?chart=ageing&", "charts.png?chart=flow-time&")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    ada = person("Ada")
    organisation = create_organisation(
        name="Benchmark", slug="benchmark", time_zone="Europe/Berlin", owner=ada
    )
    stream = fill(organisation, options.items)
    rebuild_stream(stream)
    logging.disable(logging.INFO)
    client = Client(HTTP_HOST="localhost")
    client.force_login(ada)
    baseline = stays(stream, 90, options.runs)
    for page in (*STORED, *OTHERS):
        show(client, stream, page, baseline, options.runs)
    for days in WINDOWS:
        measure(client, stream, days, options.runs)


def stays(stream: ValueStream, days: int, runs: int) -> float:
    """The seconds of the baseline."""
    window = trailing(stream.organisation, days=days, now=NOW)
    seconds = median(lambda: reading.stays(stream.pk, window), runs)
    print(f"{days} days: the window's stays read in {seconds * 1000:.0f} ms")
    return seconds


def measure(client: Client, stream: ValueStream, days: int, runs: int) -> None:
    baseline, window = stays(stream, days, runs), trailing(stream.organisation, days=days, now=NOW)
    for page in PAGES:
        separator = "" if "?" in page else "?"
        show(client, stream, f"{page}{separator}from={window.first}&to={window.to}", baseline, runs)


def show(client: Client, stream: ValueStream, page: str, baseline: float, runs: int) -> None:
    address = f"{stream.get_absolute_url()}{page}"
    get(client, address)
    seconds = median(lambda: get(client, address), runs)
    print(f"  {page or 'summary'}: {seconds * 1000:.0f} ms = {seconds / baseline:.1f} x")


def get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer


def median(work: Callable[[], object], runs: int) -> float:
    return statistics.median(timed(work) for _ in range(runs))


if __name__ == "__main__":
    main()
