"""Work items: in bulk, behind figures, one by one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.behind import Figure
from okrflow.work_items.models import Event, StaleItem, WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.api.people import Api, World
from tests.make import july

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 31, tzinfo=UTC)


def item(number: int | str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    first = {"at": "2026-07-01T00:00:00Z", "value_stream": "policy", "status": "new", "kind": "feature"}
    return {"source": "jira", "external_id": str(number), "events": list(events) or [first], **more}


def results(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["result"] for row in response.json()["results"]]


def test_items_are_created_then_unchanged_then_updated(ben: Api) -> None:
    sent = [item(1, key="EE-1", title="Sort the charts", url="https://example.org/1"), item(2)]

    first = ben.post("work-items/bulk", {"items": sent})
    assert results(first) == ["created", "created"]
    assert first.json()["recompute"] == {"value_streams": ["policy"], "jobs": []}
    assert [row["events_added"] for row in first.json()["results"]] == [1, 1]

    again = ben.post("work-items/bulk", {"items": sent})
    assert results(again) == ["unchanged", "unchanged"]
    assert (again.json()["created"], again.json()["unchanged"]) == (0, 2)

    more = item(1, {"at": "2026-07-02T02:00:00+02:00", "status": "active"})
    assert results(ben.post("work-items/bulk", {"items": [more, sent[1]]})) == ["updated", "unchanged"]
    row = first.json()["results"][0]
    events = ben.get(f"work-items/{row['id']}/events").json()["results"]
    assert events == [
        {"at": "2026-07-01T00:00:00Z", "value_stream": "policy", "status": "new", "kind": "feature"},
        {"at": "2026-07-02T00:00:00Z", "value_stream": "policy", "status": "active", "kind": "feature"},
    ]


def test_what_is_wrong_with_an_item_is_told_by_place_and_stops_no_other(ben: Api) -> None:
    bad: list[Any] = [
        5,
        item(2, {"at": "2026-07-01T00:00:00", "value_stream": "policy", "status": "a", "kind": "feature"}),
        item(3, {"at": "2026-07-01T00:00:00Z", "value_stream": "nowhere", "status": "a", "kind": "feature"}),
        item(4, {"at": "2026-07-01T00:00:00Z", "value_stream": "policy", "status": "a", "kind": "epic"}),
        item(5, url="javascript:alert(1)"),
        item(6, colour="red"),
        item("", key="x"),
        {"source": "jira", "external_id": "8"},
        item(9, {"at": "2026-07-01T00:00:00Z", "status": "a"}),
        item(10, title="x" * 501),
        item("1\u0000", title="nul"),
        item(
            12, {"at": "0001-01-01T00:00:00+14:00", "value_stream": "policy", "status": "a", "kind": "risk"}
        ),
    ]
    response = ben.post("work-items/bulk", {"items": [item(1), *bad, item(99)]})

    assert results(response) == ["created", *["rejected"] * len(bad), "created"]
    rows = response.json()["results"]
    pointers = [row["errors"][0]["pointer"] for row in rows[1:-1]]
    assert pointers == [
        "/items/1",
        "/items/2/events/0/at",
        "/items/3/events/0/value_stream",
        "/items/4/events/0/kind",
        "/items/5/url",
        "/items/6/colour",
        "/items/7/external_id",
        "/items/8/events",
        "/items/9/value_stream",
        "/items/10/title",
        "/items/11/external_id",
        "/items/12/events/0/at",
    ]
    assert WorkItem.objects.count() == 2
    assert response.json()["rejected"] == len(bad)


def test_a_foreign_stream_is_not_found_and_nothing_of_it_is_touched(ben: Api, olga: World) -> None:
    foreign = {
        "at": "2026-07-01T00:00:00Z",
        "value_stream": str(olga.stream.uuid),
        "status": "new",
        "kind": "feature",
    }
    response = ben.post("work-items/bulk", {"items": [item(1), item(2, foreign)]})

    assert results(response) == ["created", "rejected"]
    assert response.json()["results"][1]["errors"][0]["code"] == "not_found"
    assert not StaleItem.objects.filter(value_stream=olga.stream).exists()


def test_the_same_item_twice_in_a_call_is_rejected_the_second_time(ben: Api) -> None:
    response = ben.post("work-items/bulk", {"items": [item(1), item(2), item(" 1 ", title="later")]})

    assert results(response) == ["created", "created", "rejected"]
    assert response.json()["results"][2]["errors"][0]["code"] == "duplicate"
    assert WorkItem.objects.get(external_id="1").title == ""


def test_atomic_writes_all_or_nothing(ben: Api) -> None:
    refused = ben.post("work-items/bulk?atomic=true", {"items": [item(1), item(2, {"at": "x"})]})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/items/1/events/0/at"
    assert not WorkItem.objects.exists()
    assert not StaleItem.objects.exists()
    assert results(ben.post("work-items/bulk?atomic=true", {"items": [item(1)]})) == ["created"]


def test_lines_are_answered_by_their_number(ben: Api) -> None:
    lines = [json.dumps(item(1)), "{broken", "", '{"a": NaN}', json.dumps(item(2)), json.dumps(item(1))]
    response = ben.send(
        "POST", "work-items/bulk", "\n".join(lines) + "\n", content_type="application/x-ndjson"
    )

    assert results(response) == ["created", "rejected", "rejected", "created", "rejected"]
    assert [row["line"] for row in response.json()["results"]] == [1, 2, 4, 5, 6]
    assert "Line 2" in response.json()["results"][1]["errors"][0]["detail"]


def test_replace_makes_the_events_given_the_whole_history(ben: Api) -> None:
    ben.post("work-items/bulk", {"items": [item(1), item(2)]})
    other = {"at": "2026-07-05T00:00:00Z", "value_stream": "policy", "status": "active", "kind": "defect"}

    body = {"items": [item(1, other), item(2)], "history": "replace"}
    assert results(ben.post("work-items/bulk", body)) == ["updated", "unchanged"]
    assert results(ben.post("work-items/bulk", body)) == ["unchanged", "unchanged"]
    assert Event.objects.filter(work_item__external_id="1").get().at == july(5)
    single = {"items": [item(1) | {"history": "replace"}, item(2, other)]}
    assert results(ben.post("work-items/bulk", single)) == ["updated", "updated"]
    assert Event.objects.filter(work_item__external_id="2").count() == 2


def test_null_as_stream_descopes(northwind: World, ben: Api) -> None:
    gone = {"at": "2026-07-04T00:00:00Z", "value_stream": None}
    ben.post("work-items/bulk", {"items": [item(1)]})
    assert results(ben.post("work-items/bulk", {"items": [item(1, gone)]})) == ["updated"]
    refresh_stream(northwind.stream, now=NOW)

    (row,) = ben.get("work-items?external_id=1&source=jira").json()["results"]
    assert (row["value_stream"], row["status"]) == (None, "new")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": {}},
        {"items": [], "more": 1},
        {"items": [], "history": "forget"},
        [],
        {"items": [], "history": ["append"]},
    ],
)
def test_a_call_that_is_none_is_400(ben: Api, body: Any) -> None:
    assert ben.post("work-items/bulk", body).status_code == 400


def test_more_than_5000_items_are_413(ben: Api) -> None:
    response = ben.post("work-items/bulk", {"items": [1] * 5001})
    assert (response.status_code, response.json()["type"]) == (413, "urn:okrflow:problem:too_many_items")


def history(stream: ValueStream) -> None:
    other = make.value_stream(stream.organisation, "claims")
    for number in range(6):
        events = [make.event(july(1 + number), "active"), make.event(july(3 + number), "waiting")]
        if number % 2:
            events += [make.event(july(10 + number), "done")]
        if number == 4:
            events += [make.event(july(12), stream=other), make.event(july(14), stream=stream)]
        if number == 3:
            events += [make.event(july(20), "active"), make.event(july(21), "done")]
        make.item(stream, f"P-{number}", *events)
    make.item(stream, "P-c", make.event(july(2), "active"), make.event(july(9), "cancelled"))
    make.item(stream, "P-w", make.event(july(2), "waiting"), make.event(july(9), "done"))
    refresh_stream(stream, now=NOW)
    refresh_stream(other, now=NOW)


def test_the_list_behind_a_figure_has_as_many_items_as_the_figure_says(northwind: World, ben: Api) -> None:
    history(northwind.stream)
    window = "from=2026-07-01&to=2026-08-01"
    body = ben.get(f"value-streams/policy/flow-metrics?{window}").json()
    figures = {
        "velocity": body["velocity"]["total"],
        "flow_time": body["flow_time_days"]["count"],
        "measured": body["efficiency"]["measured"],
        "unmeasured": body["efficiency"]["unmeasured"],
        "load": body["load"]["at_end"],
        **{name: body[name] for name in ("arrivals", "entered", "left", "cancelled", "reopened")},
    }
    assert set(figures) | {"stage"} == {figure.value for figure in Figure}
    assert all(figures.values()), figures

    for figure, number in figures.items():
        path = f"work-items?figure={figure}&value_stream=policy&{window}&count=true&limit=2"
        page, rows = ben.get(path).json(), 0
        assert page["count"] == number, figure
        while True:
            rows += len(page["results"])
            if page["next"] is None:
                break
            page = ben.get(f"{path}&cursor={page['next']}").json()
        assert rows == number, figure

    stages = ben.get(f"value-streams/policy/stages?{window}").json()["stages"]
    for stage in stages:
        path = f"work-items?figure=stage&status={stage['status']}&value_stream=policy&{window}&count=true"
        assert ben.get(path).json()["count"] == stage["visits"]


def test_one_item_with_its_figures_and_intervals(northwind: World, ben: Api) -> None:
    made = make.item(
        northwind.stream,
        "P-1",
        make.event(july(1), "new"),
        make.event(july(2), "active"),
        make.event(july(4), "waiting"),
        make.event(july(5), "active"),
        make.event(july(6), "done"),
    )
    refresh_stream(northwind.stream, now=NOW)

    body = ben.get(f"work-items/{made.uuid}").json()

    assert (body["flow_time_days"], body["active_days"], body["wait_days"]) == (4.0, 3.0, 1.0)
    assert (body["efficiency"], body["efficiency_reason"]) == (0.75, None)
    assert body["age_days"] is None
    assert body["age_days_reason"]["code"] == "nothing_measurable"
    assert [each["status"] for each in body["intervals"]] == ["new", "active", "waiting", "active", "done"]
    assert body["intervals"][-1]["ended_at"] is None


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("held_by=claims", []),
        ("finished_in=policy", ["P-1", "P-3", "P-5", "P-w"]),
        ("finished_in=policy&finished_from=2026-07-11&finished_to=2026-07-20", ["P-1", "P-5"]),
        ("status=cancelled", ["P-c"]),
        ("q=p-w", ["P-w"]),
        ("kind=defect", []),
        ("source=other", []),
    ],
)
def test_filters(northwind: World, ben: Api, query: str, keys: list[str]) -> None:
    history(northwind.stream)

    found = ben.get(f"work-items?{query}&count=true").json()

    assert sorted(row["key"] for row in found["results"]) == keys
    assert found["count"] == len(keys)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("figure=velocity", "value_stream"),
        ("figure=stage&value_stream=policy", "status"),
        ("figure=velocity&value_stream=policy&status=done", "status"),
        ("figure=velocity&value_stream=policy&q=x", "q"),
        ("figure=nonsense", "figure"),
        ("from=2026-07-01&to=2026-07-02", "from"),
        ("figure=velocity&value_stream=policy&from=2026-07-01", "to"),
        ("finished_from=0001-01-01", "finished_from"),
        ("kind=epic", "kind"),
    ],
)
def test_parameters_that_do_not_fit_are_400(ben: Api, query: str, parameter: str) -> None:
    response = ben.get(f"work-items?{query}")
    assert response.status_code == 400, response.content
    assert response.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-07-01",
        "to=2026-07-01",
        "from=2026-07-02&to=2026-07-02",
        "from=2010-01-01&to=2026-01-01",
        "from=2024-01-01&to=2026-07-01&group=day",
        "from=2026-07-01&to=2026-08-01&clock=sidereal",
        "group=year",
        "kind=epic",
    ],
)
def test_periods_that_cannot_be_asked_for_are_400(ben: Api, query: str) -> None:
    assert ben.get(f"value-streams/policy/flow-metrics?{query}").status_code == 400


def test_a_stream_reads_its_tools_as_it_is_told(northwind: World, ben: Api) -> None:
    body = {"stages": [{"status": "QA?", "flow_state": "active"}, {"status": "waiting", "flow_state": None}]}

    stages = ben.patch("value-streams/policy", body).json()["stages"]

    assert [(each["status"], each["flow_state"]) for each in stages] == [
        ("new", "new"),
        ("active", "active"),
        ("done", "done"),
        ("cancelled", "cancelled"),
        ("QA?", "active"),
    ]
    assert northwind.api("eve").patch("value-streams/policy", body).status_code == 403


def test_a_stream_is_made_once(ada: Api) -> None:
    body = {"slug": "claims", "name": "Claims"}
    made = ada.post("value-streams", body)
    assert (made.status_code, made["Location"]) == (
        201,
        "/api/v1/organisations/northwind/value-streams/claims",
    )
    assert ada.post("value-streams", body).status_code == 409
    assert ada.post("value-streams", body | {"slug": "-x-"}).status_code == 422


LISTS = {"value-streams": 5, "work-items": 3, "members": 3, "tokens": 3, "jobs": 3, "cycles": 3}


@pytest.mark.parametrize(("path", "queries"), LISTS.items())
def test_lists_cost_as_many_queries_as_ever(
    northwind: World, ada: Api, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    history(northwind.stream)
    ada.get(path)
    with django_assert_num_queries(queries):
        assert ada.get(path).status_code == 200


def test_parents_are_given_cleared_listed_and_shown(ben: Api) -> None:
    sent = [item(2, parent="1"), item(3, parent="nowhere"), item(1)]
    answer = ben.post("work-items/bulk", {"items": sent})
    assert [row["parent_unknown"] for row in answer.json()["results"]] == [False, True, False]
    part, _, whole = (row["id"] for row in answer.json()["results"])

    shown = ben.get(f"work-items/{part}").json()["parent"]
    assert shown == {"id": whole, "external_id": "1", "key": "1"}
    assert [row["id"] for row in ben.get(f"work-items?parent={whole}").json()["results"]] == [part]

    assert results(ben.post("work-items/bulk", {"items": [item(2)]})) == ["unchanged"]
    assert results(ben.post("work-items/bulk", {"items": [item(2, parent=None)]})) == ["updated"]
    assert ben.get(f"work-items/{part}").json()["parent"] is None


@pytest.mark.parametrize("parent", ["", 5, [], "x" * 201, "\u0000"])
def test_a_parent_is_an_id_or_null(ben: Api, parent: Any) -> None:
    row = ben.post("work-items/bulk", {"items": [item(1, parent=parent)]}).json()["results"][0]

    assert (row["result"], row["errors"][0]["pointer"]) == ("rejected", "/items/0/parent")


def test_a_loop_of_parents_is_rejected(ben: Api) -> None:
    answer = ben.post("work-items/bulk", {"items": [item(1, parent="2"), item(2, parent="1")]})

    assert results(answer) == ["created", "rejected"]
    assert answer.json()["results"][1]["errors"][0]["code"] == "loop"


def test_a_foreign_parent_is_not_found(ben: Api, olga: World) -> None:
    foreign = make.item(olga.stream, "O-1", make.event(july(1), "new"))

    assert ben.get(f"work-items?parent={foreign.uuid}").status_code == 404
