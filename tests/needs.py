"""Parts that only some machines have. Without one, a test skips with a line that says what to install; in CI it fails."""

import os
import shutil
from pathlib import Path
from typing import Final, NoReturn

import pytest

CHROMIUM_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(what: str) -> NoReturn:
    """Skip the test for the want of something; where continuous integration runs, that is a failure."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def chromium() -> str:
    """The path of Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing("no Chromium: install Debian's package chromium")


def shared_data() -> Path:
    """The folder of real input beside the project's."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    return folder if folder.is_dir() else missing("no real input: ../shared/data is absent")
