"""The pages of items: they open, and what they cost does not grow with the history."""

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


@pytest.mark.parametrize("page", ["items/"])
def test_pages_of_a_stream_without_items_say_what_to_do(people: Cast, page: str) -> None:
    empty = make.value_stream(people.organisation, "empty", states={})

    answer = people.client("vic").get(empty.get_absolute_url() + page)

    assert answer.status_code == 200


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


@pytest.mark.parametrize(("page", "queries"), [("items/", 17)])
def test_queries_do_not_grow_with_the_items(
    people: Cast, policy: ValueStream, page: str, queries: int, django_assert_max_num_queries: object
) -> None:
    client = people.client("vic")
    client.get(policy.get_absolute_url())  # what waits for Vic is counted once a minute

    with django_assert_max_num_queries(queries):
        client.get(f"{policy.get_absolute_url()}{page}?{PERIOD}")


def test_an_item_says_why_it_is_not_counted_and_what_it_is_part_of(people: Cast, policy: ValueStream) -> None:
    items = policy.organisation.work_items
    whole, part = items.get(key="P-99"), items.get(key="P-1")
    items.filter(pk=part.pk).update(parent=whole)

    of_part = people.client("vic").get(part.get_absolute_url()).content.decode()
    of_whole = people.client("vic").get(whole.get_absolute_url()).content.decode()

    assert "Why is it not counted?" in of_part
    assert "Part of" in of_part
    assert whole.get_absolute_url() in of_part
    assert "Why is it not counted?" not in of_whole
    assert part.get_absolute_url() in of_whole
