"""The data folder: modes, secrets, lock, sockets."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrflow.launcher.data_folder import LONGEST_SOCKET_PATH, DataFolder, socket_folder
from okrflow.launcher.environment import ROOT
from okrflow.launcher.trouble import Trouble


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "var")
    folder.make()
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read(data: DataFolder) -> None:
    data.secrets()

    assert mode(data.path) == 0o700
    assert mode(data.path / "secrets.json") == 0o600


def test_secrets_are_made_once(data: DataFolder) -> None:
    first = data.secrets()

    assert len(first["SECRET_KEY"]) >= 50
    assert data.secrets() == first


def test_secrets_left_open_are_closed(data: DataFolder) -> None:
    data.secrets()
    (data.path / "secrets.json").chmod(0o644)

    data.secrets()

    assert mode(data.path / "secrets.json") == 0o600


def test_refuses_a_full_disk(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5 * 2**20))

    with pytest.raises(Trouble, match="the disk is full: 5 MB are free"):
        data.make()


def test_a_second_launcher_is_told_where_the_first_is(data: DataFolder) -> None:
    with (
        data.locked("http://localhost:8000"),
        pytest.raises(Trouble, match="localhost:8000"),
        data.locked("http://localhost:8001"),
    ):
        pass


def test_the_lock_goes_with_its_process(data: DataFolder) -> None:
    holder = "import os, sys; from pathlib import Path; from okrflow.launcher.data_folder import DataFolder\n"
    holder += "with DataFolder(Path(sys.argv[1])).locked('x'): os.kill(os.getpid(), 9)"

    subprocess.run([sys.executable, "-c", holder, data.path], cwd=ROOT, check=False)

    assert data.holder() is None


def test_sockets_lie_in_the_data_folder() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        assert socket_folder(Path(short)) == Path(short, "run")


def test_sockets_of_a_long_path_lie_in_a_short_private_one(tmp_path: Path) -> None:
    long = tmp_path / ("d" * 120)

    folder = socket_folder(long)

    try:
        assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
        assert mode(folder) == 0o700
        assert str(os.getuid()) in folder.name
        assert socket_folder(long) == folder
        assert socket_folder(tmp_path / ("e" * 120)) != folder
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(socket_folder(tmp_path / ("e" * 120)))


def test_refuses_a_socket_folder_that_is_a_link(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        Path(short, "run").symlink_to(tmp_path)

        with pytest.raises(Trouble, match="belongs to somebody else"):
            socket_folder(Path(short))
