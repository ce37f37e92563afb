"""Cycles, objectives, key results, check-ins and metrics."""

from typing import Any

import pytest

from okrflow.metrics.models import Measurement
from okrflow.value_streams.models import StreamMembership, StreamRole
from tests.api.people import Api, World

pytestmark = pytest.mark.django_db
KEY_RESULT = {"title": "They say so", "metric": "nps", "baseline": 10, "target": 50}


@pytest.fixture
def objective(northwind: World, ben: Api) -> dict[str, Any]:
    """A draft of Policy with one key result."""
    northwind.cycle()
    ben.post("metrics", {"name": "NPS", "unit_kind": "score"})
    body = {"title": "O", "cycle": "2026-q3", "value_stream": "policy", "key_results": [KEY_RESULT]}
    response = ben.post("objectives", body)
    assert response.status_code == 201, response.content
    return dict(response.json())


def path(objective: dict[str, Any]) -> str:
    return f"objectives/{objective['id']}"


def own(objective: dict[str, Any], place: int = 0) -> str:
    return f"key-results/{objective['key_results'][place]['id']}"


def test_an_objective_is_written_published_and_checked_in(ben: Api, objective: dict[str, Any]) -> None:
    assert objective["state"] == "draft"
    assert ben.post(f"{path(objective)}/publish").json()["state"] == "published"

    said = ben.post(f"{own(objective)}/check-ins", {"value": 30, "confidence": 6, "note": "so so"})
    assert said.status_code == 201
    assert ben.get(said["Location"]).json() == said.json()
    shown = ben.get(own(objective)).json()
    assert (shown["value"], shown["score"], shown["confidence"]) == (30.0, 0.5, 6)
    assert (shown["forecast"]["chance"], shown["forecast"]["reason"]["code"]) == (None, "no_forecast")
    assert ben.get(path(objective)).json()["score"] == 0.5
    assert len(ben.get(f"{own(objective)}/check-ins").json()["results"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer", "status"),
    [
        ({"confidence": 2}, "/note", 422),
        ({"confidence": 11}, "/confidence", 400),
        ({"value": "30"}, "/value", 400),
        ({"value": 1e300}, "/value", 400),
        ({}, "", 422),
        ({"about_on": "2199-01-01", "note": "x"}, "/about_on", 422),
    ],
)
def test_check_ins_that_cannot_be(
    ben: Api, objective: dict[str, Any], body: dict[str, Any], pointer: str, status: int
) -> None:
    ben.post(f"{path(objective)}/publish")
    response = ben.post(f"{own(objective)}/check-ins", body)
    assert response.status_code == status
    assert response.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_needs_the_version_it_is_of(ben: Api, objective: dict[str, Any], method: str) -> None:
    for where in (path(objective), own(objective)):
        if where.startswith("key-results") and method == "PUT":
            continue
        body = {"title": "T", "cycle": "2026-q3"} if method == "PUT" else {"title": "T"}
        assert ben.send(method, where, body).status_code == 428
        for wrong in ('"9-x"', '"x"', '"1-a", "2-b"'):
            assert ben.send(method, where, body, If_Match=wrong).status_code == 412
    tag = ben.get(path(objective))["ETag"]
    assert ben.send(method, path(objective), body, If_Match=tag).status_code in {200, 204}


def test_patching_a_key_result_leaves_the_others(ben: Api, objective: dict[str, Any]) -> None:
    added = ben.post(f"{path(objective)}/key-results", KEY_RESULT | {"title": "Second"})
    assert added.status_code == 201, added.content
    changed = ben.patch(own(objective), {"target": 60}, If_Match=ben.get(own(objective))["ETag"])

    assert (changed.json()["target"], changed.json()["title"]) == (60.0, "They say so")
    rows = ben.get(f"{path(objective)}/key-results").json()["results"]
    assert [row["title"] for row in rows] == ["They say so", "Second"]
    assert rows[1]["version"] == 1
    gone = ben.delete(own(objective), If_Match="*")
    assert gone.status_code == 204
    assert ben.get(own(objective)).status_code == 404


def test_putting_an_objective_says_all_its_key_results(ben: Api, objective: dict[str, Any]) -> None:
    kept = KEY_RESULT | {"id": objective["key_results"][0]["id"], "title": "Kept"}
    body = {"title": "New", "cycle": "2026-q3", "key_results": [KEY_RESULT | {"title": "First"}, kept]}
    put = ben.put(path(objective), body, If_Match='"1-"')

    assert put.status_code == 200, put.content
    assert [each["title"] for each in put.json()["key_results"]] == ["First", "Kept"]
    body["key_results"] = [KEY_RESULT | {"id": "01975d3a-0000-7000-8000-000000000000"}]
    assert ben.put(path(objective), body, If_Match="*").status_code == 404


def test_what_cannot_be_published_says_where(ben: Api, objective: dict[str, Any]) -> None:
    ben.post(f"{path(objective)}/key-results", {"title": "Nothing measures it"})
    refused = ben.post(f"{path(objective)}/publish")

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/key_results/1/metric"


def test_a_key_result_on_flow(ben: Api, objective: dict[str, Any]) -> None:
    flow = {
        "title": "Faster",
        "flow": {"measure": "flow_time_p50"},
        "aim": "lower",
        "baseline": 9,
        "target": 4,
    }
    made = ben.post(f"{path(objective)}/key-results", flow)
    assert made.status_code == 201, made.content
    assert ben.get(f"metrics/{made.json()['metric']}").json()["measure"] == "flow_time_p50"

    lacking = ben.post(f"{path(objective)}/key-results", {"title": "x", "flow": {"measure": "stage_share"}})
    assert lacking.json()["errors"][0]["pointer"] == "/flow/stage"


def test_drafts_are_seen_by_their_stream_only(northwind: World, ben: Api, objective: dict[str, Any]) -> None:
    ada = northwind.api("ada")
    for where in (
        path(objective),
        own(objective),
        f"{path(objective)}/key-results",
        f"{own(objective)}/check-ins",
    ):
        assert ben.get(where).status_code == 200
        assert ada.get(where).status_code == 404
    assert ada.get("objectives").json()["results"] == []
    assert ada.get("key-results").json()["results"] == []
    supports = {"title": "x", "cycle": "2026-q3", "supports": objective["id"]}
    assert ada.post("objectives", supports).status_code == 404


def test_team_metrics_are_the_teams_own(northwind: World, ben: Api, objective: dict[str, Any]) -> None:
    team = {"name": "Calm weeks", "unit_kind": "count", "kind": "team", "value_stream": "policy"}
    assert ben.post("metrics", team).status_code == 201
    assert northwind.api("ada").post("metrics", team).status_code == 403
    secret = {"title": "We sleep", "metric": "calm-weeks", "baseline": 1, "target": 4}
    hidden = ben.post(f"{path(objective)}/key-results", secret).json()["id"]
    ben.post(f"{path(objective)}/publish")
    ben.put("metrics/calm-weeks/measurements/2026-11-01", {"value": 3})

    member, ada = ben.get(path(objective)).json(), northwind.api("ada")
    shown = ada.get(path(objective))

    assert member["counting"] == 2
    assert shown.json()["counting"] == 1
    stub = shown.json()["key_results"][1]
    assert stub.pop("title") == "One measure of the team's own"
    assert stub.pop("objective") == objective["id"]
    assert stub.pop("hidden") is True
    assert set(stub.values()) == {None}
    for text in (b"sleep", b"calm", hidden.encode()):
        assert text not in shown.content
    for where in (f"key-results/{hidden}", f"key-results/{hidden}/check-ins", "metrics/calm-weeks"):
        assert ada.get(where).status_code == 404
    for where in ("metrics/calm-weeks/measurements", "metrics/calm-weeks/measurements/2026-11-01"):
        assert ada.get(where).status_code == 404
    assert ada.put("metrics/calm-weeks/measurements/2026-11-01", {"value": 3}).status_code == 404
    assert len(ada.get("key-results").json()["results"]) == 1
    assert [row["slug"] for row in ada.get("metrics").json()["results"]] == ["nps"]

    before = shown["ETag"].partition("-")[2]
    ben.put("metrics/calm-weeks/measurements/2026-11-02", {"value": 4})
    assert ada.get(path(objective))["ETag"].partition("-")[2] == before
    StreamMembership.objects.create(
        value_stream=northwind.stream, user=northwind.members["ada"].user, role=StreamRole.MEMBER
    )
    assert ada.get("metrics/calm-weeks").status_code == 200


def test_a_value_is_sent_as_often_as_one_likes(ben: Api, objective: dict[str, Any]) -> None:
    where = "metrics/nps/measurements/2026-07-01"
    assert ben.get(where).status_code == 404
    first = ben.put(where, {"value": 71.5, "note": "n"})
    assert (first.status_code, first.json()["about_at"]) == (201, "2026-07-01T12:00:00Z")
    assert ben.get(first["Location"]).json() == first.json()

    again = ben.put("metrics/nps/measurements/2026-07-01T14:00:00+02:00", {"value": 71.5, "note": "n"})
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    corrected = ben.put(where, {"value": 72})
    assert corrected.status_code == 200
    assert Measurement.objects.count() == 2
    assert [row["value"] for row in ben.get("metrics/nps/measurements").json()["results"]] == [72.0]
    assert ben.put(where, {"value": 1}, If_Match=first["ETag"]).status_code == 412
    assert ben.get("metrics/nps").json()["value"] == 72.0
    assert ben.get("metrics/nps/measurements?from=2026-07-02").json()["results"] == []
    assert ben.put("metrics/nps/measurements/2199-07-01", {"value": 1}).status_code == 422


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", '"1"', "true", "null", "1e14", "[]"]
)
def test_numbers_are_numbers(ben: Api, objective: dict[str, Any], value: str) -> None:
    response = ben.put("metrics/nps/measurements/2026-07-01", '{"value": ' + value + "}")
    assert response.status_code == 400
    assert not Measurement.objects.exists()


def test_minus_zero_is_zero(ben: Api, objective: dict[str, Any]) -> None:
    assert b'"value":0.0' in ben.put("metrics/nps/measurements/2026-07-01", '{"value": -0.0}').content


def test_timing_is_said_by_administrators(northwind: World, ben: Api, objective: dict[str, Any]) -> None:
    assert ben.patch("metrics/nps", {"timing": "leading"}).status_code == 403
    assert northwind.api("adam").patch("metrics/nps", {"timing": "leading"}).json()["timing"] == "leading"
    assert ben.patch("metrics/nps", {"name": "Net promoters"}).json()["timing"] == "leading"


def test_cycles(northwind: World, ada: Api) -> None:
    made = ada.post("cycles", {"name": "2026 Q3", "starts_on": "2026-07-01", "ends_on": "2026-10-01"})
    assert (made.status_code, made.json()["slug"]) == (201, "2026-q3")
    assert ada.patch("cycles/2026-q3", {"ends_on": "2026-06-01"}).status_code == 422
    assert ada.patch("cycles/2026-q3", {"ends_on": "2026-09-01"}, If_Match=made["ETag"]).status_code == 200
    assert ada.patch("cycles/2026-q3", {"name": "x"}, If_Match=made["ETag"]).status_code == 412
    assert len(ada.get("cycles?running_on=2026-08-01").json()["results"]) == 1
    assert ada.get("cycles?running_on=2026-09-01").json()["results"] == []


def test_a_page_of_objectives_costs_as_many_queries_as_ever(
    ben: Api, objective: dict[str, Any], django_assert_num_queries: Any
) -> None:
    for number in range(5):
        body = {
            "title": f"O{number}",
            "cycle": "2026-q3",
            "value_stream": "policy",
            "key_results": [KEY_RESULT],
        }
        assert ben.post("objectives", body).status_code == 201
    with django_assert_num_queries(9):
        assert len(ben.get("objectives").json()["results"]) == 6
    with django_assert_num_queries(9):
        assert len(ben.get("key-results").json()["results"]) == 6
    with django_assert_num_queries(5):
        ben.get("metrics")
