"""The flow pages: they open, they lead to the items, and what they cost does not grow with the history."""

import pytest

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.people import Cast, cast

pytestmark = pytest.mark.django_db
PERIOD = "from=2026-07-01&to=2026-08-01"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def policy(people: Cast) -> ValueStream:
    stream = make.value_stream(people.organisation)
    for number in range(1, 15):
        make.item(
            stream, f"P-{number}", make.event(july(number), "active"), make.event(july(number + 2), "waiting")
        )
    make.item(stream, "P-99", make.event(july(3), "active"), make.event(july(9), "done"))
    refresh_stream(stream)
    return stream


@pytest.mark.parametrize("page", ["flow/", "stages/", "items/"])
def test_pages_of_a_stream_without_items_say_what_to_do(people: Cast, page: str) -> None:
    empty = make.value_stream(people.organisation, "empty", states={})

    answer = people.client("vic").get(empty.get_absolute_url() + page)

    assert answer.status_code == 200


def test_the_flow_page_has_a_chart_and_a_table_for_each_metric(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}flow/?{PERIOD}").content.decode()

    assert page.count("<figure") == page.count('<details class="more"') == 5
    assert page.count("<svg") > 5
    assert "style=" not in page


def test_a_window_that_cannot_be_is_explained(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}flow/?from=2026-08-01&to=2026-07-01")

    assert "must lie before" in page.content.decode()


@pytest.mark.parametrize("page", ["flow/", "stages/"])
def test_a_window_without_events_leads_to_the_newest_ones(
    people: Cast, policy: ValueStream, page: str
) -> None:
    address = f"{policy.get_absolute_url()}{page}"

    empty = people.client("vic").get(f"{address}?from=2026-10-01&to=2026-11-01").content.decode()
    full = people.client("vic").get(f"{address}?{PERIOD}").content.decode()

    assert "?from=2026-04-18&amp;to=2026-07-17" in empty
    assert "The newest event" not in full


def test_the_stages_page_names_no_bottleneck_without_reason(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}stages/?{PERIOD}").content.decode()

    assert "waiting holds" in page
    assert "random draws of these weeks" in page


def test_the_list_behind_a_figure_is_as_long_as_the_figure(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}items/?figure=velocity&{PERIOD}")

    assert [item.key for item in page.context["page"].object_list] == ["P-99"]


def test_items_are_found_sorted_and_paged(people: Cast, policy: ValueStream) -> None:
    client, address = people.client("vic"), f"{policy.get_absolute_url()}items/"

    in_progress = client.get(address).context["page"]
    found = client.get(address, {"q": "p-9", "shown": "all", "order": "-key"}).context["page"]

    assert in_progress.paginator.count == 14
    assert in_progress.object_list[0].key == "P-1"
    assert [item.key for item in found.object_list] == ["P-99", "P-9"]


def test_an_item_shows_its_history(people: Cast, policy: ValueStream) -> None:
    item = policy.organisation.work_items.get(key="P-99")

    page = people.client("vic").get(item.get_absolute_url()).content.decode()

    assert "6.0\u00a0days" in page
    assert 'class="st-active"' in page


def test_an_item_of_another_organisation_is_not_found(people: Cast, policy: ValueStream) -> None:
    foreign = make.item(make.value_stream(make.organisation("other")), "O-1", make.event(july(1), "active"))

    assert people.client("vic").get(f"/o/northwind/items/{foreign.uuid}/").status_code == 404
    assert people.client("olga").get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("flow/", 22), ("stages/", 22), ("items/", 17)])
def test_queries_do_not_grow_with_the_items(
    people: Cast, policy: ValueStream, page: str, queries: int, django_assert_max_num_queries: object
) -> None:
    client = people.client("vic")

    with django_assert_max_num_queries(queries):
        client.get(f"{policy.get_absolute_url()}{page}?{PERIOD}")
