"""A worker killed with `kill -9` at any moment: what is there in the end is the same, row by row, as without."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.conftest import Organisation
from tests.real import Launcher, Process, processes, wait_for

Same = Callable[[Organisation, Organisation], None]
Organisations = dict[str, Organisation]


def kill_worker(launcher: Launcher) -> None:
    """`kill -9` to the worker's whole process group, as out of memory or a pulled plug would."""
    worker = launcher.worker()
    assert worker, launcher.output.read_text()
    os.killpg(worker.pid, signal.SIGKILL)
    wait_for("another worker", lambda: (now := launcher.worker()) and now.pid != worker.pid)


def pool_of(worker: Process) -> list[Process]:
    return [process for process in processes() if process.parent == worker.pid]


@pytest.mark.parametrize(
    ("name", "step", "progress"), [("reading", "Reading", 0.1), ("writing", "Writing", 0.6)]
)
def test_while_it_imports(
    launcher: Launcher,
    organisations: Organisations,
    calm: Organisation,
    same_rows: Same,
    name: str,
    step: str,
    progress: float,
) -> None:
    killed = organisations[name]
    job = killed.import_it()
    job.wait_for_step(step, progress)

    kill_worker(launcher)

    job.wait_until("done")
    killed.wait_until_refreshed()
    assert job.look()[3] == 2, "it should have been started twice"
    same_rows(calm, killed)


def test_one_process_of_the_pool(
    launcher: Launcher, organisations: Organisations, calm: Organisation, same_rows: Same
) -> None:
    killed = organisations["child"]
    job = killed.import_it()
    job.wait_for_step("Writing", 0.5)
    worker = launcher.worker()
    assert worker

    for process in pool_of(worker):
        os.kill(process.pid, signal.SIGKILL)

    job.wait_until("done")
    killed.wait_until_refreshed()
    same_rows(calm, killed)


def test_while_it_refreshes(
    launcher: Launcher, organisations: Organisations, calm: Organisation, same_rows: Same
) -> None:
    """After an import, and after a change of the mapping, which has the whole stream built anew."""
    killed = organisations["refresh"]
    killed.import_it().wait_until("done")
    kill_during_refresh(launcher, killed)
    killed.wait_until_refreshed()
    same_rows(calm, killed)

    killed.map_review_to("waiting")
    kill_during_refresh(launcher, killed)
    killed.wait_until_refreshed()
    with mapped(calm, "waiting", afterwards="active"):
        same_rows(calm, killed)
    assert "stream: right" in launcher.manage("check_rollups", "--organisation", killed.slug)


def kill_during_refresh(launcher: Launcher, organisation: Organisation) -> None:
    wait_for("the refresh to begin", organisation.is_being_refreshed, every=0.01)
    kill_worker(launcher)
    assert organisation.due(), "the refresh had ended before the worker was killed"


@contextmanager
def mapped(organisation: Organisation, state: str, *, afterwards: str) -> Iterator[None]:
    """With another meaning of “In Review” for a while."""
    organisation.map_review_to(state)
    organisation.wait_until_refreshed()
    yield
    organisation.map_review_to(afterwards)
    organisation.wait_until_refreshed()
