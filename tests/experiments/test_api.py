"""Experiments in the API."""

from datetime import date
from typing import Any

import pytest

from okrflow.experiments.models import Experiment
from okrflow.okrs.models import KeyResult, Objective
from tests.api.people import Api, World, world

BODY = {
    "value_stream": "policy",
    "title": "No waiting",
    "hypothesis": "Sooner",
    "what_changes": "We answer",
    "stage": "waiting",
    "from_on": "2026-06-01",
}


@pytest.fixture
def northwind(db: None) -> World:
    return world()


@pytest.fixture
def ben(northwind: World) -> Api:
    return northwind.api("ben")


def made(api: Api, **more: Any) -> dict[str, Any]:
    answer = api.post("experiments", BODY | more)
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_planned_read_changed_judged(ben: Api, northwind: World) -> None:
    body = made(ben, item_kind="feature", measure="flow_time_p85")
    address = f"experiments/{body['id']}"

    changed = ben.patch(address, {"to_on": "2026-07-01", "item_kind": None})
    judged = ben.put(f"{address}/verdict", {"verdict": "unclear", "note": "Too early"})
    deleted = ben.delete(address)

    assert body["effect"]["reason"]["code"] == "nothing_before"
    assert (changed.json()["to_on"], changed.json()["item_kind"]) == ("2026-07-01", None)
    assert judged.json()["verdict"]["by"] == str(northwind.members["ben"].user.uuid)
    assert deleted.status_code == 422
    assert ben.get("experiments?value_stream=policy").json()["results"][0]["id"] == body["id"]


def test_names_are_always_there(ben: Api) -> None:
    body = made(ben)

    assert body["foretold"] is None and body["verdict"] is None and body["key_result"] is None
    assert set(body["effect"]) >= {"change", "low", "high", "warnings", "before", "after", "open_items"}


def test_others_read_only(ben: Api, northwind: World) -> None:
    address = f"experiments/{made(ben)['id']}"

    for name in ("vic", "eve", "adam", "ada"):
        api = northwind.api(name)
        assert api.get(address).status_code == 200
        assert api.patch(address, {"title": "Mine"}).status_code == 403
        assert api.delete(address).status_code == 403
    assert Experiment.objects.get().title == "No waiting"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"value_stream": "nowhere"}, 404),
        ({"stage": "Nowhere"}, 404),
        ({"stage": "done"}, 422),
        ({"key_result": "0197c1b2-7e4a-7000-8000-000000000000"}, 404),
        ({"scenario": "0197c1b2-7e4a-7000-8000-000000000000"}, 404),
        ({"to_on": "2026-06-01"}, 422),
        ({"measure": "velocity"}, 400),
        ({"effect": {}}, 400),
        ({"title": ""}, 400),
    ],
)
def test_what_can_not_be(ben: Api, more: dict[str, Any], status: int) -> None:
    assert ben.post("experiments", BODY | more).status_code == status
    assert not Experiment.objects.exists()


def test_somebody_else_was_faster(ben: Api) -> None:
    body = made(ben)
    address = f"experiments/{body['id']}"
    tag = ben.get(address)["ETag"]
    ben.patch(address, {"title": "First"}, If_Match=tag)

    late = ben.patch(address, {"title": "Second"}, If_Match=tag)

    assert late.status_code == 412
    assert ben.delete(address, If_Match=tag).status_code == 412
    assert ben.put(f"{address}/verdict", {"verdict": "keep"}, If_Match=tag).status_code == 412
    assert Experiment.objects.get().title == "First"


def test_a_key_result_that_others_may_not_see_is_not_told(ben: Api, northwind: World) -> None:
    objective = Objective.objects.create(
        organisation=northwind.organisation,
        cycle=northwind.cycle(),
        value_stream=northwind.stream,
        title="Draft",
    )
    row = KeyResult.objects.create(
        organisation=northwind.organisation,
        objective=objective,
        key=f"K-{KeyResult.objects.count()}",
        title="More",
    )
    body = made(ben, key_result=str(row.uuid))

    seen_by_vic = northwind.api("vic").get(f"experiments/{body['id']}").json()

    assert (body["key_result"], seen_by_vic["key_result"]) == (str(row.uuid), None)


def test_what_has_not_begun_is_not_judged(ben: Api) -> None:
    body = made(ben, from_on=date(2100, 1, 1).isoformat())

    assert ben.put(f"experiments/{body['id']}/verdict", {"verdict": "keep"}).status_code == 422
