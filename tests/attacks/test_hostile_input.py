"""Whatever is typed into whichever field: an answer that says what is wrong, never a crash (attack 15)."""

import pytest
from django.db import transaction

from tests.access.asking import url_of
from tests.access.rows import SAFE, Row
from tests.access.test_matrix import INSIDE
from tests.access.world import World
from tests.attacks.forms import forms_of

pytestmark = pytest.mark.django_db

FILES = (".csv", ".png", ".md")
PAGES = {
    row.route: row for row in INSIDE if not row.api and row.may.get(SAFE) and not row.route.endswith(FILES)
}
HOSTILE = {
    "nul": "a\x00b",
    "long": "x" * 10_000,
    "digits": "9" * 5_000,
    "nan": "NaN",
    "infinity": "-Infinity",
    "huge": "1e308",
    "exponent": "1e999999999",
    "negative zero": "-0",
    "first year": "0001-01-01",
    "last year": "9999-12-31",
    "no day": "2026-02-31",
    "other digits": "١٢٣",
    "superscript": "²",
    "quote": "'\"); DROP TABLE x; --",
    "line": "a\r\nSet-Cookie: b=c",
    "empty": "",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "negative": "-99999999999999999999",
}
PARAMETERS = (
    "page",
    "order",
    "q",
    "shown",
    "status",
    "kind",
    "from",
    "to",
    "days",
    "weeks",
    "cycle",
    "stream",
)


def person_of(row: Row, method: str) -> str:
    may = row.may[method].split()
    return "lea" if "lea" in may else may[0]


@pytest.mark.parametrize("route", PAGES)
def test_no_field_breaks_its_page(both: World, route: str) -> None:
    """Each field once with each text, the others as the page proposes them."""
    row = PAGES[route]
    client, url = both.clients[person_of(row, SAFE)], url_of(row, both.northwind)
    broken = []
    for form in forms_of(client.get(url).content.decode(), url):
        fields = [name for name in form.fields if name != "csrfmiddlewaretoken"]
        for turn, text in enumerate(HOSTILE.values()):
            for own in range(min(3, len(fields))):
                given = form.fields | dict.fromkeys(fields[(turn + own) % 3 :: 3], text)
                with transaction.atomic():
                    answer = (
                        client.post(form.action, given)
                        if form.method == "post"
                        else client.get(form.action, given)
                    )
                    transaction.set_rollback(True)
                if answer.status_code >= 500:
                    broken.append((form.action, text[:30], answer.status_code))

    assert broken == []


@pytest.mark.parametrize("route", PAGES)
def test_no_parameter_breaks_its_page(both: World, route: str) -> None:
    row = PAGES[route]
    client, url = both.clients[person_of(row, SAFE)], url_of(row, both.northwind)
    broken = []
    for name, text in HOSTILE.items():
        for query in (
            dict.fromkeys(PARAMETERS, text),
            {"figure": "velocity", "days": "30", "status": text},
        ):
            with transaction.atomic():
                status = client.get(url, query).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken.append((name, query, status))

    assert broken == []
