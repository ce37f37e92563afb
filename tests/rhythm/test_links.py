"""The links of mails: they open, they end; they give nobody a right, and a look changes nothing."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core import signing
from django.test import Client

from okrflow.okrs.models import CheckIn, KeyResult
from okrflow.rhythm import links
from okrflow.rhythm.models import MailKind, NotificationSettings, Sending
from tests.make import july
from tests.metrics.northwind import Northwind


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def link(nw: Northwind, more: KeyResult) -> str:
    """As Mia gets it."""
    return urlsplit(links.check_in_url(user=nw.mia.uuid, key_result=more.uuid)).path


@pytest.fixture
def digest(nw: Northwind) -> Sending:
    return Sending.objects.create(
        organisation=nw.organisation,
        membership=nw.access("mia").membership,
        kind=MailKind.DIGEST,
        period="2026-W30",
        planned_at=july(20, 9),
    )


def out(sending: Sending) -> str:
    return urlsplit(links.unsubscribe_url(sending.uuid)).path


def form_of(row: KeyResult) -> str:
    return f"{row.get_absolute_url()}check-in/"


def test_the_link_of_a_check_in_leads_through_sign_in_to_its_form(
    nw: Northwind, link: str, more: KeyResult
) -> None:
    asked = Client().get(link)
    assert (asked.status_code, unquote(asked.headers["Location"])) == (302, f"/accounts/login/?next={link}")

    opened = browser(nw.mia).get(link, follow=True)

    assert opened.redirect_chain == [(form_of(more), 302)]
    assert opened.status_code == 200 and not CheckIn.objects.exists()


def test_somebody_else_has_their_own_rights(nw: Northwind, link: str, more: KeyResult) -> None:
    ben = browser(nw.ben).get(link, follow=True)
    assert ben.status_code == 200
    assert "This link was mailed to somebody else. You are signed in as Ben." in ben.content.decode()

    assert browser(nw.lin).get(link, follow=True).status_code == 403
    assert browser(nw.olga).get(link, follow=True).status_code == 404


def test_it_is_good_for_fourteen_days(nw: Northwind, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = signing.time.time() + timedelta(days=14, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    assert browser(nw.mia).get(link).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "W10:1abc:def", ":::"])
def test_what_nobody_here_signed_opens_nothing(nw: Northwind, digest: Sending, token: str) -> None:
    assert browser(nw.mia).get(f"/check-in/{token}/").status_code == 404
    assert Client().get(f"/unsubscribe/{token}/").status_code == 404
    assert Client().post(f"/unsubscribe/{token}/").status_code == 404


def test_one_kind_of_link_is_not_good_for_the_other(nw: Northwind, link: str, digest: Sending) -> None:
    assert Client().post(link.replace("/check-in/", "/unsubscribe/")).status_code == 404
    assert browser(nw.mia).get(out(digest).replace("/unsubscribe/", "/check-in/")).status_code == 404


def test_looking_at_the_way_out_changes_nothing(digest: Sending) -> None:
    page = Client().get(out(digest))

    assert "No more mails with the weekly digest of Northwind?" in page.content.decode()
    assert not NotificationSettings.objects.exists()


def test_one_click_ends_it_without_sign_in(nw: Northwind, digest: Sending) -> None:
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(out(digest), {"List-Unsubscribe": "One-Click"})

    assert page.status_code == 200 and "You are unsubscribed" in page.content.decode()
    chosen = NotificationSettings.objects.get()
    assert (chosen.membership.user, chosen.digest, chosen.reminders, chosen.summaries) == (
        nw.mia,
        False,
        True,
        True,
    )


def test_a_link_works_once(nw: Northwind, digest: Sending) -> None:
    Client().post(out(digest))
    NotificationSettings.objects.update(digest=True)

    Client().post(out(digest))

    assert NotificationSettings.objects.get().digest is True, "who came back stays"
