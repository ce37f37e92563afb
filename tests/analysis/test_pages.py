"""The flow pages: they open, they lead to the items, and what they cost does not grow with the history."""

import re
from datetime import date
from html import unescape

import pytest

from okrflow.analysis.charts import CHARTS, METRICS, MORE, Sources
from okrflow.okrs.models import Cycle
from okrflow.value_streams.models import ValueStream
from tests import make
from tests.analysis.conftest import PERIOD
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["flow/", "stages/"])
def test_pages_of_a_stream_without_items_say_what_to_do(people: Cast, page: str) -> None:
    empty = make.value_stream(people.organisation, "empty", states={})

    answer = people.client("vic").get(empty.get_absolute_url() + page)

    assert answer.status_code == 200


def test_the_flow_page_has_a_chart_a_table_and_files_for_each(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}flow/?{PERIOD}").content.decode()

    drawn = len(METRICS) + len(MORE) - 1  # nothing is planned
    assert page.count("<figure") == drawn + 1
    assert page.count('<details class="more"') == page.count(">CSV<") == page.count(">PNG<") == drawn
    assert "style=" not in page


@pytest.mark.parametrize("page", ["flow/", "stages/"])
@pytest.mark.parametrize(
    "window", ["days=30", "days=90", "days=180", "cycle=q3", PERIOD, "from=2026-01-01&to=2027-01-01"]
)
@pytest.mark.parametrize("kind", ["", "&kind=defect"])
def test_every_window_and_kind(people: Cast, policy: ValueStream, page: str, window: str, kind: str) -> None:
    quarter = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
    Cycle.objects.create(organisation=people.organisation, slug="q3", name="Q3", **quarter)

    answer = people.client("vic").get(f"{policy.get_absolute_url()}{page}?{window}{kind}")

    assert answer.status_code == 200
    assert "are shown instead" not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [name for name in CHARTS if name not in {"ageing", "bottleneck-history", "stage-time", "distribution"}],
)
def test_the_items_behind_a_number_are_as_many_as_it(
    people: Cast, policy: ValueStream, july: Sources, name: str
) -> None:
    client, table = people.client("vic"), CHARTS[name](july).table
    places = {column.name: place for place, column in enumerate(table.columns)}

    for row in table.rows:
        for column, address in row.urls.items():
            page = client.get(address).content.decode()
            assert len(re.findall(r'<th scope="row"', page)) == row.values[places[column]], address


def test_the_bottleneck_leads_to_what_if(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}stages/?{PERIOD}").content.decode()

    assert f'{policy.get_absolute_url()}what-if/?stage=Ready+for+test"' in unescape(page)


def test_waiting_on_another_stream_is_seen_by_both(people: Cast, policy: ValueStream) -> None:
    platform = make.value_stream(people.organisation, "platform")
    policy.stages.filter(status__name="Ready for test").update(owner_stream=platform)
    client = people.client("vic")

    waiting = client.get(f"{policy.get_absolute_url()}stages/?{PERIOD}").content.decode()
    owner = client.get(f"{platform.get_absolute_url()}stages/?{PERIOD}").content.decode()

    assert "waiting for Platform" in waiting
    assert f'<a href="{platform.get_absolute_url()}stages/?{PERIOD}">Platform</a>' in unescape(waiting)
    assert "Others wait for you" in owner
    assert f'<a href="{policy.get_absolute_url()}stages/?{PERIOD}">Ready for test</a>' in unescape(owner)
    assert "Others wait for you" not in waiting


def test_the_bottleneck_is_never_called_the_constraint(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}stages/?{PERIOD}").content.decode()

    assert "the bottleneck" in page
    assert "constraint" not in page


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

    assert "show the 90 days up to it" in empty
    assert "The newest event" not in full


def test_the_stages_page_gives_its_evidence(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}stages/?{PERIOD}").content.decode()

    assert "Ready for test holds" in page
    assert "Why we say so" in page
    assert "of 500, seeded" in page


@pytest.mark.parametrize(("page", "queries"), [("flow/", 38), ("stages/", 24)])
def test_queries_do_not_grow_with_the_items(
    people: Cast, policy: ValueStream, page: str, queries: int, django_assert_max_num_queries: object
) -> None:
    client = people.client("vic")
    client.get(policy.get_absolute_url())  # what waits for Vic is counted once a minute

    with django_assert_max_num_queries(queries):
        client.get(f"{policy.get_absolute_url()}{page}?{PERIOD}")


@pytest.mark.parametrize(("page", "label"), [("forecast/", "Forecast"), ("quality/", "Data quality")])
def test_every_page_has_its_tab(people: Cast, policy: ValueStream, page: str, label: str) -> None:
    url = policy.get_absolute_url() + page

    shown = people.client("vic").get(url).content.decode()

    assert f'<a href="{url}" aria-current="page">{label}</a>' in shown
    assert (
        f'<a href="{url}">{label}</a>' in people.client("vic").get(policy.get_absolute_url()).content.decode()
    )


def test_charts_that_are_not_over_time_open_at_their_start(people: Cast, policy: ValueStream) -> None:
    page = people.client("vic").get(f"{policy.get_absolute_url()}flow/?{PERIOD}").content.decode()

    from_start = re.findall(r'id="([\w-]+)">(?:(?!<figure).)*?data-from-start', page, re.DOTALL)
    assert from_start == ["flow-time-histogram", "stage-time", "ageing"]
