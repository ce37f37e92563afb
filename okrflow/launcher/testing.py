"""PostgreSQL and Valkey for one run of the tests: started before Django reads its settings, thrown away after it.

`tests/settings.py` calls `provide_parts` first of all. The controller of pytest-xdist starts them, its workers
inherit the addresses: pytest-django gives each a database, here each gets a number of its own in Valkey.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from okrflow.launcher.data_folder import DataFolder
from okrflow.launcher.embedded import Embedded, describe
from okrflow.launcher.environment import PREFIX, clean
from okrflow.launcher.trouble import Trouble

FOLDER_VARIABLE = "OKRFLOW_TEST_FOLDER"
FOLDER_PREFIX = "okrflow-test-"
# An operator's settings have no say in the tests; nor has libpq's environment in where the database is
NOT_FOR_TESTS = ("CACHE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "ALLOWED_HOSTS", "SECRET_KEY_FALLBACKS")


def provide_parts() -> None:
    """Fill this process's environment for `okrflow.settings`; start the parts that no URL names."""
    if FOLDER_VARIABLE not in os.environ:
        _forget_operator()
        try:
            _start(Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-")))
        except Trouble as trouble:
            raise SystemExit(f"okrflow: {trouble}") from trouble
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["OKRFLOW_DATA"] = str(Path(os.environ[FOLDER_VARIABLE], worker))
    if os.environ["BROKER_URL"].startswith("redis+socket://"):
        address = os.environ["BROKER_URL"].partition("?")[0]
        os.environ["BROKER_URL"] = f"{address}?virtual_host={worker.removeprefix('gw')}"


def _forget_operator() -> None:
    for name in list(os.environ):
        if name in NOT_FOR_TESTS or name.startswith((PREFIX, "PG")):
            del os.environ[name]
    os.environ["SECRET_KEY"] = "only-for-tests"


def _start(folder: Path) -> None:
    _remove_leftovers()
    data = DataFolder(folder)
    data.make()
    embedded = describe(data, clean(os.environ), throw_away=True)
    atexit.register(_throw_away, embedded, folder, os.getpid())
    if embedded.postgres:
        embedded.postgres.create_if_missing()
    embedded.start()
    os.environ.update(embedded.urls, **{FOLDER_VARIABLE: str(folder)})


def _throw_away(embedded: Embedded, folder: Path, owner: int) -> None:
    """At the end of the process that started them, also by Ctrl-C (after a crash the kernel stops them)."""
    if os.getpid() == owner:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers() -> None:
    """Remove the folders of earlier runs that were killed; their names tell whose they were."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*-*"):
        number = folder.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if number.isdigit() and not _lives(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
