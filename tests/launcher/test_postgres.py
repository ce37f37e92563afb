"""The embedded PostgreSQL, without starting it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from okrflow.launcher.postgres import Identity, Postgres
from okrflow.launcher.trouble import Trouble


@pytest.fixture
def postgres(tmp_path: Path) -> Postgres:
    """A cluster's folder as a killed server leaves it."""
    data = tmp_path / "postgresql"
    data.mkdir()
    return Postgres(
        data=data,
        sockets=tmp_path,
        log=tmp_path / "postgresql.log",
        identity=Identity("as you"),
        environment={},
        settings={},
    )


def write_pid(postgres: Postgres, pid: int) -> Path:
    path = postgres.data / "postmaster.pid"
    path.write_text(f"{pid}\n{postgres.data}\n1700000000\n5432\n{postgres.sockets}\n\n1 2\nready   \n")
    return path


def test_refuses_the_data_of_another_major(postgres: Postgres) -> None:
    (postgres.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(Trouble, match=r"data of PostgreSQL 15.*pg_dump.*restore"):
        postgres.create_if_missing()


def test_removes_the_pid_file_of_a_process_that_is_gone(postgres: Postgres) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = write_pid(postgres, gone.pid)

    postgres.remove_stale_pid_file()

    assert not path.exists()


def test_removes_the_pid_file_of_a_zombie(postgres: Postgres) -> None:
    zombie = subprocess.Popen([sys.executable, "-c", ""], cwd=postgres.data)
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    path = write_pid(postgres, zombie.pid)

    postgres.remove_stale_pid_file()

    assert not path.exists()
    zombie.wait()


def test_removes_the_pid_file_when_its_number_is_somebody_elses_now(postgres: Postgres) -> None:
    path = write_pid(postgres, os.getpid())

    postgres.remove_stale_pid_file()

    assert not path.exists()


def test_waits_for_a_server_that_is_still_stopping(postgres: Postgres) -> None:
    stopping = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.4)"], cwd=postgres.data)
    path = write_pid(postgres, stopping.pid)

    postgres.remove_stale_pid_file()

    assert not path.exists()
    assert stopping.wait() == 0


def test_refuses_a_server_that_stays(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrflow.launcher.postgres.LONGEST_FAREWELL", 0.1)
    staying = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=postgres.data)
    path = write_pid(postgres, staying.pid)

    with pytest.raises(Trouble, match="another PostgreSQL runs"):
        postgres.remove_stale_pid_file()

    assert path.exists()
    staying.kill()
    staying.wait()


def test_is_ready_when_the_pid_file_says_so(postgres: Postgres) -> None:
    assert not postgres.is_ready(42)

    write_pid(postgres, 42)

    assert postgres.is_ready(42)
    assert not postgres.is_ready(43)
