"""The embedded PostgreSQL and Valkey together, in the place of the addresses that were not given."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from okrflow.launcher.data_folder import DataFolder, socket_folder
from okrflow.launcher.postgres import THROW_AWAY, Postgres, identity
from okrflow.launcher.processes import Child
from okrflow.launcher.trouble import Trouble
from okrflow.launcher.valkey import Valkey

LONGEST_START = 60.0
Pause = Callable[[float], None]


@dataclass
class Embedded:
    """What runs here rather than elsewhere; both children in the order in which they are to be stopped."""

    postgres: Postgres | None
    valkey: Valkey | None
    children: list[Child] = field(default_factory=list)

    @property
    def urls(self) -> dict[str, str]:
        """The variables that lead Django and Celery to the embedded parts."""
        urls = {}
        if self.postgres:
            urls["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            urls["BROKER_URL"] = self.valkey.url
        return urls

    def start(self, pause: Pause = time.sleep) -> None:
        """Start both at the same time and wait until both answer; raise what a failing one said."""
        if self.valkey:
            self.children.append(Child(self.valkey.program()))
        if self.postgres:
            self.children.append(Child(self.postgres.program()))
        deadline = time.monotonic() + LONGEST_START
        for child in self.children:
            while not self._is_ready(child):
                if not child.is_running():
                    raise child.failure()
                if time.monotonic() > deadline:
                    raise Trouble(
                        f"{child.program.name} is not ready after {LONGEST_START:.0f} s: {child.program.log}"
                    )
                pause(0.01)
        if self.postgres:
            self.postgres.make_database()

    def stop(self) -> None:
        while self.children:
            self.children.pop(0).stop()

    def _is_ready(self, child: Child) -> bool:
        if self.postgres and child.program.name == "PostgreSQL":
            return self.postgres.is_ready(child.pid)
        return self.valkey is not None and self.valkey.is_ready()


def describe(data: DataFolder, environment: Mapping[str, str], *, throw_away: bool = False) -> Embedded:
    """The embedded parts of a data folder, except those whose address the environment names.

    With `throw_away` nothing waits for the disk and nothing outlives a crash: for the tests.
    """
    sockets = socket_folder(data.path)
    embedded = Embedded(None, None)
    if not environment.get("DATABASE_URL"):
        embedded.postgres = Postgres(
            data=data.postgres,
            sockets=sockets,
            log=data.log / "postgresql.log",
            identity=identity(),
            environment=environment,
            settings=THROW_AWAY if throw_away else {},
        )
    if not environment.get("BROKER_URL"):
        embedded.valkey = Valkey(
            data=data.valkey,
            sockets=sockets,
            log=data.log / "valkey.log",
            environment=environment,
            durable=not throw_away,
        )
    return embedded
