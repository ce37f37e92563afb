"""What the person who starts okrflow may say in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from okrflow.launcher.data_folder import DataFolder
from okrflow.launcher.environment import ROOT, clean
from okrflow.launcher.trouble import Trouble

HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Configuration:
    """`PORT`, `OKRFLOW_HOST`, `OKRFLOW_DATA`, `OKRFLOW_URL`, `OKRFLOW_DEMO`, with their defaults."""

    data: DataFolder
    host: str
    port: int
    url: str
    demo: bool
    environment: Mapping[str, str]

    @property
    def public_host(self) -> str:
        return urlsplit(self.url).hostname or "localhost"


def from_environment(caller: Mapping[str, str]) -> Configuration:
    """Read the caller's environment; the children get a clean one with the answers filled in."""
    port = _port(caller.get("PORT") or "8000")
    data = DataFolder(Path(caller.get("OKRFLOW_DATA") or ROOT / "var").expanduser().absolute())
    url = caller.get("OKRFLOW_URL") or f"http://localhost:{port}"
    demo = (caller.get("OKRFLOW_DEMO") or "1").strip().lower() not in ("0", "false", "no", "off")
    answers = {"OKRFLOW_DATA": str(data.path), "OKRFLOW_URL": url, "OKRFLOW_DEMO": "1" if demo else "0"}
    host = caller.get("OKRFLOW_HOST") or "127.0.0.1"
    return Configuration(data, host, port, url, demo, clean(caller) | answers)


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) <= HIGHEST_PORT:
        return int(text)
    raise Trouble(
        f"PORT={text} is no port: give a number from 1 to {HIGHEST_PORT}, for example PORT=8001 make run"
    )
