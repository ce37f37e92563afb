"""Is okrflow up: the process, the database with its tables, the broker, a worker."""

import time
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

WORKER_KEY = "health:worker"
WORKER_SILENT_AFTER = 10
"""Seconds. A worker gives a sign of life every two."""

_migrated = False


def note_worker(sender: Any = None, **kwargs: Any) -> None:
    """Receiver of Celery's signals: a worker lives."""
    cache.set(WORKER_KEY, time.time(), WORKER_SILENT_AFTER)


def database() -> str:
    """Asks the database, and once per process whether its tables are those of this version."""
    global _migrated
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError("migrations are missing: run manage.py migrate")
        _migrated = True
    return "reachable, migrated"


def broker() -> str:
    with current_app.connection_for_write(connect_timeout=1) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=1)
    return "reachable"


def worker() -> str:
    if cache.get(WORKER_KEY) is None:
        raise RuntimeError("no worker has given a sign of life")
    return "alive"


PARTS: dict[str, Callable[[], str]] = {"database": database, "broker": broker, "worker": worker}


def parts() -> dict[str, dict[str, object]]:
    """Each part with whether it is ready, and what there is to say; no addresses, no secrets."""
    found: dict[str, dict[str, object]] = {}
    for name, look in PARTS.items():
        try:
            found[name] = {"ok": True, "detail": look()}
        except RuntimeError as error:
            found[name] = {"ok": False, "detail": str(error)}
        except Exception as error:  # whatever a driver raises, the answer is: not ready
            found[name] = {"ok": False, "detail": type(error).__name__}
    return found
