"""The row of a running job, written through a connection of its own.

The work itself may sit in one long transaction; what its owner sees of it must not wait for that. Each function is one
statement, committed at once. The clock is the database's: workers on several hosts compare their heartbeats.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from okrflow.jobs.problems import INTERRUPTED, Problem

SILENT_AFTER: Final = timedelta(seconds=30)
LOST_AFTER: Final = timedelta(seconds=4)
"""Of an attempt whose message was given back: its worker is known to be gone, so little silence is proof enough."""
MAX_ATTEMPTS: Final = 5

CLAIM = """
    UPDATE jobs_job SET
        state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
                     WHEN attempts >= %(most)s THEN 'failed' ELSE 'running' END,
        problem = CASE WHEN cancel_requested_at IS NULL AND attempts >= %(most)s THEN %(interrupted)s::jsonb END,
        attempts = attempts + (cancel_requested_at IS NULL AND attempts < %(most)s)::int,
        progress = 0, step = '', heartbeat_at = clock_timestamp(), updated_at = clock_timestamp()
    WHERE id = %(job)s
        AND (state = 'queued' OR state = 'running' AND heartbeat_at < clock_timestamp() - %(silent)s::interval)
    RETURNING state, attempts
"""
BEAT = """
    UPDATE jobs_job SET progress = %(progress)s, step = %(step)s, heartbeat_at = clock_timestamp()
    WHERE id = %(job)s AND state = 'running' AND attempts = %(attempt)s
    RETURNING cancel_requested_at IS NOT NULL
"""
END = """
    UPDATE jobs_job SET
        state = %(state)s, problem = %(problem)s::jsonb, step = '', heartbeat_at = clock_timestamp(),
        progress = CASE WHEN %(state)s = 'done' THEN 1 ELSE progress END, updated_at = clock_timestamp()
    WHERE id = %(job)s AND state = 'running' AND attempts = %(attempt)s
"""


class Pulse(StrEnum):
    """What a heartbeat learned."""

    GO_ON = "go on"
    CANCEL = "cancel"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right of one attempt to work on a job."""

    job: int
    attempt: int


def claim(
    connection: BaseDatabaseWrapper, job: int, *, silent_after: timedelta = SILENT_AFTER
) -> Claim | None:
    """Claim a job that is queued, or that runs and fell silent; None if there is nothing to do.

    One whose cancellation was asked for ends cancelled, one that was started too often ends failed.
    """
    interrupted = json.dumps(INTERRUPTED)
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM, {"job": job, "most": MAX_ATTEMPTS, "silent": str(silent_after), "interrupted": interrupted}
        )
        row = cursor.fetchone()
    return Claim(job=job, attempt=row[1]) if row and row[0] == "running" else None


def beat(connection: BaseDatabaseWrapper, claim: Claim, *, progress: float, step: str) -> Pulse:
    """Show that the attempt lives and how far it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            BEAT, {"job": claim.job, "attempt": claim.attempt, "progress": progress, "step": step[:200]}
        )
        row = cursor.fetchone()
    return Pulse.LOST if row is None else Pulse.CANCEL if row[0] else Pulse.GO_ON


def end(connection: BaseDatabaseWrapper, claim: Claim, *, state: str, problem: Problem | None) -> None:
    """Write how the attempt ended; nothing happens if another one has taken the job."""
    stored = json.dumps(problem) if problem else None
    with connection.cursor() as cursor:
        cursor.execute(END, {"job": claim.job, "attempt": claim.attempt, "state": state, "problem": stored})
