"""The worker's side of a job: claimed, kept alive by a heartbeat beside the work, and ended in one of four ways."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from celery import current_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error, InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from okrflow.jobs import ledger
from okrflow.jobs.ledger import Claim, Pulse
from okrflow.jobs.models import Job, JobState
from okrflow.jobs.problems import TOO_LONG, UNEXPECTED, Cancelled, JobProblem, Problem, TakenOver

log = structlog.get_logger(__name__)
SECONDS_BETWEEN_BEATS: Final = 1.0


class Run:
    """One attempt at a job. `report` costs next to nothing; a thread carries it to the database every second."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._progress, self._step = 0.0, ""
        self._pulse = Pulse.GO_ON
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{claim.job}", daemon=True)

    def report(self, progress: float, step: str) -> None:
        """Say how far the work is (0 to 1) and what it is doing. Raises Cancelled or TakenOver."""
        self._progress, self._step = min(1.0, max(0.0, progress)), step
        if self._pulse is Pulse.CANCEL:
            raise Cancelled
        if self._pulse is Pulse.LOST:
            raise TakenOver

    def hold(self) -> None:
        """The last look before the work's transaction commits: locks the job's row in it until then.

        Raises Cancelled or TakenOver, so that neither a cancelled attempt nor one that lost its claim writes anything.
        """
        job = Job.objects.select_for_update().get(pk=self.claim.job)
        if job.state != JobState.RUNNING or job.attempts != self.claim.attempt:
            raise TakenOver
        if job.cancel_requested_at is not None:
            raise Cancelled

    def start(self) -> None:
        self._thread.start()

    def finish(self, state: JobState | None, problem: Problem | None = None) -> None:
        """Stop the heartbeat and write the end. Without a state the job stays as it is and is started again when silent."""
        self._stop.set()
        self._thread.join()
        if state is None:
            return
        own = connection.copy()
        try:
            ledger.end(own, self.claim, state=state, problem=problem)
        except Error:
            log.warning("job_end_not_written", job=self.claim.job, exc_info=True)
        finally:
            own.close()

    def _beat(self) -> None:
        own = connection.copy()
        try:
            while self._pulse is not Pulse.LOST:
                try:
                    self._pulse = ledger.beat(own, self.claim, progress=self._progress, step=self._step)
                except Error:
                    own.close()
                if self._stop.wait(SECONDS_BETWEEN_BEATS):
                    return
        finally:
            own.close()


@contextmanager
def running(job_id: int) -> Iterator[Run | None]:
    """Work on a job: `with running(job_id) as run: if run: …`. Yields None if another delivery has it, or it has ended.

    Returning is success. JobProblem fails the job with its text, Cancelled cancels it, a lost database leaves it to be
    started again; any other exception fails it with a general text and is logged, never shown.
    """
    claim = _claim(job_id)
    if claim is None:
        yield None
        return
    run = Run(claim)
    run.start()
    state: JobState | None = None
    problem: Problem | None = None
    try:
        yield run
        state = JobState.DONE
    except Exception as error:
        state, problem = _end_of(error, claim)
    finally:
        run.finish(state, problem)


def _end_of(error: Exception, claim: Claim) -> tuple[JobState | None, Problem | None]:
    """How a job ends by an exception; without a state it is started again."""
    match error:
        case JobProblem():
            return JobState.FAILED, error.problem
        case Cancelled():
            return JobState.CANCELLED, None
        case TakenOver():
            return None, None
        case SoftTimeLimitExceeded():
            return JobState.FAILED, TOO_LONG
        case OperationalError() | InterfaceError():
            log.warning("job_lost_database", job=claim.job, attempt=claim.attempt, exc_info=error)
            return None, None
    log.error("job_failed", job=claim.job, attempt=claim.attempt, exc_info=error)
    return JobState.FAILED, UNEXPECTED


def _claim(job_id: int) -> Claim | None:
    own = connection.copy()
    try:
        if _was_given_back():
            return _claim_from_lost_worker(own, job_id)
        return ledger.claim(own, job_id)
    finally:
        own.close()


def _was_given_back() -> bool:
    """Whether the broker delivers this message once more, because the process that had it died."""
    return bool(current_task and (current_task.request.delivery_info or {}).get("redelivered"))


def _claim_from_lost_worker(own: BaseDatabaseWrapper, job_id: int) -> Claim | None:
    """Claim a job as soon as its former attempt is silent; None if that one turns out to be alive, or has ended."""
    deadline = time.monotonic() + ledger.LOST_AFTER.total_seconds() + 2 * SECONDS_BETWEEN_BEATS
    while True:
        claim = ledger.claim(own, job_id, silent_after=ledger.LOST_AFTER)
        if (
            claim
            or time.monotonic() > deadline
            or not Job.objects.filter(pk=job_id, state=JobState.RUNNING).exists()
        ):
            return claim
        time.sleep(SECONDS_BETWEEN_BEATS / 2)
