"""A team metric's name and values leave the team by no address (ownership, rule 14; attacks 14 and 22).

Every address of the resolver is asked as everybody who does not belong to the stream, once while the team's measure is
called this and is so much, once while it is called otherwise and is more. Nobody may be able to tell the two apart,
by bodies, headers, order, counts or what a search finds. A new address falls under this with its row in `tests/access`,
a new model with its place in the admin.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from okrflow.organisations.models import Membership
from okrflow.rhythm.mails.messages import message_of
from okrflow.rhythm.models import MailKind, Sending
from tests.access.asking import parts_of, url_of
from tests.access.rows import SAFE, Row
from tests.access.test_matrix import INSIDE
from tests.access.world import World
from tests.attacks.secrets import ONE, OTHER, Secret, keep, named

pytestmark = pytest.mark.django_db

OTHERS: Final = ("vic", "eve", "adam", "ada")
TEAMS: Final = {
    "metric": "team_metric",
    "key_result": "team_key_result",
    "measurement": "team_measurement",
    "key": "team_key",
    "comment": "team_comment",
    "check_in": "team_check_in",
    "objective": "supporting",
}
FOUND: Final = {"finding": named("team"), "waiver": named("waiver")}
ASKED: Final = [row for row in INSIDE if SAFE in row.may]
LISTS: Final = [row for row in ASKED if not {*parts_of(row.route)} - {"organisation", "stream", "cycle"}]
ORACLES: Final = (
    "q=zwielicht",
    "q=737.37",
    "metric=zwielicht",
    "key_result={team_key_result}",
    "kind=team",
    "order=value",
)
"""Filters, orders and searches that would find what can't be seen; of addresses that know them."""
NEW_EACH_TIME: Final = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=name="csrf-token" content=")\w+|(?<=X-Request-Id: )\S+'
    r"|(?<=RateLimit-Remaining: )\d+|(?<=RateLimit-Reset: )\d+|(?<=Expires: )[^\n]+|(?<=/check-in/)[\w:-]+(?=/)"
)
"""Tokens of forms, signed links of mails, and what counts requests."""
Asked = Iterable[tuple[str, str]]
Told = Mapping[tuple[str, str], str]


@pytest.fixture(scope="module")
def ids(both: World) -> Mapping[str, str]:
    return {**both.northwind, "team_metric": ONE.slug}


def urls(row: Row, ids: Mapping[str, str]) -> list[str]:
    """The example of the address, each of the team's own things in its place, and the objective as it stood."""
    parts = parts_of(row.route)
    own = [{part: ids[TEAMS[part]]} for part in parts if part in TEAMS]
    own += [{part: str(FOUND[part])} for part in parts if part in FOUND]
    found = {url_of(row, ids), *(url_of(row, ids, **each) for each in own)}
    if row.route.endswith("timeline/"):
        found |= {f"{url}?on=2026-07-15" for url in found}
    return sorted(found)


def read(client: Client, url: str) -> str:
    """All that an answer says, but for what is new each time."""
    answer: Any = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return NEW_EACH_TIME.sub("", f"{answer.status_code}\n{head}\n{body.decode(errors='replace')}")


def told(both: World, secret: Secret, asked: Asked, *, now: datetime) -> Told:
    """What each person reads at each address while that is the secret; then it is as if it never was."""
    found = {}
    with transaction.atomic(), patch("django.utils.timezone.now", return_value=now):
        keep(both, secret, now=now)
        for number, (person, url) in enumerate(asked):
            if number % 50 == 0:
                cache.clear()  # requests are counted there
            found[person, url] = read(both.clients[person], url)
        transaction.set_rollback(True)
    cache.clear()
    return found


def naming(answers: Told, secret: Secret) -> set[tuple[str, str]]:
    """Where it is told, but for what was asked."""
    return {key for key, text in answers.items() if secret.told(text.replace(key[1], ""))}


def differing(one: Told, other: Told) -> set[tuple[str, str]]:
    return {key for key in other if one[key] != other[key]}


def telling_apart(both: World, one: Told, asked: Asked, *, now: datetime) -> set[tuple[str, str]]:
    """Where the other secret is answered otherwise; pictures whose ids are drawn anew say nothing by that."""
    found = differing(one, told(both, OTHER, asked, now=now))
    return found - differing(one, told(both, ONE, sorted(found), now=now)) if found else found


def test_no_address_tells_it(both: World, ids: Mapping[str, str]) -> None:
    asked = [(person, url) for row in ASKED for url in urls(row, ids) for person in OTHERS]
    now = timezone.now()

    one = told(both, ONE, asked, now=now)

    assert naming(one, ONE) == set()
    assert telling_apart(both, one, [each for each in asked if each[0] == "eve"], now=now) == set()


def test_no_search_filter_or_order_tells_it(both: World, ids: Mapping[str, str]) -> None:
    asked = [
        ("eve", f"{url_of(row, ids)}{'&' if row.query else '?'}{oracle.format_map(ids)}")
        for row in LISTS
        for oracle in ORACLES
    ]
    now = timezone.now()

    one = told(both, ONE, asked, now=now)

    assert telling_apart(both, one, asked, now=now) == set()


def test_the_team_itself_reads_it(both: World, ids: Mapping[str, str]) -> None:
    """Else the tables above would say nothing."""
    asked = [("vera", url) for row in ASKED for url in urls(row, ids)]

    assert len(naming(told(both, ONE, asked, now=timezone.now()), ONE)) > 40


def mails(both: World, secret: Secret, *, now: datetime) -> dict[tuple[str, str], str]:
    """The mails of everybody while that is the secret; of summaries to those who are no members any more, too."""
    found = {}
    with transaction.atomic():
        keep(both, secret, now=now)
        for member in Membership.objects.filter(organisation__slug="northwind").select_related("user"):
            for kind in MailKind:
                sending = Sending(membership=member, kind=kind, period="x", planned_at=now, uuid=named(kind))
                sending.organisation = member.organisation
                sending.summary = member.organisation.value_streams.get().check_in_summaries.get()
                message = message_of(sending, now=now)
                parts = [message.body, *(text for text, _ in message.alternatives)] if message else []
                found[member.user.name.lower(), str(kind)] = NEW_EACH_TIME.sub("", "\n".join(map(str, parts)))
        transaction.set_rollback(True)
    return found


def test_no_mail_tells_it(both: World) -> None:
    now = timezone.now()

    one, other = (mails(both, secret, now=now) for secret in (ONE, OTHER))

    assert {person for person, _ in naming(one, ONE)} & set(OTHERS) == set()
    assert {person for person, _ in differing(one, other)} & set(OTHERS) == set()
    assert {("vera", "digest"), ("lea", "digest"), ("mia", "summary")} <= naming(one, ONE)


def panels() -> list[str]:
    """The lists of the admin: of every model, and of the versions that are kept of them."""
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]


def rows_of(page: str) -> list[str]:
    return re.findall(r'href="(/admin/[a-z_]+/[a-z]+/\d+/change/)', page)


def test_the_installations_operators_do_not_read_it_either(both: World) -> None:
    with transaction.atomic():
        keep(both, ONE, now=timezone.now())
        lists = {url: read(both.clients["root"], url) for url in panels()}
        rows = {url: read(both.clients["root"], url) for page in lists.values() for url in rows_of(page)}
        searches = {url: read(both.clients["root"], f"{url}?q=zwielicht") for url in panels()}
        transaction.set_rollback(True)

    assert sorted(url for url, text in (lists | rows).items() if ONE.told(text)) == []
    assert sorted(url for url, text in searches.items() if rows_of(text)) == []
    assert len(rows) > 100
