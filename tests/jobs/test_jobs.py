"""Jobs against a real database: claims by several connections, heartbeats, the ways to end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from okrflow.jobs import ledger, runs, services
from okrflow.jobs.models import Job, JobState
from okrflow.jobs.services import Cancelled, JobProblem, running
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(runs, "SECONDS_BETWEEN_BEATS", 0.02)
    return services.start(organisation=make.organisation(), task="tests.nothing", user=None)


def wait_for_beat(job: Job, **expected: Any) -> None:
    from time import monotonic, sleep

    end = monotonic() + 5
    while not Job.objects.filter(pk=job.pk, **expected).exists():
        assert monotonic() < end, expected
        sleep(0.01)


def silence(job: Job, seconds: int = 60) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def test_queued_on_commit_by_name_with_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, args, **_: sent.append((name, args)))
    with transaction.atomic():
        job = services.start(organisation=make.organisation(), task="tests.nothing", user=None)
        assert sent == []

    assert sent == [("tests.nothing", [job.pk])]


def test_success_shows_progress_from_inside_a_transaction(job: Job) -> None:
    other = connection.copy()
    with running(job.pk) as run, transaction.atomic():
        assert run is not None
        run.report(0.5, "Half way")
        wait_for_beat(job, progress=0.5, step="Half way", state=JobState.RUNNING)
        with other.cursor() as cursor:
            cursor.execute("SELECT progress FROM jobs_job")
            assert cursor.fetchone() == (0.5,)
    other.close()

    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts, job.problem) == (JobState.DONE, 1.0, 1, None)


def test_second_delivery_does_nothing(job: Job) -> None:
    with running(job.pk) as first, running(job.pk) as second:
        assert first is not None
        assert second is None
    with running(job.pk) as third:
        assert third is None

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_silent_attempt_is_taken_over_and_writes_no_more(job: Job) -> None:
    old = ledger.claim(connection, job.pk)
    assert old is not None
    silence(job)

    with running(job.pk) as run:
        assert run is not None
        assert ledger.beat(connection, old, progress=0.9, step="zombie") == "lost"
        ledger.end(connection, old, state="failed", problem=None)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_attempt_that_lost_its_claim_cannot_commit(job: Job) -> None:
    with running(job.pk) as run:
        assert run is not None
        Job.objects.filter(pk=job.pk).update(attempts=2)
        with pytest.raises(services.TakenOver), transaction.atomic():
            run.hold()

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_too_many_attempts_fail(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=ledger.MAX_ATTEMPTS)
    silence(job)

    with running(job.pk) as run:
        assert run is None

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert job.problem["title"] == "The work was interrupted"


def test_cancel_reaches_the_work(job: Job) -> None:
    with running(job.pk) as run:
        assert run is not None
        wait_for_beat(job, state=JobState.RUNNING, step="")
        services.request_cancel(job=job)
        while True:
            run.report(0.1, "Working")

    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.CANCELLED, None)


def test_cancel_at_the_last_moment_rolls_back(job: Job) -> None:
    with running(job.pk) as run, transaction.atomic():
        assert run is not None
        make.organisation("written")
        Job.objects.using("default").filter(pk=job.pk).update(cancel_requested_at=Now())
        run.hold()

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not make.Organisation.objects.filter(slug="written").exists()


def test_cancelled_before_it_began(job: Job) -> None:
    services.request_cancel(job=job)
    with running(job.pk) as run:
        assert run is None

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_ended_job_is_not_cancelled(job: Job) -> None:
    with running(job.pk):
        pass
    services.request_cancel(job=job)

    job.refresh_from_db()
    assert (job.state, job.cancel_requested_at) == (JobState.DONE, None)


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (JobProblem("No rows", "Add some."), "No rows"),
        (RuntimeError("secret"), "Something went wrong on our side"),
    ],
)
def test_failures_tell_what_to_do_and_nothing_else(job: Job, error: Exception, title: str) -> None:
    with running(job.pk):
        raise error

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.problem["title"] == title
    assert "secret" not in str(job.problem)


def test_lost_database_leaves_the_job_to_be_started_again(job: Job) -> None:
    with running(job.pk):
        raise OperationalError("gone")

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_killed_worker_leaves_the_job_to_be_started_again(job: Job) -> None:
    with pytest.raises(SystemExit), running(job.pk):
        raise SystemExit

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_restart_of_lost_jobs(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, args, **_: sent.extend(args))
    assert services.restart_lost() == 0
    Job.objects.update(created_at=timezone.now() - timedelta(seconds=40))

    assert (services.restart_lost(), services.restart_lost()) == (1, 0)
    Job.objects.update(state=JobState.RUNNING)
    silence(job)
    assert services.restart_lost() == 1
    assert sent == [job.pk, job.pk]


def test_broker_that_is_down_costs_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(services.current_app, "send_task", refuse)

    job = services.start(organisation=make.organisation(), task="tests.nothing", user=None)

    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_cancelled_is_raised_out_of_report(job: Job) -> None:
    with running(job.pk) as run:
        assert run is not None
        run._pulse = ledger.Pulse.CANCEL
        with pytest.raises(Cancelled):
            run.report(0.1, "x")
