"""The inbox, its count in the rail, and the same by the API."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from okrflow.okrs.models import KeyResult
from okrflow.organisations.models import Scope
from okrflow.organisations.services import create_api_token
from okrflow.web import waiting
from okrflow.web.waiting import count_anew, waiting_count
from tests.metrics.northwind import Northwind
from tests.rhythm.conftest import MONDAY

INBOX = "/o/northwind/inbox/"


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read the clock on Monday, 20 July."""
    monkeypatch.setattr("okrflow.rhythm.views.inbox.timezone.now", lambda: MONDAY)


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("monday")
def test_what_waits_stands_by_kind_and_leads_to_where_it_is_done(nw: Northwind, more: KeyResult) -> None:
    page = browser(nw.mia).get(INBOX).content.decode()

    assert '<h2 id="waiting-1">Check-ins</h2>' in page
    assert f"{more.get_absolute_url()}check-in/" in page
    assert "Customers trust us: nothing heard for 19 days" in page


def test_an_empty_one_says_so(nw: Northwind) -> None:
    assert "Nothing waits for you" in browser(nw.vic).get(INBOX).content.decode()


@pytest.mark.usefixtures("monday")
def test_the_rail_counts(nw: Northwind, more: KeyResult) -> None:
    mia = browser(nw.mia)

    for address in (INBOX, "/o/northwind/objectives/", "/o/northwind/"):
        page = mia.get(address).content.decode()
        assert 'class="count">1<span class="vh"> waiting' in page, address
    assert 'class="count"' not in browser(nw.vic).get(INBOX).content.decode()


def test_the_count_is_asked_once_a_minute(
    nw: Northwind, more: KeyResult, django_assert_num_queries: Any
) -> None:
    access = nw.access("mia")
    assert waiting_count(access, now=MONDAY) == 1

    with django_assert_num_queries(0):
        assert waiting_count(access, now=MONDAY) == 1
    count_anew(access, 0)
    assert waiting_count(access, now=MONDAY) == 0


def test_without_the_cache_it_is_counted(
    nw: Northwind, more: KeyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def get(self, *_: Any) -> None:
            raise ConnectionError

        set = get

    monkeypatch.setattr(waiting, "cache", Gone())

    assert waiting_count(nw.access("mia"), now=MONDAY) == 1


@pytest.mark.parametrize("people", [1, 30])
def test_what_it_asks_does_not_grow(
    nw: Northwind, more: KeyResult, django_assert_max_num_queries: Any, people: int
) -> None:
    row = KeyResult.objects.get()
    for number in range(people):
        row.pk, row.uuid, row.key = None, waiting_uuid(), f"POL-KR-{number + 50}"
        row._state.adding = True
        row.save()

    with django_assert_max_num_queries(40):
        found = waiting.waiting_for(nw.access("mia"), now=MONDAY)

    assert len(found) == people + 1


def waiting_uuid() -> Any:
    return KeyResult._meta.get_field("uuid").get_default()


def test_the_api_tells_the_same(nw: Northwind, more: KeyResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrflow.rhythm.api.timezone.now", lambda: MONDAY)
    member = nw.access("mia").membership
    address = "/api/v1/organisations/northwind/inbox"

    answer = browser(nw.mia).get(address).json()

    (only,) = answer["results"]
    assert (only["kind"], only["title"], only["since"][:10]) == ("check_in", "More of it", "2026-07-08")
    assert only["url"].endswith(f"{more.get_absolute_url()}check-in/")
    _, token = create_api_token(membership=member, name="t", scopes=[Scope.METRICS_READ], days=3)
    assert Client().get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 403


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()
