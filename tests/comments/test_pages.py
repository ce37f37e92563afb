"""The conversation on pages and in the API."""

from typing import Any

import pytest
from django.test import Client

from okrflow.accounts.models import User
from okrflow.comments.models import Comment
from okrflow.okrs.models import Objective
from tests.comments.test_services import said
from tests.metrics.northwind import Northwind

BASE = "/api/v1/organisations/northwind/comments"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_comment_is_shown_on_the_page_it_is_about_as_safe_html(nw: Northwind, objective: Objective) -> None:
    client, address = browser(nw.ben), objective.get_absolute_url()

    response = client.post(f"{address}comments/", {"text": "**Really**? <script>alert(1)</script> @Ada"})

    comment = Comment.objects.get()
    assert response.headers["Location"] == f"{address}#comment-{comment.uuid}"
    page = client.get(address).content.decode()
    assert "<strong>Really</strong>? &lt;script&gt;" in page
    assert "comments/" in page


def test_what_is_empty_comes_back_with_the_reason(nw: Northwind, objective: Objective) -> None:
    response = browser(nw.ben).post(f"{objective.get_absolute_url()}comments/", {"text": " "})

    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_a_mention_is_marked_as_seen_by_a_button_not_by_looking(nw: Northwind, objective: Objective) -> None:
    said(nw, objective, "@Ada")
    client, address = browser(nw.ada), objective.get_absolute_url()
    assert "You are mentioned here" in client.get(address).content.decode()
    assert "You are mentioned here" in client.get(address).content.decode()

    client.post(f"{address}comments/seen/")

    assert "You are mentioned here" not in client.get(address).content.decode()


def test_viewers_find_no_form_and_names_of_those_who_see_it_only(nw: Northwind, objective: Objective) -> None:
    page = browser(nw.vic).get(objective.get_absolute_url()).content.decode()
    assert "Add a comment" not in page

    page = browser(nw.ben).get(objective.get_absolute_url()).content.decode()
    assert "Ada, Adam, Lin, Mia, Vic" in page
    assert "Olga" not in page


def test_the_api_adds_reads_changes_and_deletes(nw: Northwind, objective: Objective) -> None:
    client = browser(nw.ben)
    made = client.post(
        BASE, {"objective": str(objective.uuid), "text": "@Ada *now*"}, content_type="application/json"
    ).json()
    one = f"{BASE}/{made['id']}"

    assert (made["mentions"], made["html"]) == ([str(nw.ada.uuid)], "<p>@Ada <em>now</em></p>\n")
    changed = client.patch(one, {"text": "@Mia"}, content_type="application/json").json()
    assert (changed["text"], changed["mentions"]) == ("@Mia", [str(nw.mia.uuid)])
    assert client.delete(one).status_code == 204
    (gone,) = client.get(f"{BASE}?objective={objective.uuid}").json()["results"]
    assert (gone["text"], gone["deleted_at"] is None) == ("", False)


@pytest.mark.parametrize("body", [{}, {"objective": "x"}, {"text": "y"}])
def test_a_body_says_what_it_is_about(nw: Northwind, objective: Objective, body: dict[str, Any]) -> None:
    response = browser(nw.ben).post(BASE, body, content_type="application/json")

    assert response.status_code in {400, 422}


def test_suggestions_are_of_those_who_see_it(nw: Northwind, objective: Objective) -> None:
    address = f"{BASE}/mentionable?objective={objective.uuid}"

    assert [each["name"] for each in browser(nw.ben).get(f"{address}&q=a").json()["results"]] == [
        "Ada",
        "Adam",
    ]
    assert browser(nw.ben).get(f"{address}&q=olga").json()["results"] == []
    assert browser(nw.olga).get(address).status_code == 404
