"""The stored pages as readers get them."""

import pytest

from okrflow.progress import services
from okrflow.progress.models import RenderedPage
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.people import cast

pytestmark = pytest.mark.django_db


def test_an_empty_organisation_shows_the_first_steps() -> None:
    page = cast().client("ada").get("/o/northwind/")

    assert "First steps" in page.content.decode()
    assert "Make a value stream" in page.content.decode()


def test_an_unchanged_page_is_answered_by_304_and_a_changed_one_anew() -> None:
    people = cast()
    client = people.client("vic")
    first = client.get("/o/northwind/")

    same = client.get("/o/northwind/", headers={"If-None-Match": first["ETag"]})
    make.value_stream(people.organisation)
    services.want(organisation_id=people.organisation.pk)
    make.pages(people.organisation)
    changed = client.get("/o/northwind/", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code, changed.status_code) == (200, 304, 200)


def test_a_page_tells_when_something_newer_is_on_the_way() -> None:
    people = cast()
    policy = make.value_stream(people.organisation)
    client = people.client("vic")
    client.get(policy.get_absolute_url())
    make.item(policy, "P-1", make.event(make.july(1), "active"))

    on_the_way = client.get(policy.get_absolute_url()).content.decode()
    refresh_stream(policy)
    make.pages(people.organisation)
    tag = RenderedPage.objects.get(value_stream=policy).etag
    done = client.get(policy.get_absolute_url(), {"shown": f"not-{tag}"}).content.decode()

    assert "updating" in on_the_way
    assert "updating</strong>" not in done
    assert "Newer figures are ready" in done


def test_readers_never_share_a_tag() -> None:
    people = cast()

    tags = {people.client(name).get("/o/northwind/")["ETag"] for name in ("ada", "ben", "vic")}

    assert len(tags) == 3
