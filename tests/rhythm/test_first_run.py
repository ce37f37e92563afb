"""The first steps of an empty organisation, and the way to the demo where there is one."""

from typing import Any

from django.test import Client

from okrflow.progress.models import RenderedPage
from tests.metrics.northwind import Northwind


def overview(nw: Northwind) -> str:
    """Contoso's, which has nothing yet, rendered anew."""
    RenderedPage.objects.all().delete()
    client = Client()
    client.force_login(nw.olga)
    return client.get("/o/contoso/").content.decode()


def test_an_empty_organisation_shows_four_steps(nw: Northwind) -> None:
    page = overview(nw)

    steps = (
        "Make a value stream",
        "Bring in its work items",
        "Say what its statuses mean",
        "Write an objective",
    )
    assert [step for step in steps if step not in page] == []
    assert "/accounts/demo/" not in page, "only the demo's own installation has one"


def test_the_demo_is_one_click_away_in_its_installation(nw: Northwind, settings: Any) -> None:
    settings.DEMO = True

    assert "/accounts/demo/" in overview(nw)
    page = Client().get("/accounts/demo/").content.decode()
    assert "Ada: owner of the organisation" in page and "Ben: lead of Policy" in page
