"""The pages of the usual windows are served as a worker stored them; all others are computed when they are asked for."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from okrflow.analysis import stored
from okrflow.okrs.models import Cycle
from okrflow.progress.models import RenderedPage
from okrflow.progress.services import want
from okrflow.value_streams.models import ValueStream
from tests import make
from tests.people import Cast

pytestmark = pytest.mark.django_db
NOT_STORED = [
    "?days=90&kind=defect",
    "?days=90&group=day",
    "?from=2026-07-01&to=2026-08-01",
    "?days=90&group=x",
]


@pytest.mark.parametrize("page", ["flow", "stages"])
@pytest.mark.parametrize("query", ["", "?days=30", "?days=180"])
def test_a_usual_window_is_computed_once_for_all_readers(
    people: Cast, policy: ValueStream, page: str, query: str
) -> None:
    address = f"{policy.get_absolute_url()}{page}/{query}"

    first = people.client("vic").get(address)
    with mock.patch.object(stored, "content_html", side_effect=AssertionError("it is stored")):
        second = people.client("ada").get(address)
        unchanged = people.client("vic").get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, second.status_code, unchanged.status_code) == (200, 200, 304)
    assert "Computed" in second.content.decode()


@pytest.mark.parametrize("query", NOT_STORED)
def test_an_unusual_choice_is_not_stored(people: Cast, policy: ValueStream, query: str) -> None:
    answer = people.client("vic").get(f"{policy.get_absolute_url()}flow/{query}")

    assert answer.status_code == 200
    assert not RenderedPage.objects.filter(name__startswith="flow").exists()


def test_the_window_that_opens_first_is_ready_before_anybody_reads_it(
    people: Cast, policy: ValueStream
) -> None:
    want(organisation_id=people.organisation.pk, value_stream_ids=[policy.pk])
    make.pages(people.organisation)

    ready = RenderedPage.objects.filter(value_stream=policy).exclude(html="")
    assert set(ready.values_list("name", flat=True)) == {"summary", "flow-90", "stages-90"}


def test_the_page_of_the_running_cycle_is_stored_and_empty_when_the_cycle_is_over(
    people: Cast, policy: ValueStream
) -> None:
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=20), "ends_on": today + timedelta(days=20)}
    cycle = Cycle.objects.create(organisation=people.organisation, slug="now", name="Now", **days)
    address = f"{policy.get_absolute_url()}flow/?cycle={cycle.slug}"

    shown = people.client("vic").get(address)
    cycle.delete()
    want(organisation_id=people.organisation.pk, value_stream_ids=[policy.pk])
    make.pages(people.organisation)

    assert "Computed" in shown.content.decode()
    assert RenderedPage.objects.get(name="flow-cycle").html == ""
