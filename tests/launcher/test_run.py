"""The real thing: `make run`'s launcher with all its parts, stopped in every way."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrflow.launcher import ready
from okrflow.launcher.data_folder import DataFolder
from okrflow.launcher.embedded import describe
from okrflow.launcher.environment import ROOT, clean
from tests.patience import PATIENCE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


class Launcher:
    """A launcher on a data folder and a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = int(server.getsockname()[1])
        self.output = data.parent / "output"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {"OKRFLOW_DATA": str(self.data), "PORT": str(self.port), "OKRFLOW_DEMO": "0"}

    def start(self) -> None:
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "okrflow.launcher", "run"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + PATIENCE
        while "okrflow is ready at" not in self.output.read_text():
            assert self._process.poll() is None, self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.1)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def end(self, number: int) -> int:
        """Send a signal and return the exit status."""
        assert self._process
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def answers(self) -> int:
        return ready.answer("127.0.0.1", self.port, "localhost")[0]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "okrflow.launcher", "manage", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def ask(self, statement: str) -> str | None:
        postgres = describe(DataFolder(self.data), clean({})).postgres
        assert postgres
        return postgres.ask(statement)

    def processes(self) -> list[str]:
        """The command lines of all that belongs to this data folder; zombies have none."""
        mine = os.fsencode(self.data)
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and mine in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return [line for line in found if line]

    def wait_until_nothing_runs(self) -> None:
        deadline = time.monotonic() + 5
        while left := self.processes():
            assert time.monotonic() < deadline, left
            time.sleep(0.05)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """One data folder for all these tests: the first start is the expensive one."""
    launcher = Launcher(tmp_path_factory.mktemp("launcher") / "var")
    yield launcher
    launcher.end(signal.SIGKILL)


@pytest.fixture
def launcher(shared: Launcher) -> Launcher:
    """A launcher that runs."""
    if not shared.is_running():
        shared.start()
    return shared


def test_everything_answers(launcher: Launcher) -> None:
    assert launcher.answers() == 200
    assert f"http://localhost:{launcher.port}" in launcher.output.read_text()


def test_a_second_one_on_the_same_data_is_refused(launcher: Launcher) -> None:
    second = Launcher(launcher.data)
    command = [sys.executable, "-m", "okrflow.launcher", "run"]

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=second.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert done.returncode == 1
    assert f"already runs on {launcher.data}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_management_commands_reach_the_running_database(launcher: Launcher) -> None:
    done = launcher.manage("migrate", "--check")

    assert done.returncode == 0, done.stderr
    assert "started for this command" not in done.stderr


def test_nothing_is_left_after_kill_9_and_the_next_start_has_every_row(launcher: Launcher) -> None:
    launcher.ask("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")

    launcher.end(signal.SIGKILL)
    launcher.wait_until_nothing_runs()
    launcher.start()

    assert launcher.ask("SELECT count(*) FROM kept") == "1000"
    assert launcher.answers() == 200


def test_a_start_right_after_kill_9_works(launcher: Launcher) -> None:
    launcher.end(signal.SIGKILL)
    launcher.start()

    assert launcher.answers() == 200


def test_a_killed_web_server_comes_back(launcher: Launcher) -> None:
    listing = subprocess.run(
        ["pgrep", "-f", f"granian.*--port {launcher.port}"], capture_output=True, text=True, check=False
    )
    for pid in listing.stdout.split():
        os.kill(int(pid), signal.SIGKILL)
    assert listing.stdout

    deadline = time.monotonic() + 30
    while launcher.answers() != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_ctrl_c_stops_everything_with_status_0(launcher: Launcher) -> None:
    assert launcher.end(signal.SIGINT) == 0
    assert launcher.processes() == []


def test_management_commands_start_the_database_when_nothing_runs(launcher: Launcher) -> None:
    launcher.end(signal.SIGTERM)

    done = launcher.manage("migrate", "--check")

    assert done.returncode == 0, done.stderr
    assert "started for this command" in done.stderr
    assert launcher.processes() == []
