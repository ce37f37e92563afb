"""Objectives arranged, written again and put away through the API."""

from typing import Any

import pytest

from okrflow.okrs.models import Cycle
from tests.api.people import Api, World

pytestmark = pytest.mark.django_db
KEY_RESULT = {"title": "They say so", "metric": "nps", "baseline": 10, "target": 50}


def written(api: Api, *key_results: dict[str, Any], title: str = "O") -> dict[str, Any]:
    body = {"title": title, "cycle": "2026-q3", "value_stream": "policy", "key_results": list(key_results)}
    response = api.post("objectives", body)
    assert response.status_code == 201, response.content
    return dict(response.json())


@pytest.fixture
def q3(northwind: World, ben: Api) -> Cycle:
    ben.post("metrics", {"name": "NPS", "unit_kind": "score"})
    return northwind.cycle()


def test_duplicated_carried_over_and_ranked(northwind: World, ben: Api, q3: Cycle) -> None:
    northwind.cycle("2026-q4")
    objective = f"objectives/{written(ben, KEY_RESULT)['id']}"

    copy = ben.post(f"{objective}/duplicate")
    carried = ben.post(f"{objective}/carry-over", {"cycle": "2026-q4"})
    again = ben.post(f"{objective}/carry-over", {"cycle": "2026-q4"})
    ranked = ben.post(
        f"objectives/{copy.json()['id']}/rank", {"before": objective.removeprefix("objectives/")}
    )

    assert (copy.status_code, copy.json()["title"]) == (201, "O (copy)")
    assert (carried.status_code, carried.json()["cycle"]) == (201, "2026-q4")
    assert again.status_code == 422
    assert ranked.json()["rank"] == 1


def test_archived_objectives_are_listed_apart(ben: Api, q3: Cycle) -> None:
    objective = written(ben)

    archived = ben.post(f"objectives/{objective['id']}/archive").json()

    assert archived["archived_at"] is not None
    assert ben.get("objectives").json()["results"] == []
    assert len(ben.get("objectives?archived=true").json()["results"]) == 1
    assert ben.post(f"objectives/{objective['id']}/restore").json()["archived_at"] is None


def test_key_results_are_moved_retired_and_guard(ben: Api, q3: Cycle) -> None:
    source = written(ben, KEY_RESULT, KEY_RESULT | {"title": "Goes"}, KEY_RESULT | {"title": "Given up"})
    target = written(ben, KEY_RESULT, title="Target")
    for each in (source, target):
        ben.post(f"objectives/{each['id']}/publish")
    kept, goes, gone = (f"key-results/{each['id']}" for each in source["key_results"])

    moved = ben.post(f"{goes}/move", {"objective": target["id"]}).json()
    retired = ben.post(f"{gone}/retire", {"why": "Nobody measures it."}).json()
    last = ben.post(f"{kept}/retire", {"why": "Enough."})

    assert moved["objective"] == target["id"]
    assert (retired["retired_why"], retired["score"]) == ("Nobody measures it.", None)
    assert last.status_code == 422
    tag = ben.get(goes)["ETag"]
    guarded = ben.patch(goes, {"guard_for": target["key_results"][0]["id"]}, If_Match=tag)
    assert guarded.json()["guard_for"] == target["key_results"][0]["id"]


def test_the_timeline_tells_who(ben: Api, q3: Cycle) -> None:
    objective = written(ben, KEY_RESULT)
    ben.post(f"objectives/{objective['id']}/publish")

    results = ben.get(f"objectives/{objective['id']}/timeline").json()["results"]

    assert any("published it" in each["words"] for each in results)
    assert {"Ben, by the API"} >= {each["who"] for each in results if each["who"]}


def test_foreign_ids_are_nowhere(ben: Api, olga: World, q3: Cycle) -> None:
    objective = written(ben, KEY_RESULT)
    stranger = olga.api("olga")

    for act in ("duplicate", "archive", "restore"):
        assert stranger.post(f"objectives/{objective['id']}/{act}").status_code == 404
    nowhere = "019a0000-0000-7000-8000-00000000000f"
    assert ben.post(f"objectives/{objective['id']}/rank", {"before": nowhere}).status_code == 404
    row = objective["key_results"][0]["id"]
    assert ben.post(f"key-results/{row}/move", {"objective": nowhere}).status_code == 404
    assert ben.get("objective-drafts").json()["results"] == []
