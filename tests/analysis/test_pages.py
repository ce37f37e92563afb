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


@pytest.mark.parametrize("page", ["flow/", "stages/"])
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


@pytest.mark.parametrize(("page", "queries"), [("flow/", 22), ("stages/", 22)])
def test_queries_do_not_grow_with_the_items(
    people: Cast, policy: ValueStream, page: str, queries: int, django_assert_max_num_queries: object
) -> None:
    client = people.client("vic")

    with django_assert_max_num_queries(queries):
        client.get(f"{policy.get_absolute_url()}{page}?{PERIOD}")
