"""The what-if as programs use it."""

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from okrflow.jobs.models import Job, JobState
from okrflow.value_streams.models import ValueStream
from okrflow.what_if.models import Scenario
from tests import make
from tests.api import people
from tests.api.people import Api, World
from tests.what_if.past import STATES, simulated, write_past

ASK = "value-streams/online/what-if"
CHANGES = [{"stage": "Waits for the office", "no_waiting": True}]
FIGURES = {"flow_time_days", "velocity_per_week", "load", "efficiency"}


@pytest.fixture
def northwind(db: None) -> World:
    cache.clear()
    return people.world()


@pytest.fixture
def online(northwind: World, monkeypatch: pytest.MonkeyPatch) -> ValueStream:
    """A stream whose past ends today."""
    monkeypatch.setattr("tests.what_if.past.NOW", timezone.now())
    stream = make.value_stream(northwind.organisation, "online", states=STATES)
    write_past(stream)
    return stream


@pytest.fixture
def ben(northwind: World, online: ValueStream) -> Api:
    return northwind.api("ben")


def answered(ben: Api, **body: Any) -> str:
    """The address of a scenario that was asked for and simulated."""
    ben.post(ASK, {"changes": CHANGES} | body)
    scenario = simulated(Scenario.objects.latest("pk"), now=timezone.now())
    return f"{ASK}/{scenario.uuid}"


def test_a_question_is_a_job_whose_result_has_an_address(ben: Api) -> None:
    asked = ben.post(ASK, {"window_days": 90, "changes": CHANGES})
    simulated(Scenario.objects.get(), now=timezone.now())
    job = ben.get(asked["Location"]).json()

    assert asked.status_code == 202
    assert asked.json()["state"] == "queued"
    assert (job["state"], job["progress"]) == ("done", 1)
    assert ben.get(job["result_url"]).json()["changes"] == CHANGES


def test_the_answer_has_every_name(ben: Api) -> None:
    body = ben.get(answered(ben)).json()

    for name in ("today", "scenario", "difference"):
        assert set(body[name]) == FIGURES
        assert set(body[name]["load"]) == {"mean", "p5", "p95"}
    assert body["flow_time_change"]["mean"] < -0.8
    assert body["constraint"] == {"today": None, "scenario": None}
    assert body["sentence"].startswith("Flow time falls by")
    assert body["fit"]["trusted"] and {check["measure"] for check in body["fit"]["checks"]}
    assert (body["waiting_to_start"], body["second_reading"], body["reason"]) == (None, None, None)
    assert set(body["released_items"]) == {"mean", "p5", "p95"}


def test_before_the_end_figures_are_null_with_the_reason(ben: Api) -> None:
    ben.post(ASK, {"changes": CHANGES})

    body = ben.get(f"{ASK}/{Scenario.objects.get().uuid}").json()

    assert (body["fit"], body["today"], body["sentence"]) == (None, None, None)
    assert body["reason"]["code"] == "not_simulated"


def test_what_is_not_offered_says_why(ben: Api) -> None:
    body = ben.get(answered(ben, changes=[{"stage": "Verification", "places": 1}])).json()

    assert body["today"] is None
    assert body["reason"]["code"] == "not_offered"
    assert "its capacity can’t be seen" in body["reason"]["text"]
    assert body["fit"]["stages"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"changes": [{"stage": "Verification", "places": "1"}]}, 400),
        ({"changes": [{"team": "Verification"}]}, 400),
        ({"changes": CHANGES, "window_days": 5}, 400),
        ({"changes": [{"stage": "Nowhere", "places": 1}]}, 422),
        ({"changes": [*CHANGES, *CHANGES]}, 422),
    ],
)
def test_what_cannot_be_asked(ben: Api, body: dict[str, Any], status: int) -> None:
    refused = ben.post(ASK, body)

    assert refused.status_code == status
    assert refused["Content-Type"] == "application/problem+json"
    assert not Scenario.objects.exists()


def test_an_idempotency_key_asks_once(ben: Api) -> None:
    first = ben.post(ASK, {"changes": CHANGES}, Idempotency_Key="once")
    Job.objects.update(state=JobState.FAILED)
    second = ben.post(ASK, {"changes": CHANGES}, Idempotency_Key="once")

    assert (second.status_code, second["Location"]) == (202, first["Location"])
    assert Job.objects.count() == 1


def test_saved_ones_are_listed_renamed_and_deleted(ben: Api) -> None:
    address = answered(ben)
    assert ben.get("value-streams/online/scenarios").json()["results"] == []

    tag = ben.get(address)["ETag"]
    named = ben.patch(address, {"name": "Nobody waits"}, If_Match=tag)
    listed = ben.get("value-streams/online/scenarios").json()["results"]

    assert named.json()["name"] == "Nobody waits"
    assert [each["name"] for each in listed] == ["Nobody waits"]
    assert ben.patch(address, {"name": "Late"}, If_Match=tag).status_code == 412
    assert ben.patch(address, {"name": " "}).status_code in (400, 422)
    assert ben.delete(address).status_code == 204
    assert ben.get(address).status_code == 404


def test_viewers_read_only(northwind: World, ben: Api) -> None:
    address, vic = answered(ben, name="Kept"), northwind.api("vic")

    assert vic.get(address).status_code == 200
    assert vic.get("value-streams/online/scenarios").status_code == 200
    assert vic.post(ASK, {"changes": CHANGES}).status_code == 403
    assert vic.patch(address, {"name": "Mine"}).status_code == 403
    assert vic.delete(address).status_code == 403


def test_of_another_stream_it_is_not_there(ben: Api) -> None:
    address = answered(ben)

    assert ben.get(address.replace("online", "policy")).status_code == 404
