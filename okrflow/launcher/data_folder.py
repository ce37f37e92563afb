"""The data folder: where everything lies, its secrets, and the lock that keeps a second launcher out."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from okrflow.launcher.linux import NOBODY
from okrflow.launcher.trouble import Trouble, from_os_error

LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
LEAST_FREE_BYTES = 150 * 2**20
# What okrflow needs to know and nobody should have to think up
SECRETS = ("SECRET_KEY",)


@dataclass(frozen=True)
class DataFolder:
    """Paths below `OKRFLOW_DATA`; only its owner may read it."""

    path: Path

    @property
    def postgres(self) -> Path:
        return self.path / "postgresql"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def stamps(self) -> Path:
        return self.path / "prepared.json"

    def make(self) -> None:
        """Make the folders; refuse a disk so full that PostgreSQL would stop in the middle."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)
            for folder in (self.log, self.valkey):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise from_os_error(error, self.path) from error
        free = shutil.disk_usage(self.path).free
        if free < LEAST_FREE_BYTES:
            raise Trouble(
                f"the disk is full: {free // 2**20} MB are free at {self.path}, okrflow needs"
                f" {LEAST_FREE_BYTES // 2**20} MB: free some room, or put the data elsewhere:"
                " OKRFLOW_DATA=…"
            )

    @contextmanager
    def locked(self, about: str) -> Iterator[None]:
        """Hold the folder for one launcher; `about` tells a second one where the first is."""
        with (self.path / "launcher.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "another process"
                raise Trouble(
                    f"okrflow already runs on {self.path} ({holder}): stop it first,"
                    " or start a second one with OKRFLOW_DATA=… and PORT=…"
                ) from None
            lock.truncate(0)
            lock.write(f"process {os.getpid()}, {about}")
            lock.flush()
            yield

    def holder(self) -> str | None:
        """What the launcher that runs on this folder says about itself; nothing when none runs."""
        try:
            with (self.path / "launcher.lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return None
        except BlockingIOError:
            return (self.path / "launcher.lock").read_text()
        return None

    def secrets(self) -> dict[str, str]:
        """The secrets, made the first time that each is asked for; mode 0600 from the first byte on."""
        path = self.path / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: secrets.token_urlsafe(48) for name in SECRETS if name not in known}
        if missing:
            write_privately(path, json.dumps(known | missing, indent=1))
        path.chmod(0o600)
        return known | missing


def write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner may read, all or nothing."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def socket_folder(data: Path) -> Path:
    """A private folder for the sockets: in the data folder, or a short one where that path is too long."""
    folder = data / "run"
    if not _fits(folder):
        name = f"okrflow-{os.getuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
        folder = Path(tempfile.gettempdir(), name)
        if not _fits(folder):
            folder = Path("/tmp", name)
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    # Root's may have been handed to `nobody` for PostgreSQL
    owners = {os.getuid(), NOBODY} if os.getuid() == 0 else {os.getuid()}
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in owners:
        raise Trouble(f"{folder} belongs to somebody else: remove it, or set TMPDIR to a folder of your own")
    folder.chmod(0o700)
    return folder


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH
