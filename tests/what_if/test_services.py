"""Asking, answering, keeping and forgetting scenarios."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okrflow.jobs.models import Job, JobState
from okrflow.jobs.services import Cancelled, JobProblem
from okrflow.value_streams.models import Stage, ValueStream
from okrflow.what_if import services
from okrflow.what_if.models import Scenario
from okrflow.what_if.reading import histories
from okrflow.what_if.refusals import BadChange, BadScenario, NothingToSimulate, TooManyRunning
from okrflow.work_items.figures.windows import Window, zone_of
from tests import make
from tests.people import Cast
from tests.what_if.past import NOW, STATES, Watched, simulated

NO_WAITING: list[dict[str, Any]] = [{"stage": "Waits for the office", "no_waiting": True}]
HALF = {"stage": "Verification", "work_factor": 0.5}
FEWER_DEFECTS = {"kind": "defect", "arrivals_factor": 0.5}


def ask(stream: ValueStream, people: Cast, changes: Any = NO_WAITING, **more: Any) -> Scenario:
    return services.start(value_stream=stream, changes=changes, user=people.ben.user, **{"now": NOW} | more)


def test_a_question_queues_a_job_on_the_last_180_whole_days(policy: ValueStream, people: Cast) -> None:
    asked = ask(policy, people)

    assert (asked.first_on, asked.to_on) == (date(2026, 4, 2), date(2026, 7, 31))  # the past is shorter
    assert (asked.changes, asked.replications, asked.result, asked.saved) == (NO_WAITING, 200, None, False)
    assert asked.job and (asked.job.task, asked.job.state) == (services.TASK, JobState.QUEUED)
    assert asked.job.result_url == asked.get_absolute_url()
    assert asked.created_by == people.ben.user


def test_to_remove_an_outside_delay_shortens_flow_time_and_leaves_velocity(
    policy: ValueStream, people: Cast
) -> None:
    watched = Watched()

    result = simulated(ask(policy, people), run=watched).result

    assert result and result["trusted"], result["doubts"]
    (answer,) = result["answers"]
    effects = {finding["figure"]: finding["effect"] for finding in answer["says"]}
    assert effects["flow_time_days"] == "lowered"
    assert effects["velocity_per_week"] == "unchanged"
    assert answer["flow_time_change"]["mean"] < -0.8
    assert answer["constraint_today"] is None
    readings = {stage["stage"]: stage["reading"] for stage in result["stages"]}
    assert readings == {"Waits for the office": "outside_delay", "Verification": "work"}
    assert watched.held
    assert watched.reports[-1] == (1.0, "Simulating")


def test_more_places_are_not_offered_where_the_capacity_cannot_be_seen(
    policy: ValueStream, people: Cast
) -> None:
    done = simulated(ask(policy, people, [{"stage": "Verification", "places": 1}]))

    assert done.result and done.result["answers"] == []
    assert done.result["stages"]


def test_the_same_question_of_a_day_is_answered_from_what_is_stored(
    policy: ValueStream, people: Cast
) -> None:
    first = ask(policy, people, [*NO_WAITING, HALF])
    running = ask(policy, people, [HALF, *NO_WAITING])
    simulated(first)
    later = ask(policy, people, [HALF, *NO_WAITING], now=NOW + timedelta(hours=2))

    assert first == running == later
    assert later.result
    assert Job.objects.count() == 1
    assert ask(policy, people, [HALF, *NO_WAITING], now=NOW + timedelta(days=1)) != first


def test_a_job_that_failed_is_started_again_on_the_same_scenario(policy: ValueStream, people: Cast) -> None:
    first = ask(policy, people)
    Job.objects.update(state=JobState.FAILED)

    again = ask(policy, people, name="Nobody waits")

    assert again == first
    assert again.job != first.job
    assert again.name == "Nobody waits"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([{"stage": "Nowhere", "places": 1}], "no stage of this stream"),
        ([{"stage": "Live", "no_waiting": True}], "no stage of this stream"),
        ([{"stage": "Verification", "no_waiting": True}], "active work"),
        ([{"stage": "Waits for the office", "places": 1}], "nobody works there"),
        ([{"stage": "Verification", "places": 0}], "from 1 to 50"),
        ([{"stage": "Verification", "places": 1.5}], "whole number"),
        ([{"stage": "Verification", "work_factor": 0.001}], "between 0.05 and 10"),
        ([{"stage": "Verification", "work_factor": float("nan")}], "between 0.05 and 10"),
        ([{"stage": "Verification", "work_factor": True}], "is a number"),
        ([{"stage": "Waits for the office", "no_waiting": False}], "Leave the change out"),
        ([{"kind": "epic", "arrivals_factor": 1}], "A kind is"),
        ([{"load_limit": 5}, {"load_limit": 6}], "twice"),
        ([HALF, {**HALF, "work_factor": 0.7}], "twice for Verification"),
        ([{"stage": "Verification"}], "nothing else"),
        ([{}], "nothing else"),
        ([{"stage": "Verification", "places": 1, "work_factor": 2}], "nothing else"),
    ],
)
def test_what_makes_no_sense_is_refused(policy: ValueStream, people: Cast, changes: Any, text: str) -> None:
    with pytest.raises(BadChange, match=text):
        ask(policy, people, changes)

    assert not Job.objects.exists()


def test_a_stream_without_a_past_has_nothing_to_simulate(people: Cast) -> None:
    empty = make.value_stream(people.organisation, "empty", states=STATES)

    with pytest.raises(NothingToSimulate, match="Bring some in"):
        ask(empty, people)


@pytest.mark.parametrize("days", [27, 367])
def test_a_window_has_four_weeks_to_a_year(policy: ValueStream, people: Cast, days: int) -> None:
    with pytest.raises(BadScenario, match="28 to 366 days"):
        ask(policy, people, window_days=days)


def test_few_run_at_once_in_an_organisation(policy: ValueStream, people: Cast) -> None:
    for limit in range(1, services.MOST_RUNNING + 1):
        ask(policy, people, [{"load_limit": limit}])

    with pytest.raises(TooManyRunning, match="under way"):
        ask(policy, people)

    Job.objects.filter(scenario__changes=[{"load_limit": 1}]).update(state=JobState.CANCELLED)
    assert ask(policy, people).job


def test_an_experiment_is_foretold_by_the_time_before_it(policy: ValueStream, people: Cast) -> None:
    starts_on = date(2026, 7, 1)

    told = services.foretell(
        value_stream=policy,
        changes=NO_WAITING,
        starts_on=starts_on,
        name="No wait",
        user=people.ben.user,
        now=NOW,
    )
    coming = services.foretell(
        value_stream=policy, changes=NO_WAITING, starts_on=date(2027, 1, 1), name="Later", user=None, now=NOW
    )

    assert (told.to_on, told.name) == (starts_on, "No wait")
    assert coming.to_on == date(2026, 7, 31)


def test_only_who_was_in_progress_in_the_window_is_read_with_all_their_past(
    policy: ValueStream, people: Cast
) -> None:
    zone = zone_of(people.organisation)
    window = Window(first=date(2026, 7, 1), to=date(2026, 7, 31), zone=zone)

    with CaptureQueriesContext(connection) as queries:
        read = histories(policy, window)

    start, end = window.days.starts[[0, -1]].tolist()
    assert len(queries) == 1
    assert (read.began < end).all()
    assert (read.began < start).any()
    open_or_later = (read.ended >= start) & (read.state == 2)
    assert set(read.item[open_or_later]) <= set(read.item)
    assert set(read.item) == set(read.item[(read.ended >= start) & ((read.state == 1) | (read.state == 2))])


def test_a_cancelled_run_writes_nothing(policy: ValueStream, people: Cast) -> None:
    asked = ask(policy, people)

    with pytest.raises(Cancelled):
        simulated(asked, run=Watched(cancelled_at=0.5, error=Cancelled()))

    asked.refresh_from_db()
    assert (asked.result, asked.computed_at) == (None, None)


def test_a_second_run_leaves_the_result(policy: ValueStream, people: Cast) -> None:
    done = simulated(ask(policy, people))

    again = simulated(done, now=NOW + timedelta(hours=1))

    assert (again.result, again.computed_at) == (done.result, done.computed_at)


def test_stages_that_changed_meanwhile_are_told(policy: ValueStream, people: Cast) -> None:
    asked = ask(policy, people)
    Stage.objects.filter(status__name="Waits for the office").update(flow_state=STATES["Live"])

    with pytest.raises(JobProblem, match="no stage of this stream"):
        simulated(asked)


def test_scenarios_are_saved_renamed_and_deleted(policy: ValueStream, people: Cast) -> None:
    asked = ask(policy, people)
    services.save(scenario=asked, name=" Nobody waits ")

    assert list(Scenario.objects.of_stream(policy).saved()) == [asked]
    with pytest.raises(BadScenario, match="Give the scenario a name"):
        services.save(scenario=asked, name=" ")

    services.delete(scenario=asked)

    assert not Scenario.objects.exists()
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_name_is_free_with_a_number_behind_it(policy: ValueStream, people: Cast) -> None:
    ask(policy, people, name="Nobody waits")
    ask(policy, people, [HALF], name="Nobody waits (2)")

    assert services.free_name(policy, "Half of it") == "Half of it"
    assert services.free_name(policy, "NOBODY waits") == "NOBODY waits (3)"
    with pytest.raises(BadScenario, match="Give this one another name"):
        ask(policy, people, [FEWER_DEFECTS], name="nobody waits")


def test_what_nobody_saved_is_forgotten(policy: ValueStream, people: Cast) -> None:
    old, kept = ask(policy, people), ask(policy, people, [HALF], name="Half")
    long_ago = NOW - services.FORGOTTEN_AFTER - timedelta(days=1)
    Scenario.objects.update(created_at=long_ago)
    Job.objects.update(state=JobState.DONE)

    ask(policy, people, [FEWER_DEFECTS])

    assert not Scenario.objects.filter(pk=old.pk).exists()
    assert Scenario.objects.filter(pk=kept.pk).exists()
