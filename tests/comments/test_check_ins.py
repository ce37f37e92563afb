"""Comments on check-ins: as those on their key result."""

from decimal import Decimal

import pytest
from django.http import Http404
from django.test import Client

from okrflow.comments.models import Comment
from okrflow.comments.subjects import readable_comments, subject_named
from okrflow.okrs.models import CheckIn, Cycle, KeyResult, Objective
from okrflow.okrs.services import check_in
from okrflow.okrs.timeline import told_above
from tests.comments.test_pages import BASE, browser
from tests.comments.test_services import mentions_waiting, names, said
from tests.metrics.northwind import Northwind, team_metric
from tests.okrs.given import NOW, published, raising, rights


def checked_in(nw: Northwind, key_result: KeyResult) -> CheckIn:
    return check_in(rights=rights(nw, "ben"), key_result=key_result, value=Decimal(30), note="Slow", now=NOW)


@pytest.fixture
def row(nw: Northwind, objective: Objective) -> CheckIn:
    return checked_in(nw, objective.key_results.get())


def test_a_check_in_is_talked_about_on_its_page_and_found_from_its_key_result(
    nw: Northwind, row: CheckIn
) -> None:
    client: Client = browser(nw.ben)

    client.post(f"{row.get_absolute_url()}comments/", {"text": "@Ada, a holiday?"})

    comment = Comment.objects.get()
    assert comment.subject == row
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Slow" in page and "a holiday?" in page
    assert row.get_absolute_url() in client.get(row.key_result.get_absolute_url()).content.decode()
    assert "Said of check-ins" in client.get(row.key_result.get_absolute_url()).content.decode()
    assert mentions_waiting(nw, "ada") == ["Ben mentions you: @Ada, a holiday?"]
    assert [each.words for each in told_above(row.key_result.objective, rights(nw, "ada"))] == [
        "said: @Ada, a holiday?"
    ]


def test_a_check_in_of_a_team_metric_is_the_teams_own(nw: Northwind, q3: Cycle) -> None:
    team = published(nw, q3, raising(team_metric(nw.policy)), title="Ours").key_results.get()
    row = checked_in(nw, team)
    comment = said(nw, row, by="mia")

    assert names(row) == {"Ben", "Mia", "Vic"}
    assert list(readable_comments(rights(nw, "vic"))) == [comment]
    assert not readable_comments(rights(nw, "ada")).exists()
    with pytest.raises(Http404):
        subject_named(rights(nw, "ada"), check_in=row.uuid)
    assert browser(nw.ada).get(row.get_absolute_url()).status_code == 404


def test_it_has_no_address_below_another_key_result(nw: Northwind, q3: Cycle, row: CheckIn) -> None:
    other = published(nw, q3, raising(row.key_result.metric), title="Other").key_results.get()
    address = f"{other.get_absolute_url()}check-ins/{row.uuid}/"

    assert [browser(nw.ben).get(address + end).status_code for end in ("", "comments/")] == [404, 404]


def test_the_api_names_it(nw: Northwind, row: CheckIn) -> None:
    client = browser(nw.ben)

    made = client.post(BASE, {"check_in": str(row.uuid), "text": "Why?"}, content_type="application/json")

    assert made.status_code == 201
    assert made.json()["check_in"] == str(row.uuid)
    assert [each["text"] for each in client.get(f"{BASE}?check_in={row.uuid}").json()["results"]] == ["Why?"]
    people = client.get(f"{BASE}/mentionable?check_in={row.uuid}&q=a").json()["results"]
    assert [person["name"] for person in people] == ["Ada", "Adam"]
