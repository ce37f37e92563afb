"""Starting and stopping one child process, with its own process group, log file and clean environment."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrflow.launcher.linux import die_with_parent
from okrflow.launcher.trouble import Trouble

LONGEST_LOG = 10 * 2**20
SHOWN_LINES = 15


@dataclass(frozen=True, kw_only=True)
class Program:
    """How to start and stop one child.

    `death_signal` reaches it when the launcher dies, however it dies; `stop_signal` is the polite way, with
    `patience` seconds for it. `before` runs before each start, `become` in the child between fork and exec (the
    change of user of PostgreSQL). With `shows_output` what it prints goes to the terminal, its errors to the log.
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    directory: Path
    log: Path
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    patience: float = 10
    become: Callable[[], None] | None = None
    before: Callable[[], None] | None = None
    shows_output: bool = False


class Child:
    """A running program."""

    def __init__(self, program: Program) -> None:
        if program.before:
            program.before()
        self.program = program
        self.began = time.monotonic()
        self._log_began = _begin_log(program.log)
        parent = os.getpid()

        def enter() -> None:
            if program.become:
                program.become()
            die_with_parent(program.death_signal, parent)

        with program.log.open("ab") as log:
            self._process = subprocess.Popen(
                program.arguments,
                env=dict(program.environment),
                cwd=program.directory,
                stdin=subprocess.DEVNULL,
                stdout=None if program.shows_output else log,
                stderr=log,
                process_group=0,
                preexec_fn=enter,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_running(self) -> bool:
        """Whether it still runs; once it does not, nothing of its group does."""
        if self._process.poll() is None:
            return True
        self._signal_group(signal.SIGKILL)
        return False

    def succeeded(self) -> bool:
        return self._process.returncode == 0

    def how_it_ended(self) -> str:
        code = self._process.returncode
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"

    def last_lines(self) -> str:
        """The end of what this process wrote, indented for the terminal."""
        with self.program.log.open("rb") as log:
            log.seek(self._log_began)
            lines = log.read()[-20_000:].decode(errors="replace").strip().splitlines()
        return "\n".join(f"    {line}" for line in lines[-SHOWN_LINES:])

    def failure(self) -> Trouble:
        """What to tell somebody about a child that ended by itself."""
        program, lines = self.program, self.last_lines()
        if "No space left on device" in lines:
            return Trouble(
                f"the disk is full ({program.name} says so): free some room, or set OKRFLOW_DATA=…"
            )
        shown = f"; its last lines, from {program.log}:\n{lines}" if lines else f"; see {program.log}"
        return Trouble(f"{program.name} ended with {self.how_it_ended()}{shown}")

    def ask_to_stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(self.program.stop_signal)

    def stop(self, patience: float | None = None) -> None:
        """Stop politely; after the patience, by force."""
        self.ask_to_stop()
        try:
            self._process.wait(self.program.patience if patience is None else patience)
        except subprocess.TimeoutExpired:
            self._signal_group(signal.SIGKILL)
            self._process.wait()
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def _begin_log(path: Path) -> int:
    """Make room in a log that has grown long, and return where the new lines will begin."""
    if not path.exists():
        path.touch(mode=0o600)
    elif path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
        path.touch(mode=0o600)
    return path.stat().st_size
