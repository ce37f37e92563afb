"""Data quality: each rule by histories made by hand, the pages and the API."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from okrflow.analysis.quality.checks import Check
from okrflow.analysis.quality.findings import Finding, finding, findings
from okrflow.analysis.quality.items import Asked, items_of
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.models import WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import event, july
from tests.people import Cast, cast

pytestmark = pytest.mark.django_db
NOW = july(20)
WINDOW = Window(first=date(2026, 7, 1), to=date(2026, 8, 1), zone=ZoneInfo("UTC"))
LATER = Window(first=date(2026, 7, 15), to=date(2026, 8, 1), zone=ZoneInfo("UTC"))
STAGES = {
    "new": FlowState.NEW,
    "Build": FlowState.ACTIVE,
    "Ready": FlowState.WAITING,
    "Test": FlowState.ACTIVE,
    "done": FlowState.DONE,
    "cancelled": FlowState.CANCELLED,
}


@pytest.fixture
def policy() -> ValueStream:
    return make.value_stream(make.organisation(), states=STAGES)


def history(stream: ValueStream, key: str, *steps: tuple[float, str]) -> WorkItem:
    """An item by (day of July, status)."""
    return make.item(
        stream, key, *(event(july(1) + timedelta(days=day - 1), status) for day, status in steps)
    )


def found(check: Check, stream: ValueStream, window: Window = WINDOW, *, now: datetime = NOW) -> Finding:
    """What a check finds, after making sure that its list is as long as it says."""
    result = finding(check, stream, window, now=now)
    assert items_of(check, Asked.of(stream, window, now=now)).count() == result.items
    return result


def keys(check: Check, stream: ValueStream, window: Window = WINDOW) -> list[str]:
    refresh_stream(stream, now=NOW)
    assert found(check, stream, window).items == len(set(_keys(check, stream, window)))
    return sorted(_keys(check, stream, window))


def _keys(check: Check, stream: ValueStream, window: Window) -> Iterator[str]:
    return items_of(check, Asked.of(stream, window, now=NOW)).values_list("key", flat=True).iterator()


def test_unmapped_statuses_count_as_waiting(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "Build"), (5, "QA?"), (8, "done"))
    history(policy, "P-2", (16, "QA?"))
    history(policy, "P-3", (1, "Build"), (2, "done"))

    assert keys(Check.UNMAPPED_STATUS, policy) == ["P-1", "P-2"]
    result = found(Check.UNMAPPED_STATUS, policy)
    assert (result.item_days, result.share) == (pytest.approx(3 + 4), pytest.approx(7 / 12))
    assert (
        result.effect
        == "In this period 7.0 item-days (58\u202f% of the time in stages) count as waiting, whatever was done."
    )
    assert result.notes == ("“QA?”: 2\u00a0items",)
    assert found(Check.UNMAPPED_STATUS, policy, LATER).item_days == pytest.approx(4)


def test_finished_without_progress(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "new"), (5, "done"))
    history(policy, "P-2", (1, "new"), (2, "Ready"), (5, "done"))
    history(policy, "P-3", (1, "Build"), (5, "done"))
    history(policy, "P-4", (1, "new"))

    assert keys(Check.NEVER_IN_PROGRESS, policy) == ["P-1"]
    assert found(Check.NEVER_IN_PROGRESS, policy).share == pytest.approx(1 / 3)
    assert keys(Check.NEVER_IN_PROGRESS, policy, LATER) == []


def test_finished_without_an_active_stage(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "new"), (5, "done"))
    history(policy, "P-2", (1, "new"), (2, "Ready"), (5, "done"))
    history(policy, "P-3", (1, "Build"), (5, "done"))

    assert keys(Check.NEVER_ACTIVE, policy) == ["P-2"]
    assert "that of the 1\u00a0item that can be measured" in found(Check.NEVER_ACTIVE, policy).effect
    assert keys(Check.NEVER_ACTIVE, policy, LATER) == []


def test_events_of_the_future(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "Build"), (25, "Test"), (27, "done"))
    history(policy, "P-2", (22, "Build"))
    history(policy, "P-3", (1, "Build"))

    assert keys(Check.FUTURE_EVENT, policy) == ["P-1", "P-2"]
    assert "The next one is of 22\u00a0Jul\u00a02026." in found(Check.FUTURE_EVENT, policy).effect


def test_idle_for_longer_than_the_p95_of_the_stage(policy: ValueStream) -> None:
    for number in range(1, 12):
        history(policy, f"B-{number}", (1, "Build"), (1 + number / 2, "done"))
    history(policy, "P-1", (14, "Build"))
    history(policy, "P-2", (15, "Build"))

    # The visits lasted 0.5, 1, … 5.5 days: p95 = 5.25 days; P-1 has been there for 6 days, P-2 for 5
    assert keys(Check.IDLE, policy) == ["P-1"]
    result = found(Check.IDLE, policy)
    assert (result.share, result.item_days) == (pytest.approx(1 / 2), pytest.approx(6))
    assert result.notes[0] == "95 % of the visits took at most: “Build” 5.2\u00a0d"


def test_a_stage_that_few_left_is_measured_by_all_stages(policy: ValueStream) -> None:
    for number in range(1, 12):
        history(policy, f"B-{number}", (1, "Build"), (1 + number / 2, "done"))
    history(policy, "P-1", (14, "Test"))
    history(policy, "P-2", (15, "QA?"))

    assert keys(Check.IDLE, policy) == ["P-1"]
    assert found(Check.IDLE, policy).notes[-1] == (
        "Fewer than 10 visits to “Ready”, “Test”, “QA?” ended, so all stages together count there: 5.2\u00a0d"
    )


def test_without_ended_visits_nothing_is_called_idle(policy: ValueStream) -> None:
    for number in range(9):
        history(policy, f"B-{number}", (1, "Build"), (2, "done"))
    history(policy, "P-1", (1, "Build"))

    assert keys(Check.IDLE, policy) == []
    assert found(Check.IDLE, policy).notes == (
        "Too little data: fewer than 10 visits ended in the last 180 days",
    )


def test_visits_that_ended_long_ago_do_not_tell_what_is_usual(policy: ValueStream) -> None:
    for number in range(12):
        history(policy, f"B-{number}", (1, "Build"), (2, "done"))
    history(policy, "P-1", (1, "Build"))
    refresh_stream(policy, now=NOW)

    assert found(Check.IDLE, policy).items == 1
    assert found(Check.IDLE, policy, now=NOW + timedelta(days=180)).items == 0


@pytest.mark.parametrize(
    ("steps", "backwards"),
    [
        ([(1, "Build"), (2, "Test"), (4, "Build"), (9, "done")], True),
        ([(1, "Build"), (2, "Ready"), (3, "Test")], False),
        ([(1, "Test"), (2, "QA?"), (3, "Build")], False),
        ([(1, "QA?"), (2, "Build")], False),
        ([(1, "Build"), (2, "done"), (3, "Build")], False),
        ([(1, "Test"), (2, "new"), (3, "Build")], False),
        ([(1, "Build"), (2, "new")], False),
    ],
)
def test_moved_backwards(policy: ValueStream, steps: list[tuple[float, str]], backwards: bool) -> None:
    history(policy, "P-1", *steps)

    assert keys(Check.BACKWARDS, policy) == (["P-1"] if backwards else [])
    assert keys(Check.BACKWARDS, policy, LATER) == []


def test_an_item_that_moved_back_twice_is_one_item(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "Test"), (3, "Build"), (5, "Test"), (6, "Ready"), (11, "done"))

    assert keys(Check.BACKWARDS, policy) == ["P-1"]
    result = found(Check.BACKWARDS, policy)
    assert (result.item_days, result.share) == (pytest.approx(2 + 5), pytest.approx(7 / 10))
    assert "moved back 2\u00a0times" in result.effect


def test_a_move_to_another_stream_is_not_backwards(policy: ValueStream) -> None:
    claims = make.value_stream(policy.organisation, "claims", states=STAGES)
    make.item(policy, "P-1", event(july(1), "Test"), event(july(3), "Build", stream=claims))

    assert keys(Check.BACKWARDS, policy) == []
    assert keys(Check.BACKWARDS, claims) == []


def test_parents_counted_beside_their_children(policy: ValueStream) -> None:
    done = ((1, "Build"), (5, "done"))
    whole, part = history(policy, "P-1", *done), history(policy, "P-2", *done)
    open_whole, open_part = history(policy, "P-3", (1, "Build")), history(policy, "P-4", (1, "Build"))
    apart, other = history(policy, "P-5", *done), history(policy, "P-6", (1, "Build"))
    for child, parent in ((part, whole), (open_part, open_whole), (other, apart)):
        WorkItem.objects.filter(pk=child.pk).update(parent=parent)

    assert keys(Check.PARENT_AND_CHILD, policy) == ["P-1", "P-3"]
    result = found(Check.PARENT_AND_CHILD, policy)
    assert result.share == pytest.approx(1 / 3)
    assert "lower by 1\u00a0item (33\u202f%), and the load now by 1\u00a0item" in result.effect
    assert keys(Check.PARENT_AND_CHILD, policy, LATER) == ["P-3"]


def test_a_child_in_another_stream_is_not_counted_twice(policy: ValueStream) -> None:
    claims = make.value_stream(policy.organisation, "claims", states=STAGES)
    whole, part = history(policy, "P-1", (1, "Build")), history(claims, "C-1", (1, "Build"))
    WorkItem.objects.filter(pk=part.pk).update(parent=whole)
    refresh_stream(claims, now=NOW)

    assert keys(Check.PARENT_AND_CHILD, policy) == []


def test_a_period_that_has_not_begun_has_nothing_but_the_present(policy: ValueStream) -> None:
    history(policy, "P-1", (1, "QA?"))
    refresh_stream(policy, now=NOW)
    august = Window(first=date(2026, 8, 1), to=date(2026, 9, 1), zone=ZoneInfo("UTC"))

    counts = {each.check.value: each.items for each in findings(policy, august, now=NOW) if each.items}

    assert counts == {"unmapped_status": 1}
    assert found(Check.UNMAPPED_STATUS, policy, august).item_days == 0


# The pages


@pytest.fixture
def people() -> Cast:
    return cast()


PERIOD = "from=2026-07-01&to=2026-08-01"


@pytest.fixture
def northwind(people: Cast) -> ValueStream:
    stream = make.value_stream(people.organisation, states=STAGES)
    history(stream, "P-1", (1, "Build"), (2, "QA?"), (4, "done"))
    history(stream, "P-2", (1, "new"), (4, "done"))
    refresh_stream(stream)
    return stream


def test_the_page_lists_what_is_found_and_leads_to_the_items(people: Cast, northwind: ValueStream) -> None:
    client, address = people.client("vic"), f"{northwind.get_absolute_url()}quality/"

    answer = client.get(f"{address}?{PERIOD}")
    items = client.get(f"{address}never_in_progress/?{PERIOD}")

    assert [each.check for each in answer.context["found"]] == ["unmapped_status", "never_in_progress"]
    assert f"never_in_progress/?{PERIOD.replace('&', '&amp;')}" in answer.content.decode()
    assert [item.key for item in items.context["page"].object_list] == ["P-2"]


def test_all_clean_says_so(people: Cast) -> None:
    empty = make.value_stream(people.organisation, "empty", states=STAGES)
    client, address = people.client("vic"), f"{empty.get_absolute_url()}quality/"

    assert "All clean" in client.get(address).content.decode()
    assert "The check finds nothing" in client.get(f"{address}idle/").content.decode()
    assert client.get(f"{address}colour/").status_code == 404


def test_queries_do_not_grow_with_the_items(
    people: Cast, northwind: ValueStream, django_assert_max_num_queries: object
) -> None:
    client = people.client("vic")
    client.get(northwind.get_absolute_url())  # what waits for Vic is counted once a minute

    with django_assert_max_num_queries(34):
        client.get(f"{northwind.get_absolute_url()}quality/?{PERIOD}")


def test_the_pages_lead_there(people: Cast, northwind: ValueStream) -> None:
    client, address = people.client("vic"), northwind.get_absolute_url()

    for page in ("flow/", "settings/"):
        assert "quality/" in client.get(f"{address}{page}").content.decode()


def test_the_api_gives_the_checks_and_their_items(people: Cast, northwind: ValueStream) -> None:
    client = people.client("vic")
    root = "/api/v1/organisations/northwind/value-streams/policy/data-quality"

    body = client.get(f"{root}?{PERIOD}").json()
    listed = client.get(f"{root}/items?check=unmapped_status&count=true&{PERIOD}").json()

    assert [each["check"] for each in body["checks"]] == [check.value for check in Check]
    assert {each["check"]: each["items"] for each in body["checks"] if each["items"]} == {
        "unmapped_status": 1,
        "never_in_progress": 1,
    }
    assert body["checks"][0]["item_days"] == pytest.approx(2)
    assert ([item["key"] for item in listed["results"]], listed["count"]) == (["P-1"], 1)
    assert client.get(f"{root}/items?{PERIOD}").status_code == 400
    assert client.get(f"{root}?kind=feature").status_code == 400
