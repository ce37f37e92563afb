"""The real thing: `make run`'s launcher with all its parts, stopped in every way."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from tests.real import Launcher, processes, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """One data folder for all these tests: the first start is the expensive one."""
    launcher = Launcher(tmp_path_factory.mktemp("launcher") / "var", demo=False)
    yield launcher
    if launcher.is_running:
        launcher.end(signal.SIGKILL)


@pytest.fixture
def launcher(shared: Launcher) -> Launcher:
    """A launcher that runs."""
    if not shared.is_running:
        shared.start()
    return shared


def test_everything_answers(launcher: Launcher) -> None:
    assert launcher.answers() == 200
    assert f"http://localhost:{launcher.port}" in launcher.output.read_text()


def test_a_second_one_on_the_same_data_is_refused(launcher: Launcher) -> None:
    done = Launcher(launcher.data, demo=False).run("run")

    assert done.returncode == 1
    assert f"already runs on {launcher.data}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_management_commands_reach_the_running_database(launcher: Launcher) -> None:
    done = launcher.run("manage", "migrate", "--check")

    assert done.returncode == 0, done.stderr
    assert "started for this command" not in done.stderr


def test_nothing_is_left_after_kill_9_and_the_next_start_has_every_row(launcher: Launcher) -> None:
    with launcher.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")

    launcher.end(signal.SIGKILL)
    wait_for("everything to be gone", lambda: not launcher.left(), seconds=5)
    launcher.start()

    with launcher.connect() as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert launcher.answers() == 200


def test_a_start_right_after_kill_9_works(launcher: Launcher) -> None:
    launcher.end(signal.SIGKILL)
    launcher.start()

    assert launcher.answers() == 200


def test_a_killed_web_server_comes_back(launcher: Launcher) -> None:
    mine = f"--port {launcher.port}"
    servers = [each for each in processes() if "granian" in each.command and mine in each.command]
    for server in servers:
        os.kill(server.pid, signal.SIGKILL)
    assert servers

    wait_for("the web server to be back", lambda: launcher.answers() == 200, seconds=30, every=0.1)


def test_ctrl_c_stops_everything_with_status_0(launcher: Launcher) -> None:
    assert launcher.end(signal.SIGINT) == 0
    assert launcher.left() == []


def test_management_commands_start_the_database_when_nothing_runs(launcher: Launcher) -> None:
    launcher.end(signal.SIGTERM)

    done = launcher.run("manage", "migrate", "--check")

    assert done.returncode == 0, done.stderr
    assert "started for this command" in done.stderr
    assert launcher.left() == []
