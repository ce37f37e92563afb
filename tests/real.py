"""The real thing: `make run`'s launcher with PostgreSQL, Valkey, web server, worker and beat, for tests that need it.

Its data folder and port are its own, and its environment is clean: nothing of what `tests/settings.py` set for
this process reaches it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from okrflow.launcher import ready
from okrflow.launcher.data_folder import DataFolder, socket_folder
from okrflow.launcher.environment import ROOT
from okrflow.launcher.postgres import NAME
from tests.patience import PATIENCE

COMMAND = [sys.executable, "-m", "okrflow.launcher"]

Found = TypeVar("Found")


def wait_for(
    what: str, look: Callable[[], Found | None], *, seconds: float = PATIENCE, every: float = 0.05
) -> Found:
    """The first answer of `look` that is true; fails, saying for what it waited, after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(every)


@dataclass(frozen=True)
class Process:
    """A line of /proc: its numbers and its command line."""

    pid: int
    parent: int
    command: str


class Launcher:
    """`python -m okrflow.launcher run` on a data folder and a free port."""

    def __init__(self, data: Path, *, demo: bool) -> None:
        self.data, self.demo = data, demo
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = int(server.getsockname()[1])
        self.output = data.parent / "launcher-output"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        demo = "1" if self.demo else "0"
        return kept | {"OKRFLOW_DATA": str(self.data), "PORT": str(self.port), "OKRFLOW_DEMO": demo}

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [*COMMAND, "run"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_for("the launcher to be ready", self._is_ready, every=0.1)

    def _is_ready(self) -> bool:
        assert self._process and self._process.poll() is None, self.output.read_text()
        return "okrflow is ready at" in self.output.read_text()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def end(self, number: int) -> int:
        """Send it a signal; by force if it never ends. The exit status."""
        assert self._process
        self._process.send_signal(number)
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def stop(self) -> int:
        """Ctrl-C, as a person does it. The exit status."""
        return self.end(signal.SIGINT)

    def answers(self) -> int:
        """The status with which its web server answers now."""
        return ready.answer("127.0.0.1", self.port, "localhost")[0]

    def children(self) -> list[Process]:
        """The launcher's own children: PostgreSQL, Valkey, the web server, the worker and beat."""
        assert self._process
        mine = self._process.pid
        return [process for process in processes() if process.parent == mine]

    def worker(self) -> Process | None:
        """The Celery worker, which is the leader of its process group; None while there is none."""
        return next(
            (each for each in self.children() if "celery" in each.command and " worker " in each.command),
            None,
        )

    def log(self, name: str) -> str:
        return (self.data / "log" / f"{name}.log").read_text(errors="replace")

    def left(self) -> list[str]:
        """The command lines of all that belongs to this data folder, whoever started it."""
        mine = os.fsencode(self.data)
        return [each.command for each in processes() if mine in _environment(each.pid)]

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of the launcher on this data folder, to its end."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        done = self.run("manage", *arguments)
        assert done.returncode == 0, f"{arguments[:2]}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def ask(self, code: str, **given: Any) -> Any:
        """Run Python in this okrflow's own settings, as an operator does in `manage.py shell`; its `answer`."""
        text = f"import json\ngiven = json.loads({json.dumps(given)!r})\n{code}\nprint('\\n' + json.dumps(answer))"
        return json.loads(self.manage("shell", "--no-imports", "-c", text).splitlines()[-1])

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection to its database; each statement by itself."""
        host = str(socket_folder(DataFolder(self.data).path))
        return psycopg.connect(host=host, user=NAME, dbname=NAME, autocommit=True)


def _environment(pid: int) -> bytes:
    """A process's environment; of one that is gone or somebody else's nothing."""
    try:
        return (Path("/proc") / str(pid) / "environ").read_bytes()
    except OSError:
        return b""


def processes() -> list[Process]:
    """All that run, zombies left out."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if command:
            found.append(Process(int(folder.name), parent, command))
    return found
