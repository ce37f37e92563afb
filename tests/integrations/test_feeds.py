"""Which value streams a source is connected to, and that the review hears when it falls silent."""

from typing import Any

import pytest
from django.test import Client

from okrflow.integrations.models import Feed
from okrflow.metrics.models import Measure
from okrflow.metrics.services import flow_metric
from okrflow.organisations.models import ApiToken, Membership, Scope
from okrflow.organisations.services import create_api_token
from okrflow.review.reading import snapshot_of
from okrflow.review.reviewing import review
from okrflow.work_items.refresh import refresh_stream
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import NOW, cycle, published, raising

BULK = "/api/v1/organisations/northwind/work-items/bulk"


@pytest.fixture
def nw(transactional_db: None) -> Northwind:
    return northwind()


def send(nw: Northwind, *events: dict[str, str], token: str = "") -> Any:
    """By Ben, through a token or in his browser."""
    client = Client(headers={"Authorization": f"Bearer {token}"}) if token else Client()
    if not token:
        client.force_login(nw.ben)
    items = [{"source": "jira", "external_id": "1", "events": list(events)}]
    answer = client.post(BULK, {"items": items}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def began(day: int) -> dict[str, str]:
    return {
        "at": f"2026-07-{day:02}T08:00:00Z",
        "value_stream": "policy",
        "status": "active",
        "kind": "feature",
    }


def token_of_ben(nw: Northwind) -> tuple[ApiToken, str]:
    membership = Membership.objects.get(organisation=nw.organisation, user=nw.ben)
    return create_api_token(membership=membership, name="Jira", scopes=[Scope.WORK_ITEMS_WRITE], days=30)


def checks(nw: Northwind) -> set[str]:
    refresh_stream(nw.policy, now=NOW)
    return {each.found.check for each in review(snapshot_of(nw.organisation, now=NOW)).shown}


def test_a_stream_is_connected_once_a_token_has_sent_its_items(nw: Northwind) -> None:
    token, secret = token_of_ben(nw)

    for day in (1, 2):
        send(nw, began(1), {**began(day), "status": "waiting"}, token=secret)
    send(nw, began(1))

    assert [(feed.value_stream, feed.token) for feed in Feed.objects.all()] == [(nw.policy, token)]


def test_what_somebody_sends_in_the_browser_connects_nothing(nw: Northwind) -> None:
    send(nw, began(1))

    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("last", "revoked", "silent"), [(10, False, True), (15, False, False), (10, True, False)]
)
def test_a_source_that_fell_silent_is_found(nw: Northwind, last: int, revoked: bool, silent: bool) -> None:
    token, secret = token_of_ben(nw)
    send(nw, began(1), {**began(last), "status": "waiting"}, token=secret)
    if revoked:
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=NOW)
    velocity = flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=Measure.VELOCITY)
    published(nw, cycle(nw), raising(velocity))

    assert ("CR3" in checks(nw)) is silent
