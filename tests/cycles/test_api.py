"""Closing, looking back and the days of grace in the API."""

from datetime import datetime

from okrflow.okrs.models import Cycle, Objective
from tests.cycles.given import API, client
from tests.metrics.northwind import Northwind

JSON = "application/json"


def test_an_objective_is_closed_opened_and_closed_again(nw: Northwind, own: Objective, now: datetime) -> None:
    ben, path = client(nw, "ben"), f"{API}objectives/{own.uuid}"

    refused = ben.post(f"{path}/close", {"grade": "missed"}, JSON)
    closed = ben.post(f"{path}/close", {"learnt": "Ask earlier"}, JSON)
    twice = ben.post(f"{path}/close", {}, JSON)
    opened = ben.post(f"{path}/reopen", {}, JSON)
    stale = ben.post(f"{path}/close", {}, JSON, headers={"If-Match": '"1"'})
    again = ben.post(f"{path}/close", {}, JSON, headers={"If-Match": opened["ETag"]})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/grade_reason")
    assert [each.status_code for each in (closed, twice, opened, stale, again)] == [200, 422, 200, 412, 200]
    body = closed.json()
    assert (body["state"], body["score"], body["grade"], body["grade_by_score"]) == (
        "closed",
        0.8,
        "reached",
        "reached",
    )
    assert body["closed_at"] == "2026-10-03T12:00:00Z"
    assert body["key_results"][0]["entered_late"] is False
    assert opened.json()["grade"] is None


def test_what_it_taught(nw: Northwind, own: Objective, now: datetime) -> None:
    ben, path = client(nw, "ben"), f"{API}objectives/{own.uuid}/retrospective"

    nothing = ben.get(path)
    early = ben.put(path, {"learnt": "Ask"}, JSON)
    ben.post(f"{API}objectives/{own.uuid}/close", {}, JSON)
    ben.put(path, {"learnt": "Ask", "grade": "missed", "grade_reason": "Luck"}, JSON)

    assert (nothing.status_code, early.status_code) == (404, 422)
    assert client(nw, "vic").get(path).json()["learnt"] == "Ask"
    listed = client(nw, "vic").get(f"{API}retrospectives?cycle=q3-2026").json()["results"]
    assert [each["objective"] for each in listed] == [str(own.uuid)]
    assert client(nw, "vic").get(f"{API}objectives/{own.uuid}").json()["grade"] == "missed"


def test_a_cycle_is_closed(nw: Northwind, own: Objective, now: datetime) -> None:
    path = f"{API}cycles/q3-2026/close"

    refused = client(nw, "ada").post(path, {}, JSON)
    closed = client(nw, "ada").post(path, {"leave_open": True}, JSON)

    assert (refused.status_code, "Customers love it" in refused.json()["detail"]) == (422, True)
    assert closed.json()["closed_at"] == "2026-10-03T12:00:00Z"
    assert Cycle.objects.get().closed_at == now


def test_the_days_of_grace(nw: Northwind) -> None:
    path = f"{API}okr-settings"

    before = client(nw, "vic").get(path).json()
    client(nw, "ada").put(path, {"grace_days": 7}, JSON)
    refused = client(nw, "ada").put(path, {"grace_days": 91}, JSON)

    assert (before, refused.status_code) == ({"grace_days": 14}, 400)
    assert client(nw, "vic").get(path).json() == {"grace_days": 7}
