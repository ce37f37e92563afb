"""How a member wants to be reached."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from okrflow.rhythm.models import NotificationSettings, Sending
from okrflow.rhythm.services.notifications import NotPossible, ask_for_digest, save_notifications
from tests.make import july
from tests.metrics.northwind import Northwind

PAGE = "/o/northwind/notifications/"
PLAIN = {"channel": "mail", "digest_weekday": "0", "quiet_weekdays": ["5", "6"]}


@pytest.fixture
def mia(nw: Northwind) -> Client:
    client = Client()
    client.force_login(nw.mia)
    return client


def test_the_defaults_are_shown_to_who_never_said(mia: Client) -> None:
    page = mia.get(PAGE)

    assert page.status_code == 200
    assert page.context["form"].initial["quiet_weekdays"] == [5, 6]
    assert not NotificationSettings.objects.exists()


def test_they_are_saved(nw: Northwind, mia: Client) -> None:
    ben = nw.access("ben").membership
    days = {"away_from": "2026-08-03", "away_to": "2026-08-14", "deputy": str(ben.pk)}

    answer = mia.post(PAGE, PLAIN | {"digest": "on", "digest_weekday": "2"} | days)

    assert answer.status_code == 302, answer.context["form"].errors
    chosen = NotificationSettings.objects.get()
    assert (chosen.digest, chosen.reminders, chosen.digest_weekday) == (True, False, 2)
    assert (chosen.away_from, chosen.away_to, chosen.deputy) == (date(2026, 8, 3), date(2026, 8, 14), ben)
    assert mia.get(PAGE).context["form"].initial["deputy"] == ben.pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"away_from": "2026-08-03"}, "away_to"),
        ({"away_to": "2026-08-03"}, "away_from"),
        ({"away_from": "2026-08-03", "away_to": "2026-08-01"}, "away_to"),
        ({"quiet_weekdays": ["7"]}, "quiet_weekdays"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(mia: Client, given: dict[str, Any], field: str) -> None:
    page = mia.post(PAGE, PLAIN | given)

    assert list(page.context["form"].errors) == [field]
    assert not NotificationSettings.objects.exists()


def test_a_deputy_is_another_member_of_the_same_organisation(nw: Northwind, mia: Client) -> None:
    stranger = nw.contoso.memberships.get()
    own = nw.access("mia").membership

    for deputy in (stranger, own):
        assert list(mia.post(PAGE, PLAIN | {"deputy": str(deputy.pk)}).context["form"].errors) == ["deputy"]
        with pytest.raises(NotPossible):
            save_notifications(access=nw.access("mia"), deputy=deputy)


def test_a_deputy_who_leaves_is_none_any_more(nw: Northwind) -> None:
    ben = nw.access("ben").membership
    save_notifications(access=nw.access("mia"), deputy=ben)

    ben.delete()

    assert NotificationSettings.objects.get().deputy is None


def test_one_asks_for_the_digest_once_an_hour(nw: Northwind, mia: Client) -> None:
    first = ask_for_digest(access=nw.access("mia"), now=july(20, 9))

    assert ask_for_digest(access=nw.access("mia"), now=july(20, 9)) == first
    assert ask_for_digest(access=nw.access("mia"), now=july(20, 10)) != first
    assert mia.post(f"{PAGE}digest/").status_code == 302
    assert Sending.objects.count() == 3 and mail.outbox == []
