"""What the organisation settles about its OKRs."""

import pytest
from django.test import Client

from okrflow.okrs.services.closing import grace_days
from tests.metrics.northwind import Northwind

PAGE = "/o/northwind/settings/okrs/"


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def test_administrators_set_the_days_of_grace_and_all_see_them(nw: Northwind) -> None:
    assert client(nw, "adam").post(PAGE, {"grace_days": "21"}).url == PAGE

    assert grace_days(nw.organisation) == 21
    assert "21\u00a0days" in client(nw, "vic").get(PAGE).content.decode()
    assert client(nw, "ben").post(PAGE, {"grace_days": "0"}).status_code == 403


@pytest.mark.parametrize("days", ["-1", "91", "", "two"])
def test_what_is_no_number_of_days_comes_back(nw: Northwind, days: str) -> None:
    page = client(nw, "ada").post(PAGE, {"grace_days": days})

    assert page.status_code == 422
    assert grace_days(nw.organisation) == 14
