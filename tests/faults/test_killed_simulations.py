"""A what-if whose worker is killed, or that is cancelled half-way: the job ends, with one answer or with none."""

from typing import Any

import pytest

from tests.faults.conftest import Job
from tests.faults.test_killed_workers import kill_worker
from tests.real import Launcher

# A stream with a past long enough to work on for seconds
PREPARE = """
from django.utils import timezone
from okrflow.accounts.addresses import person_with
from okrflow.organisations.services import create_organisation
from okrflow.value_streams.services import create_value_stream
from tests import make
from tests.what_if import past
owner, _ = person_with(email="ada@example.org")
made = create_organisation(name="what-if", slug="what-if", time_zone="UTC", owner=owner)
past.NOW = timezone.now()
stream = make.value_stream(made, states=past.STATES)
past.write_past(stream, items=4000, days=180)
answer = {"stream": stream.pk}
"""
ASK = """
from django.utils import timezone
from okrflow.accounts.models import User
from okrflow.value_streams.models import ValueStream
from okrflow.what_if.services import start
asked = start(value_stream=ValueStream.objects.get(pk=given["stream"]), changes=[{"load_limit": given["limit"]}],
              user=User.objects.get(email="ada@example.org"), now=timezone.now())
answer = {"pk": asked.job.pk, "uuid": str(asked.job.uuid)}
"""
LOOK = """
from okrflow.what_if.models import Scenario
found = Scenario.objects.get(job=given["job"])
answer = {"result": found.result, "events": found.events.count()}
"""
CANCEL = """
from okrflow.jobs.models import Job
from okrflow.jobs.services import request_cancel
request_cancel(job=Job.objects.get(pk=given["job"]))
answer = None
"""


@pytest.fixture(scope="module")
def stream(launcher: Launcher) -> int:
    return int(launcher.ask(PREPARE)["stream"])


def asked(launcher: Launcher, stream: int, limit: int) -> tuple[Job, dict[str, Any]]:
    """A simulation at work, and what its look asks for."""
    given = launcher.ask(ASK, stream=stream, limit=limit)
    job = Job(launcher, **given)
    job.wait_for_step("Simulating", 0.3)
    return job, {"job": given["pk"]}


def test_a_killed_worker_is_followed_by_another(launcher: Launcher, stream: int) -> None:
    job, which = asked(launcher, stream, 200)

    kill_worker(launcher)

    job.wait_until("done")
    found = launcher.ask(LOOK, **which)
    assert job.look()[3] == 2, "it should have been started twice"
    assert len(found["result"]["answers"]) == 1
    assert found["events"] == 2, "asked, and answered once"


def test_a_cancelled_simulation_has_no_answer(launcher: Launcher, stream: int) -> None:
    job, which = asked(launcher, stream, 201)

    launcher.ask(CANCEL, **which)

    job.wait_until("cancelled")
    assert launcher.ask(LOOK, **which)["result"] is None
