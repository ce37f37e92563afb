"""Reading values from a file in the browser, as the server sees it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okrflow.integrations.values.services import MAX_BYTES
from okrflow.metrics.models import Measurement
from tests.metrics.northwind import Northwind, metric, northwind

PAGE = "/o/northwind/metrics/mobile-nps/"


@pytest.fixture
def nw(db: None) -> Northwind:
    found = northwind()
    metric(found.organisation)
    return found


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def upload(browser: Client, content: bytes) -> Any:
    return browser.post(f"{PAGE}values/file/", {"file": SimpleUploadedFile("nps.csv", content)})


def as_shown(page: Any) -> dict[str, str]:
    """What a browser would send of the second step, as it stands."""
    questions = page.context["conventions"].questions
    return {each.name: each.chosen for each in questions} | {"seal": page.context["planned"].seal}


def test_two_steps_from_the_page_of_the_metric(nw: Northwind) -> None:
    ben = client(nw, "ben")
    assert "Read values from a file" in ben.get(PAGE).content.decode()

    rows = upload(ben, b"date;value\n2026-07-01;31,5\n2026-07-02;many\n").url
    page = ben.get(rows)
    assert "is no number" in page.content.decode()
    assert not Measurement.objects.exists()

    done = ben.post(rows, as_shown(page))
    assert done.url == PAGE
    assert str(Measurement.objects.get().value) == "31.500000"
    assert "Read in: 1\u00a0new value." in ben.get(PAGE).content.decode()


def test_dates_that_can_be_two_days_are_asked_before_anything_is_shown(nw: Northwind) -> None:
    ben = client(nw, "ben")
    rows = upload(ben, b"03/07/2026,31\n").url

    assert "can be more than one day" in ben.get(rows).content.decode()
    assert "Read them in" not in ben.get(rows).content.decode()
    page = ben.get(rows, {"at_format": "day-first"})
    ben.post(rows, as_shown(page))

    assert Measurement.objects.get().about_at.month == 7


def test_the_same_file_again_changes_nothing(nw: Northwind) -> None:
    ben = client(nw, "ben")
    first = upload(ben, b"2026-07-01,31\n").url
    ben.post(first, as_shown(ben.get(first)))
    again = upload(ben, b"2026-07-01,31\n").url

    page = ben.get(again)
    assert "There is nothing new in the file." in page.content.decode()
    assert ben.post(again, as_shown(page)).status_code == 422


def test_what_was_downloaded_comes_back_as_the_same(nw: Northwind) -> None:
    ben = client(nw, "ben")
    first = upload(ben, b"2026-07-01,31.5625,=Up\n2026-07-02,32\n").url
    ben.post(first, as_shown(ben.get(first)))

    page = ben.get(upload(ben, ben.get(f"{PAGE}values.csv").content).url)

    assert [each.outcome for each in page.context["planned"].rows] == ["same", "same"]


def test_a_file_too_large_is_refused_before_it_is_kept(nw: Northwind) -> None:
    page = upload(client(nw, "ben"), b"2026-07-01,7\n" + b" " * MAX_BYTES)

    assert page.status_code == 422
    assert "The file is larger than 4 MiB" in page.content.decode()


def test_a_file_is_seen_by_nobody_but_the_person_who_uploaded_it(nw: Northwind) -> None:
    rows = upload(client(nw, "ben"), b"2026-07-01,31\n").url

    assert client(nw, "lin").get(rows).status_code == 404
    assert client(nw, "vic").get(f"{PAGE}values/file/").status_code == 403
    assert "Read values from a file" not in client(nw, "vic").get(PAGE).content.decode()
