"""One okrflow with a real worker for all faults, a file big enough to be killed over, and the same end to compare with."""

import json
import random
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from okrflow.web.locks import Turn
from tests.patience import PATIENCE
from tests.real import Launcher, wait_for

ITEMS = 20_000
NAMES = ("calm", "reading", "writing", "child", "refresh", "cancel")
HISTORIES = (
    ("Backlog", "In Progress", "In Review", "Done"),
    ("Backlog", "In Progress", "Done", "In Progress"),
    ("In Progress", "In Review", "In Progress", "Done"),
    ("Backlog", "In Progress", "In Review", "Cancelled"),
)
# Organisations of one owner, each with a stream, the file received, and a token for its API
PREPARE = """
from okrflow.accounts.addresses import person_with
from okrflow.integrations.services import receive
from okrflow.organisations.models import Membership, Scope
from okrflow.organisations.services import create_api_token, create_organisation
from okrflow.value_streams.services import create_value_stream
owner, _ = person_with(email="ada@example.org")
answer = {}
for name in given["names"]:
    made = create_organisation(name=name, slug=name, time_zone="Europe/Berlin", owner=owner)
    stream = create_value_stream(organisation=made, name="Stream", slug="stream", lead=owner)
    with open(given["file"], "rb") as file:
        received = receive(value_stream=stream, file=file, file_name="big.csv", user=owner)
    member = Membership.objects.get(organisation=made, user=owner)
    _, token = create_api_token(membership=member, name="faults", scopes=[scope.value for scope in Scope], days=1)
    answer[name] = {"slug": name, "organisation": made.pk, "stream": stream.pk, "received": received.pk, "token": token}
"""
# What the second page of the import does when its plan is confirmed
CONFIRM = """
from okrflow.accounts.models import User
from okrflow.integrations.models import WorkItemImport
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.services import confirm
found = WorkItemImport.objects.get(pk=given["received"])
job = confirm(work_item_import=found, plan=Plan.from_json(found.reading["plan"]), set_up=[found.value_stream_id],
              user=User.objects.get(), result_url="/")
answer = {"pk": job.pk, "uuid": str(job.uuid)}
"""
# Every stored row by what it says, without the numbers of rows, which differ between two imports
ROWS = {
    "events": """SELECT i.key, e.at, e.sequence, v.slug, s.name, e.kind FROM work_items_event e
        JOIN work_items_workitem i ON i.id = e.work_item_id JOIN value_streams_status s ON s.id = e.status_id
        LEFT JOIN value_streams_valuestream v ON v.id = e.value_stream_id WHERE e.organisation_id = %s""",
    "intervals": """SELECT i.key, v.slug, s.name, d.state, d.kind, d.began_at, d.ended_at, d.visit_began_at, d.ends_visit
        FROM work_items_interval d JOIN work_items_workitem i ON i.id = d.work_item_id
        JOIN value_streams_status s ON s.id = d.status_id
        JOIN value_streams_valuestream v ON v.id = d.value_stream_id WHERE d.organisation_id = %s""",
    "facts": """SELECT i.key, s.name, d.kind, d.state, d.since_at, d.started_at, d.started_kind, d.finished_at,
            d.finished_kind, d.cancelled_at, d.cancelled_kind, d.reopened_at, d.reopened_kind, d.reopened,
            d.flow_microseconds, d.active_microseconds, d.measurable, d.never_in_progress,
            d.value_stream_id IS NULL, d.started_stream_id IS NULL, d.finished_stream_id IS NULL,
            d.cancelled_stream_id IS NULL, d.reopened_stream_id IS NULL
        FROM work_items_itemfacts d JOIN work_items_workitem i ON i.id = d.work_item_id
        JOIN value_streams_status s ON s.id = d.status_id WHERE d.organisation_id = %s""",
    "days of streams": """SELECT v.slug, d.day, d.kind, d.entered, d."left", d.microseconds, d.arrivals, d.finished,
            d.cancelled, d.reopened, d.measured, d.flow_microseconds, d.active_microseconds
        FROM work_items_flowday d JOIN value_streams_valuestream v ON v.id = d.value_stream_id
        WHERE d.organisation_id = %s""",
    "days of stages": """SELECT v.slug, s.name, d.day, d.kind, d.entered, d."left", d.microseconds
        FROM work_items_stageday d JOIN value_streams_valuestream v ON v.id = d.value_stream_id
        JOIN value_streams_status s ON s.id = d.status_id WHERE d.organisation_id = %s""",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("faults"))
            item.add_marker(
                pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
            )


def write_big_file(path: Path) -> None:
    """20,000 items with 80,000 events in the order of time, as a tool exports its log."""
    chance, first, rows = random.Random(7), datetime(2024, 1, 1, tzinfo=UTC), []
    for number in range(ITEMS):
        at = first + timedelta(minutes=chance.randrange(500 * 1440))
        kind = chance.choice(("Story", "Bug", "Risk", "Debt"))
        for status in chance.choice(HISTORIES):
            rows.append((at.isoformat(timespec="seconds"), f"B-{number}", status, kind))
            at += timedelta(minutes=chance.randrange(1, 20 * 1440))
    lines = (",".join((key, status, at, kind)) for at, key, status, kind in sorted(rows))
    path.write_text("\n".join(["Key,Status,Changed,Type", *lines]) + "\n")


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """One with the file received; what its people do."""

    launcher: Launcher
    slug: str
    organisation: int
    stream: int
    received: int
    token: str

    def import_it(self) -> "Job":
        return Job(self.launcher, **self.launcher.ask(CONFIRM, received=self.received))

    def call(self, method: str, address: str, body: Any = None) -> Any:
        """The API, with the owner's token."""
        request = urllib.request.Request(
            f"{self.launcher.url}/api/v1/organisations/{self.slug}/{address}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return json.loads(response.read() or b"null")

    def map_review_to(self, state: str) -> None:
        """Another meaning of a status over the whole past: the stream is built anew by a refresh."""
        stages = [{"status": "In Review", "flow_state": state}]
        self.call("PATCH", "value-streams/stream", {"stages": stages})

    def is_being_refreshed(self) -> bool:
        """Whether a worker holds the stream's lock, as each refresh does until it commits."""
        with self.launcher.connect() as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND granted",
                [Turn.REFRESH, self.stream],
            ).fetchone()
        return bool(found and found[0])

    def due(self) -> int:
        return self.count("work_items_staleitem")

    def count(self, table: str) -> int:
        with self.launcher.connect() as connection:
            row = connection.execute(
                f"SELECT count(*) FROM {table} WHERE organisation_id = %s", [self.organisation]
            ).fetchone()
        assert row
        return int(row[0])

    def wait_until_refreshed(self) -> None:
        wait_for(f"{self.slug} to be up to date", lambda: not self.due())


@dataclass(frozen=True)
class Job:
    """An import at work."""

    launcher: Launcher
    pk: int
    uuid: str

    def look(self) -> tuple[str, float, str, int]:
        """State, progress, step and number of attempts."""
        with self.launcher.connect() as connection:
            row = connection.execute(
                "SELECT state, progress, step, attempts FROM jobs_job WHERE id = %s", [self.pk]
            ).fetchone()
        assert row
        return row

    def wait_for_step(self, word: str, progress: float = 0.0) -> None:
        def there() -> bool:
            state, done, step, _ = self.look()
            assert state in ("queued", "running"), (
                f"it was {state} before “{word}” at {progress:.0%} was seen"
            )
            return word in step and done >= progress

        wait_for(f"the step “{word}” at {progress:.0%}", there, every=0.02)

    def wait_until(self, wanted: str) -> None:
        def there() -> bool:
            state, _, _, attempts = self.look()
            assert state in ("queued", "running", wanted), f"it ended {state} after {attempts} attempts"
            return state == wanted

        wait_for(f"the job to be {wanted}", there)


@pytest.fixture(scope="package")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    started = Launcher(tmp_path_factory.mktemp("faults") / "var", demo=False)
    try:
        started.start()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="package")
def organisations(launcher: Launcher) -> dict[str, Organisation]:
    path = launcher.data.parent / "big.csv"
    write_big_file(path)
    made = launcher.ask(PREPARE, names=NAMES, file=str(path))
    return {name: Organisation(launcher=launcher, **values) for name, values in made.items()}


@pytest.fixture(scope="package")
def calm(organisations: dict[str, Organisation]) -> Organisation:
    """The one that nothing happens to: imported, refreshed."""
    calm = organisations["calm"]
    calm.import_it().wait_until("done")
    calm.wait_until_refreshed()
    assert calm.count("work_items_event") == 4 * ITEMS
    return calm


@pytest.fixture
def same_rows(launcher: Launcher) -> Callable[[Organisation, Organisation], None]:
    """Compares every row of two organisations, in both directions and with their numbers."""

    def compare(one: Organisation, other: Organisation) -> None:
        with launcher.connect() as connection:
            for table, rows in ROWS.items():
                for left, right in ((one, other), (other, one)):
                    statement = f"({rows}) EXCEPT ALL ({rows})"
                    found = connection.execute(statement, [left.organisation, right.organisation]).fetchmany(
                        3
                    )  # type: ignore[arg-type]
                    assert not found, (
                        f"{table} of {left.slug} that {right.slug} does not have, among them {found}"
                    )

    return compare
