"""Who gets what at every address of the resolver: anonymous, outsider, viewer, editor, member, lead, admin.

A new address fails here until it has a row in `tests/access/tables`.
"""

import pytest
from django.test import Client
from django.urls import resolve

from tests.access.addresses import addresses
from tests.access.asking import ask, parts_of, url_of
from tests.access.rows import METHODS, PERSONS, SAFE, Outside, Row
from tests.access.tables import (
    accounts,
    analysis,
    comments,
    cycles,
    experiments,
    impediments,
    installation,
    metrics,
    okr_imports,
    okrs,
    okrs_authoring,
    organisations,
    ownership,
    plans,
    progress,
    proposals,
    review,
    rhythm,
    value_streams,
    what_if,
    work_items,
)
from tests.access.world import World

pytestmark = pytest.mark.django_db

TABLES = (
    installation,
    accounts,
    organisations,
    value_streams,
    ownership,
    work_items,
    metrics,
    okrs,
    okrs_authoring,
    plans,
    what_if,
    experiments,
    proposals,
    impediments,
    comments,
    review,
    analysis,
    cycles,
    progress,
    rhythm,
    okr_imports,
)
ROWS: list[Row | Outside] = [row for table in TABLES for row in table.ROWS]
INSIDE = [row for row in ROWS if isinstance(row, Row)]
NO_IDS = {"organisation", "at", "check", "check_id", "name", "word"}


def methods_of(row: Row | Outside) -> list[str]:
    return [row.method] if isinstance(row, Outside) else list(row.may)


def label(row: Row | Outside) -> str:
    which = "".join(f" {value}" for value in row.parts.values()) + (f"?{row.query}" if row.query else "")
    return f"{'+'.join(methods_of(row))} {row.route}{which}"


def people_of(row: Row | Outside) -> set[str]:
    named = {name for names in row.may.values() for name in names.split()}
    return {*PERSONS, *named}


def test_every_address_has_a_row() -> None:
    known = {row.route for row in ROWS}

    missing = [each for each in addresses() if each not in known and not each.startswith(installation.ADMIN)]

    assert missing == []


def test_every_row_has_an_address() -> None:
    assert sorted({row.route for row in ROWS} - set(addresses())) == []


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_no_address_stands_in_the_way_of_another(both: World, row: Row | Outside) -> None:
    found = resolve(url_of(row, both.northwind).partition("?")[0])

    assert found.route.replace("^", "") == row.route.replace("^", "")


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_everybody_gets_what_is_theirs(both: World, row: Row | Outside) -> None:
    wrong: list[tuple[object, ...]] = []
    for method in methods_of(row):
        for person in sorted(people_of(row)):
            expected = row.expected(method, person)
            answer = ask(both, person, method, url_of(row, both.northwind), row)
            if not answer.is_(expected):
                wrong.append((method, person, answer.status, answer.location, expected))
            elif answer.written and (answer.status >= 400 or answer.is_sign_in or method == SAFE):
                wrong.append((method, person, answer.status, "wrote", sorted(answer.written)))

    assert wrong == []


@pytest.mark.parametrize("route", sorted({row.route for row in INSIDE}))
def test_other_methods_are_not_allowed_and_change_nothing(both: World, route: str) -> None:
    rows = [row for row in INSIDE if row.route == route]
    known = {method for row in rows for method in row.may}
    url = url_of(rows[0], both.northwind)

    for method in set(METHODS) - known:
        for person in ("lea", "adam"):
            answer = ask(both, person, method, url, rows[0])
            assert (method, answer.status, answer.written) == (method, 405, frozenset()), person


WITH_IDS = [row for row in INSIDE if set(parts_of(row.route)) - NO_IDS]


@pytest.mark.parametrize("row", WITH_IDS, ids=label)
def test_what_is_another_organisations_is_not_there(both: World, row: Row) -> None:
    for part in set(parts_of(row.route)) - NO_IDS:
        foreign = {part: both.southbank[row.parts.get(part, part)]}
        url = url_of(row, both.northwind, **foreign)
        for method, may in row.may.items():
            for person in may.split():
                answer = ask(both, person, method, url, row)
                assert (part, answer.status, answer.written) == (part, 404, frozenset()), (method, person)


@pytest.mark.parametrize("row", INSIDE, ids=label)
def test_a_superuser_who_is_no_member_is_a_stranger(both: World, row: Row) -> None:
    for method in row.may:
        answer = ask(both, "root", method, url_of(row, both.northwind), row)
        assert (answer.status, answer.written) == (404, frozenset()), method


@pytest.mark.parametrize("row", [row for row in INSIDE if set(row.may) - {SAFE}], ids=label)
def test_what_another_site_sends_changes_nothing(both: World, row: Row) -> None:
    for method in set(row.may) - {SAFE}:
        if "lea" in row.may[method].split():
            answer = ask(both, "forged", method, url_of(row, both.northwind), row)
            assert (answer.status, answer.written) == (403, frozenset()), method


def admin_urls() -> list[str]:
    """Examples of all addresses of the admin."""
    plain = [
        each
        for each in addresses()
        if each.startswith(installation.ADMIN) and "^" not in each and "(" not in each
    ]

    return [
        "/" + each.replace("<path:content_type_id>", "1").replace("<path:object_id>", "1") for each in plain
    ]


@pytest.mark.parametrize("person", ["nobody", "olga", "vic", "adam"])
def test_the_admin_is_for_staff(both: World, person: str) -> None:
    row = Outside(route="", nobody=302, person=302)
    for url in [*admin_urls(), "/admin/jobs/", "/admin/no/such/thing/"]:
        for method in (SAFE, "POST"):
            answer = ask(both, person, method, url, row)
            assert answer.written == frozenset(), url
            if url == "/admin/login/":
                assert answer.is_sign_in if person == "nobody" else answer.status == 403
            elif url == "/admin/logout/":
                assert (answer.status, answer.location) in {
                    (302, "/admin/"),
                    (302, "/admin/login/"),
                    (405, ""),
                    (200, ""),
                }
            else:
                assert (answer.status, answer.location.partition("?")[0]) == (302, "/admin/login/"), url


def test_the_admin_opens_to_superusers(both: World) -> None:
    client: Client = both.clients["root"]
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/jobs/").status_code == 200
