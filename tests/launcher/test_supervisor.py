"""Starting, restarting and stopping children."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrflow.launcher.environment import ROOT
from okrflow.launcher.processes import Child, Program
from okrflow.launcher.signals import STOPPING, Signals
from okrflow.launcher.supervisor import Supervisor
from okrflow.launcher.trouble import Stopped, Trouble


@pytest.fixture
def signals() -> Iterator[Signals]:
    """The launcher's signal handlers; pytest's own are put back afterwards."""
    before = {number: signal.getsignal(number) for number in (*STOPPING, signal.SIGCHLD)}
    yield Signals()
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


def program(tmp_path: Path, code: str, *, module: tuple[str, ...] = ("-c",), patience: float = 5) -> Program:
    return Program(
        name="worker",
        arguments=[sys.executable, *module, code],
        environment={"PYTHONPATH": str(ROOT)},
        directory=tmp_path,
        log=tmp_path / "worker.log",
        patience=patience,
    )


def forking(pids: Path) -> str:
    """A program of two processes that write their numbers and wait."""
    note = f"print(os.getpid(), file=open({str(pids)!r}, 'a'), flush=True)"
    return f"import os, time; os.fork(); {note}; time.sleep(60)"


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(*pids: int) -> None:
    deadline = time.monotonic() + 5
    while any(map(lives, pids)):
        assert time.monotonic() < deadline, "still running"
        time.sleep(0.02)


def written(path: Path, count: int) -> list[int]:
    """The numbers that the children wrote, once there are so many."""
    deadline = time.monotonic() + 10
    while not path.exists() or len(path.read_text().split()) < count:
        assert time.monotonic() < deadline, f"nothing in {path}"
        time.sleep(0.02)
    return [int(number) for number in path.read_text().split()]


def wait_for_a_death(supervisor: Supervisor) -> None:
    for _ in range(100):
        supervisor.refuse_deaths()
        time.sleep(0.05)


def test_a_child_that_dies_at_the_start_is_quoted(tmp_path: Path, signals: Signals) -> None:
    supervisor = Supervisor(signals)
    supervisor.start(program(tmp_path, "import sys; sys.exit('no such broker')"))

    with pytest.raises(Trouble, match=r"worker ended with status 1(.|\n)*no such broker"):
        wait_for_a_death(supervisor)


def test_a_full_disk_in_a_log_is_called_so(tmp_path: Path) -> None:
    child = Child(program(tmp_path, "import sys; sys.exit('could not write: No space left on device')"))
    while child.is_running():
        time.sleep(0.01)

    assert str(child.failure()).startswith("the disk is full")


def test_a_child_that_dies_is_started_again(tmp_path: Path, signals: Signals) -> None:
    pids = tmp_path / "pids"
    code = f"import os, time; print(os.getpid(), file=open({str(pids)!r}, 'a'), flush=True)\n"
    code += f"time.sleep(60) if len(open({str(pids)!r}).readlines()) > 2 else os.kill(os.getpid(), 9)"
    code += f"\nos.kill({os.getpid()}, 15)"
    supervisor = Supervisor(signals)
    supervisor.start(program(tmp_path, code.replace("time.sleep(60)", "None")))

    supervisor.watch()

    assert len(written(pids, 3)) == 3
    supervisor.stop()


def test_gives_up_on_a_child_that_dies_again_and_again(
    tmp_path: Path, signals: Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrflow.launcher.supervisor.FIRST_PAUSE_SECONDS", 0.001)
    supervisor = Supervisor(signals)
    supervisor.start(program(tmp_path, "raise SystemExit(3)"))

    with pytest.raises(Trouble, match="worker ended with status 3"):
        supervisor.watch()


def test_the_whole_group_ends_with_a_killed_child(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = forking(pids)
    child = Child(program(tmp_path, code))
    both = written(pids, 2)

    os.kill(child.pid, signal.SIGKILL)
    while child.is_running():
        time.sleep(0.01)

    wait_until_gone(*both)


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_grandchildren_die_with_a_killed_launcher(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    (tmp_path / "forking.py").write_text(forking(pids))
    launcher = os.fork()
    if launcher == 0:
        Child(program(tmp_path, "forking", module=("-m", "okrflow.launcher.child")))
        time.sleep(60)
    both = written(pids, 2)

    os.kill(launcher, signal.SIGKILL)
    os.waitpid(launcher, 0)

    wait_until_gone(*both)


def test_stops_by_force_after_the_patience(tmp_path: Path, signals: Signals) -> None:
    ready = tmp_path / "pids"
    code = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    code += f"print(os.getpid(), file=open({str(ready)!r}, 'a'), flush=True); time.sleep(60)"
    supervisor = Supervisor(signals)
    supervisor.start(program(tmp_path, code, patience=0.3))
    [pid] = written(ready, 1)

    supervisor.stop()

    assert not lives(pid)


def test_a_wish_to_stop_ends_the_set_up(signals: Signals) -> None:
    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Stopped):
        signals.pause(5)


def test_two_signals_at_once_are_one_wish(signals: Signals) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    signals.wait(0)

    assert signals.stop_requested
    assert not signals.in_a_hurry
