"""okrflow on parts that are not its own: the oldest PostgreSQL at hand and Redis, by their addresses."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrflow.launcher import postgres
from okrflow.launcher.data_folder import DataFolder
from okrflow.launcher.embedded import describe
from okrflow.launcher.environment import clean
from tests.needs import missing
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]


def installed_postgres() -> Path | None:
    """The folder of binaries of the system's oldest PostgreSQL, as Debian lays them out."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return min((path.parent for path in found), key=lambda path: int(path.parent.name), default=None)


@pytest.fixture
def database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = installed_postgres()
    if folder is None:
        missing("no PostgreSQL of the system's: install Debian's package postgresql")
    monkeypatch.setattr(postgres, "binaries", lambda: folder)
    data = DataFolder(tmp_path / "data")
    data.make()
    embedded = describe(data, clean({"BROKER_URL": "memory://"}), throw_away=True)
    embedded.postgres.create_if_missing()
    embedded.start()
    yield embedded.urls["DATABASE_URL"]
    embedded.stop()


@pytest.fixture
def broker_url(tmp_path: Path) -> Iterator[str]:
    redis = shutil.which("redis-server")
    if redis is None:
        missing("no Redis: install Debian's package redis-server")
    socket = tmp_path / "redis.sock"
    server = subprocess.Popen(
        [redis, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    )
    deadline = time.monotonic() + 10
    while not socket.exists():
        assert time.monotonic() < deadline, "Redis does not start"
        time.sleep(0.05)
    yield f"redis+socket://{socket}"
    server.terminate()
    server.wait(10)


@pytest.mark.slow
def test_the_demo_comes_out_right_on_them(database_url: str, broker_url: str, tmp_path: Path) -> None:
    environment = {
        **clean(os.environ),
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "SECRET_KEY": "only-for-this-test",
        "OKRFLOW_DATA": str(tmp_path / "files"),
        "DJANGO_SETTINGS_MODULE": "okrflow.settings",
    }

    for command in ("migrate", "load_demo", "check_rollups"):
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    assert done.stdout.count(": right") == 3
