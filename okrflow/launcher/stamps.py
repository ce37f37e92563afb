"""What the last start has prepared already, so that the next one can leave it out.

A stamp is a digest of all that its step depends on, written after the step; a doubt means doing it again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from okrflow.launcher.data_folder import DataFolder, write_privately
from okrflow.launcher.environment import ROOT
from okrflow.launcher.postgres import Postgres


def read(data: DataFolder) -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(data.stamps.read_text())
    except (OSError, ValueError):
        return {}
    return stamps


def write(data: DataFolder, stamps: Mapping[str, str]) -> None:
    write_privately(data.stamps, json.dumps(dict(stamps), indent=1))


def wanted(postgres: Postgres | None, database_url: str) -> dict[str, str]:
    """Today's stamps. A database elsewhere may be changed by others: its tables are looked at every time."""
    stamps = {"static": static_files()}
    if postgres is None:
        return stamps | {"tables": "", "demo": _digest([database_url])}
    return stamps | {
        "tables": _digest([migrations(), postgres.applied_migrations()]),
        "demo": postgres.system_identifier(),
    }


def migrations() -> str:
    """okrflow's own migrations, and everything that brings those of others in."""
    files = [
        *ROOT.glob("okrflow/*/migrations/*.py"),
        ROOT / "okrflow/settings.py",
        ROOT / "requirements.lock",
    ]
    return _digest(f"{file.relative_to(ROOT)} {file.read_text()}" for file in sorted(files))


def static_files() -> str:
    """The front end's files by name, size and time of change, and the packages that bring others."""
    files = [*(ROOT / "static").rglob("*"), *ROOT.glob("okrflow/*/static/**/*")]
    listing = [
        f"{file.relative_to(ROOT)} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)
    ]
    return _digest(
        [*listing, (ROOT / "requirements.lock").read_text(), (ROOT / "okrflow/settings.py").read_text()]
    )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
