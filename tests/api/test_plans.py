"""Plan entries and what was committed to, in the API. Ben leads Policy."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from okrflow.plans.models import PlanEntry
from okrflow.value_streams.models import StreamMembership, StreamRole
from okrflow.work_items.models import WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.api.people import Api, World
from tests.make import july, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(northwind: World) -> list[WorkItem]:
    """One finished on 5 July, one in progress."""
    done = make.item(northwind.stream, "P-1", make.event(july(1), "active"), make.event(july(5), "done"))
    going = make.item(northwind.stream, "P-2", make.event(july(1), "active"))
    refresh_stream(northwind.stream, now=timezone.now())
    return [done, going]


def made(api: Api, title: str = "Photos", **fields: Any) -> dict[str, Any]:
    response = api.post("plan-entries", {"value_stream": "policy", "title": title, **fields})
    assert response.status_code == 201, response.content
    assert api.get(response["Location"]).json() == response.json()
    return dict(response.json())


def path(entry: dict[str, Any]) -> str:
    return f"plan-entries/{entry['id']}"


def test_an_entry_with_its_items_and_bets(northwind: World, ben: Api, items: list[WorkItem]) -> None:
    northwind.cycle()
    ben.post("metrics", {"name": "NPS", "unit_kind": "score"})
    key_result = {"title": "They say so", "metric": "nps", "baseline": 10, "target": 50}
    body = {"title": "O", "cycle": "2026-q3", "value_stream": "policy", "key_results": [key_result]}
    bet = ben.post("objectives", body).json()["key_results"][0]["id"]

    entry = made(
        ben,
        work_items=[str(item.uuid) for item in items],
        bets=[bet],
        from_on="2026-07-01",
        to_on="2026-08-01",
    )

    assert (entry["work_items_done"], entry["bets"], entry["order"], entry["state"]) == (
        1,
        [bet],
        1,
        "planned",
    )
    assert northwind.api("vic").get(path(entry)).json()["bets"] == []  # of a draft
    for query in (f"work_item={items[0].uuid}", f"key_result={bet}", "value_stream=policy", "state=planned"):
        assert len(ben.get(f"plan-entries?{query}").json()["results"]) == 1, query
    assert northwind.api("vic").get(f"plan-entries?key_result={bet}").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_needs_the_version_it_is_of(ben: Api, method: str) -> None:
    entry = made(ben)

    assert ben.send(method, path(entry), {"title": "T"}).status_code == 428
    assert ben.send(method, path(entry), {"title": "T"}, If_Match='"9-x"').status_code == 412
    tag = ben.get(path(entry))["ETag"]
    assert ben.send(method, path(entry), {"title": "T"}, If_Match=tag).status_code in {200, 204}
    assert ben.send(method, path(entry), {"title": "T"}, If_Match=tag).status_code in {404, 412}


def test_a_patch_leaves_the_rest_a_put_empties_it(ben: Api, items: list[WorkItem]) -> None:
    entry = made(ben, note="By phone", work_items=[str(items[0].uuid)])

    patched = ben.patch(path(entry), {"title": "Films"}, If_Match="*").json()
    put = ben.put(path(entry), {"title": "Films"}, If_Match="*").json()

    assert (patched["note"], patched["work_items"]) == ("By phone", entry["work_items"])
    assert (put["note"], put["work_items"], put["version"]) == ("", [], 3)


@pytest.mark.parametrize(
    ("body", "pointer", "status"),
    [
        ({"from_on": "2026-07-01"}, "/to_on", 422),
        ({"from_on": "2026-07-01", "to_on": "2026-07-01"}, "/to_on", 422),
        ({"title": ""}, "/title", 400),
        ({"order": 3}, "/order", 400),
    ],
)
def test_what_cannot_be_says_where(ben: Api, body: dict[str, Any], pointer: str, status: int) -> None:
    response = ben.patch(path(made(ben)), body, If_Match="*")

    assert response.status_code == status
    assert response.json()["errors"][0]["pointer"] == pointer


def test_the_order_is_changed_by_moving(ben: Api) -> None:
    first, second, third = (made(ben, title) for title in "ABC")

    def order() -> str:
        return "".join(row["title"] for row in ben.get("plan-entries").json()["results"])

    assert ben.post(f"{path(third)}/move", {"before": first["id"]}).status_code == 200
    assert order() == "CAB"
    ben.post(f"{path(third)}/move", {"before": None})
    assert order() == "ABC"
    assert ben.post(f"{path(second)}/move", {"before": str(PlanEntry().uuid)}).status_code == 404
    pages = ben.get("plan-entries?limit=2").json()
    assert [
        row["title"] for row in ben.get(f"plan-entries?limit=2&cursor={pages['next']}").json()["results"]
    ] == ["C"]


def test_cancelled_and_restored(ben: Api) -> None:
    entry = made(ben)

    assert ben.post(f"{path(entry)}/cancel").json()["state"] == "cancelled"
    assert ben.get("plan-entries?state=planned").json()["results"] == []
    restored = ben.post(f"{path(entry)}/restore").json()
    assert (restored["state"], restored["cancelled_at"]) == ("planned", None)


def test_what_has_begun_is_the_leads_to_change_and_nobodys_to_delete(northwind: World, ben: Api) -> None:
    eve = northwind.members["eve"].user
    StreamMembership.objects.create(value_stream=northwind.stream, user=eve, role=StreamRole.MEMBER)
    begun = made(ben, from_on=str(today()), to_on=str(today() + timedelta(days=7)))

    refused = northwind.api("eve").patch(path(begun), {"from_on": None, "to_on": None}, If_Match="*")

    assert (refused.status_code, "leads of Policy" in refused.json()["detail"]) == (403, True)
    assert ben.delete(path(begun), If_Match="*").status_code == 422
    assert ben.patch(path(begun), {"from_on": None, "to_on": None}, If_Match="*").status_code == 200
    assert ben.delete(path(begun), If_Match="*").status_code == 204


def test_flow_metrics_hold_predictability_and_the_items_behind_it(
    ben: Api,
    items: list[WorkItem],
) -> None:
    entry = made(ben, work_items=[str(item.uuid) for item in items], from_on="2026-07-01", to_on="2026-07-10")
    july_days = "from=2026-07-01&to=2026-08-01"

    figure = ben.get(f"value-streams/policy/flow-metrics?{july_days}").json()["predictability"]
    behind = ben.get(f"value-streams/policy/committed-items?{july_days}").json()
    kept = ben.get(f"value-streams/policy/committed-items?{july_days}&kept=true").json()

    assert figure == {"value": 0.5, "committed": 2, "finished": 1, "written_afterwards": 2}
    assert (behind["count"], kept["count"]) == (2, 1)
    assert {row["plan_entry"] for row in behind["results"]} == {entry["id"]}
    assert [(row["key"], row["kept"]) for row in kept["results"]] == [("P-1", True)]
    lost = ben.get(f"value-streams/policy/committed-items?{july_days}&kept=false").json()["results"]
    assert [row["key"] for row in lost] == ["P-2"]
