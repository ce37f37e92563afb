"""Signing up and in, the profile, and the demo's shortcuts."""

import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from okrflow.accounts.addresses import person_with
from okrflow.accounts.mail import MailboxBackend, unprinted
from okrflow.accounts.models import Mail, User
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_rate_limits() -> None:
    cache.clear()


def code_in(message: Any) -> str:
    found = re.search(r"^([A-Z0-9-]{6,})$", message.body, re.M)
    assert found, message.body
    return found.group(1)


def test_one_signs_up_with_a_name_and_confirms_the_address_by_a_code(client: Client) -> None:
    given = {"name": "Nia New", "email": "nia@example.com", "password1": "a-fine-long-one"}
    client.post("/accounts/signup/", given)

    response = client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})

    assert response.status_code == 302
    assert User.objects.get().name == "Nia New"
    assert EmailAddress.objects.get().verified
    assert client.get("/").status_code == 200


def test_one_signs_in_by_a_mailed_code(client: Client) -> None:
    people.person("Ada")
    client.post("/accounts/login/code/", {"email": "ada@example.com"})

    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0])})

    assert client.get("/accounts/profile/").status_code == 200


def test_an_account_made_on_the_command_line_gets_its_password_by_a_code(client: Client) -> None:
    person_with(email="ada@example.com")
    client.post("/accounts/password/reset/", {"email": "ada@example.com"})

    client.post("/accounts/password/reset/confirm/", {"code": code_in(mail.outbox[0])})
    client.post(
        "/accounts/password/reset/complete/", {"password1": "quite-long-7-9", "password2": "quite-long-7-9"}
    )

    assert User.objects.get().check_password("quite-long-7-9")


def test_sign_up_tells_nobody_who_has_an_account(client: Client) -> None:
    people.person("Ada")
    answers = []
    for address in ("ada@example.com", "new@example.com"):
        response = Client().post(
            "/accounts/signup/", {"name": "X", "email": address, "password1": "a-fine-long-one"}
        )
        answers.append((response.status_code, response.headers.get("Location")))

    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_asking_for_a_code_tells_nobody_who_has_an_account(path: str) -> None:
    people.person("Ada")
    answers = []
    for address in ("ada@example.com", "nobody@example.com"):
        response = Client().post(path, {"email": address})
        answers.append((response.status_code, response.headers.get("Location")))

    assert answers[0] == answers[1]


def test_guessing_passwords_is_stopped(client: Client) -> None:
    people.person("Ada")
    for _ in range(6):
        client.post("/accounts/login/", {"login": "ada@example.com", "password": "wrong-one"})

    response = client.post("/accounts/login/", {"login": "ada@example.com", "password": people.PASSWORD})

    assert response.status_code in {200, 429}
    assert client.get("/accounts/profile/").status_code == 302


def test_the_limit_does_not_believe_the_clients_headers(client: Client) -> None:
    people.person("Ada")
    for number in range(6):
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        client.post(
            "/accounts/login/", {"login": "ada@example.com", "password": "wrong-one"}, headers=headers
        )

    client.post("/accounts/login/", {"login": "ada@example.com", "password": people.PASSWORD})

    assert client.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\t//evil.example", "javascript:alert(1)"],
)
def test_sign_in_leads_nowhere_else(client: Client, target: str) -> None:
    people.person("Ada")

    response = client.post(
        "/accounts/login/", {"login": "ada@example.com", "password": people.PASSWORD, "next": target}
    )

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    ["profile/", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "sessions/", "logout/"],
)
def test_pages_of_ones_account_are_in_okrflows_look(path: str) -> None:
    response = people.cast().client("ada").get("/accounts/" + path, follow=True)

    assert response.status_code == 200
    html = response.content.decode()
    assert "parts.css" in html
    assert 'class="plain"' in html


def test_a_profile_is_changed() -> None:
    cast = people.cast()

    cast.client("vic").post(
        "/accounts/profile/", {"name": "Victoria", "time_zone": "Asia/Tokyo", "is_staff": "1"}
    )

    vic = User.objects.get(pk=cast.vic.user.pk)
    assert (vic.name, vic.time_zone, vic.is_staff) == ("Victoria", "Asia/Tokyo", False)


def test_a_time_zone_is_one_of_the_list() -> None:
    cast = people.cast()

    cast.client("vic").post("/accounts/profile/", {"name": "Vic", "time_zone": "Mars/Olympus"})

    assert User.objects.get(pk=cast.vic.user.pk).time_zone == ""


def demo_person() -> User:
    return User.objects.create_user("ben@northwind.example", None, name="Ben Osei")


def test_the_demo_offers_its_people_with_one_click(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo_person()

    assert "Ben Osei: lead of Policy" in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"email": "ben@northwind.example"}).headers["Location"] == "/"
    assert client.get("/accounts/profile/").status_code == 200


def test_there_are_no_such_clicks_outside_the_demo(client: Client, settings: Any) -> None:
    settings.DEMO = False
    demo_person()

    assert "Ben Osei" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"email": "ben@northwind.example"}).status_code == 404


def test_the_demo_lets_in_its_own_people_only(client: Client, settings: Any) -> None:
    settings.DEMO = True
    people.person("Ada")

    assert client.post("/accounts/demo/", {"email": "ada@example.com"}).status_code == 404
    assert client.get("/accounts/demo/").status_code == 404


def test_the_demos_sign_in_needs_a_token_of_its_own_page(settings: Any) -> None:
    settings.DEMO = True
    demo_person()

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/accounts/demo/", {"email": "ben@northwind.example"}).status_code == 403


def test_the_demos_sign_in_leads_nowhere_else(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo_person()

    response = client.post("/accounts/demo/", {"email": "ben@northwind.example", "next": "//evil.example"})

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("demo", "backend", "status"),
    [
        (True, "okrflow.accounts.mail.MailboxBackend", 200),
        (False, "okrflow.accounts.mail.MailboxBackend", 404),
        (True, "django.core.mail.backends.smtp.EmailBackend", 404),
    ],
)
def test_the_mailbox_is_there_in_the_demo_only(
    client: Client, settings: Any, demo: bool, backend: str, status: int
) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = demo, backend

    assert client.get("/accounts/mailbox/").status_code == status


def test_mails_are_kept_and_shown_as_text(client: Client, settings: Any) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = True, "okrflow.accounts.mail.MailboxBackend"
    message = mail.EmailMessage("<b>Code</b>", "1234 <script>alert(1)</script>", to=["ada@example.com"])
    MailboxBackend(stream=StringIO()).send_messages([message])

    html = client.get("/accounts/mailbox/").content.decode()

    assert Mail.objects.get().to == "ada@example.com"
    assert "&lt;b&gt;Code" in html
    assert "<script>alert" not in html


def test_mails_are_kept_without_being_printed_while_somebody_reads_what_else_is() -> None:
    printed = StringIO()
    backend = MailboxBackend(stream=printed)
    with unprinted():
        backend.send_messages([mail.EmailMessage("Quiet", "Text", to=["ben@northwind.example"])])
    backend.send_messages([mail.EmailMessage("Loud", "Text", to=["ben@northwind.example"])])

    assert set(Mail.objects.values_list("subject", flat=True)) == {"Quiet", "Loud"}
    assert "Loud" in printed.getvalue()
    assert "Quiet" not in printed.getvalue()
