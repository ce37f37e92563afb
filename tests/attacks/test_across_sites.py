"""Another site cannot change anything in a signed-in browser (attack 16), and no page lets itself be framed or scripted."""

import pytest
from django.test import Client

from tests.access.asking import url_of
from tests.access.test_matrix import INSIDE
from tests.access.world import World

pytestmark = pytest.mark.django_db

POSTS = {row.route: row for row in INSIDE if not row.api and row.may.get("POST")}
PUBLIC_POSTS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/logout/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/profile/",
    "/accounts/sessions/",
    "/accounts/2fa/totp/activate/",
    "/organisations/new/",
    "/admin/login/",
)
PLACES = (
    "/accounts/login/",
    "/accounts/nothing-here/",
    "/o/northwind/",
    "/o/northwind/nothing/",
    "/o/southbank/",
    "/api/v1/docs/",
    "/api/v1/nothing",
    "/help/how-we-count/",
    "/admin/login/",
    "/metrics",
    "/healthz",
)


def strict(both: World, person: str) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = both.clients[person].cookies
    return client


@pytest.mark.parametrize("route", POSTS)
def test_a_form_without_its_token_is_refused(both: World, route: str) -> None:
    row = POSTS[route]
    person = row.may["POST"].split()[0]

    answer = strict(both, person).post(url_of(row, both.northwind), row.body)

    assert answer.status_code == 403
    assert "That form was too old" in answer.content.decode()


@pytest.mark.parametrize("address", PUBLIC_POSTS)
def test_so_are_forms_outside_of_organisations(both: World, address: str) -> None:
    assert strict(both, "lea").post(address, {}).status_code == 403


def test_a_token_of_another_site_is_refused(both: World) -> None:
    client = strict(both, "ada")
    page = client.get("/o/northwind/settings/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = client.post(
        "/o/northwind/settings/",
        {"csrfmiddlewaretoken": token, "name": "X"},
        HTTP_ORIGIN="https://evil.example",
    )

    assert answer.status_code == 403
    assert token


@pytest.mark.parametrize("address", PLACES)
@pytest.mark.parametrize("person", ["nobody", "lea"])
def test_every_answer_carries_the_policy(both: World, address: str, person: str) -> None:
    headers = both.clients[person].get(address).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/accounts/login/?next={}", "/accounts/signup/?next={}"])
@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "https:evil.example",
        "/%09/evil.example",
        "\n//evil.example",
    ],
)
def test_no_page_of_the_account_leads_to_another_site(both: World, address: str, to: str) -> None:
    answer = both.clients["lea"].get(address.format(to))

    assert answer.status_code == 302
    assert answer.headers["Location"] in {"/", "/%09/evil.example"}


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example", "localhost.evil.example"])
def test_another_host_gets_nothing_and_sends_nothing(
    both: World, host: str, mailoutbox: list[object]
) -> None:
    client = Client(raise_request_exception=False)

    answer = client.post("/accounts/password/reset/", {"email": "ada@example.com"}, headers={"Host": host})

    assert answer.status_code == 400
    assert mailoutbox == []


def test_mails_name_the_installation_only(both: World, mailoutbox: list[object]) -> None:
    client = both.clients["ada"]
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }

    client.post(
        "/o/northwind/settings/invitations/", {"email": "zed@example.com", "role": "viewer"}, headers=said
    )
    Client().post("/accounts/password/reset/", {"email": "ada@example.com"}, headers=said)

    assert len(mailoutbox) >= 1
    assert not [mail for mail in mailoutbox if "evil" in str(mail.message())]  # type: ignore[attr-defined]
