"""How long the flow and the stages page take on the server, as multiples of reading the window's stays in the same run.

    .venv/bin/python -m tests.benchmarks.pages [--items 100000] [--runs 3]

A generated stream with five events an item over three years, in a throw-away PostgreSQL (or an empty database that
DATABASE_URL names). Nothing is stored or warm but the first drawing of a chart. Prints one line a page and window.
"""

import argparse
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
    client = Client(HTTP_HOST="localhost")
    client.force_login(ada)
    for days in WINDOWS:
        measure(client, stream, days, options.runs)


def measure(client: Client, stream: ValueStream, days: int, runs: int) -> None:
    window = trailing(stream.organisation, days=days, now=NOW)
    baseline = median(lambda: reading.stays(stream.pk, window), runs)
    print(f"{days} days: the window's stays read in {baseline * 1000:.0f} ms")
    for page in PAGES:
        separator = "" if "?" in page else "?"
        address = f"{stream.get_absolute_url()}{page}{separator}from={window.first}&to={window.to}"
        get(client, address)
        seconds = median(lambda address=address: get(client, address), runs)
        print(f"  {page.rstrip('/&')}: {seconds * 1000:.0f} ms = {seconds / baseline:.1f} x")


def get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer


def median(work: Callable[[], object], runs: int) -> float:
    return statistics.median(timed(work) for _ in range(runs))


if __name__ == "__main__":
    main()
