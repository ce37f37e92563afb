"""The pages and the API of impediments."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.accounts.models import User
from okrflow.impediments.models import Impediment
from okrflow.okrs.given import KeyResultGiven
from okrflow.okrs.models import Cycle
from okrflow.value_streams.models import Status
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import published, raising

BASE = "/api/v1/organisations/northwind/impediments"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_member_raises_one_and_an_administrator_addresses_it(
    nw: Northwind, q3: Cycle, waiting: Status
) -> None:
    objective = published(nw, q3, raising(metric(nw.organisation)), by="ada", title="Together")
    ben, ada = browser(nw.ben), browser(nw.ada)
    stage = nw.policy.stages.get(status=waiting)
    form = {"title": "Answers take weeks", "stage": stage.pk, "raised_on": "2026-06-01"}

    ben.post("/o/northwind/streams/policy/impediments/new/", form)

    row = Impediment.objects.get()
    address = row.get_absolute_url()
    ada.post(f"{address}address/", {"objective": objective.pk})
    page = ada.get(address).content.decode()
    assert "Together" in page
    assert "waiting before and since" in page
    assert page.count("items/?figure=stage") == 6, "each figure leads to the visits that it is made of"
    assert "Answers take weeks" in ada.get(objective.get_absolute_url()).content.decode()
    ben.post(f"{address}close/")
    assert "No open impediments" in ben.get("/o/northwind/impediments/").content.decode()


def test_what_can_not_be_is_said_at_its_field(nw: Northwind) -> None:
    response = browser(nw.ben).post(
        "/o/northwind/streams/policy/impediments/new/", {"title": "Slow", "raised_on": "2026-06-01"}
    )

    assert response.status_code == 422
    assert "Say where it stands in the way" in response.content.decode()


def test_an_answer_without_words_is_refused(nw: Northwind, impediment: Impediment) -> None:
    page = browser(nw.ada).post(f"{impediment.get_absolute_url()}answer/", {"answer": " "}, follow=True)

    assert "or why nothing does" in page.content.decode()


@pytest.mark.parametrize("others_see", [True, False])
def test_the_key_result_that_it_limits_is_told_to_those_who_may_know(
    nw: Northwind, q3: Cycle, impediment: Impediment, others_see: bool
) -> None:
    measured = metric(nw.organisation) if others_see else team_metric(nw.policy)
    given: KeyResultGiven = raising(measured, title="Mood of the team")
    impediment.limits = published(nw, q3, given).key_results.get()
    impediment.save()

    page = browser(nw.ada).get(impediment.get_absolute_url()).content.decode()
    shown = browser(nw.ada).get(f"{BASE}/{impediment.uuid}").json()

    assert ("Mood of the team" in page) is others_see
    assert (shown["limits"] is not None) is others_see


def test_the_api_raises_changes_answers_and_closes(nw: Northwind) -> None:
    ben, ada, json = browser(nw.ben), browser(nw.ada), {"content_type": "application/json"}
    body = {"value_stream": "policy", "title": "Late", "stage": "waiting"}

    made = ben.post(BASE, body, **json).json()  # type: ignore[arg-type]
    one = f"{BASE}/{made['id']}"

    assert (made["stage_stream"], made["state"]) == ("policy", "open")
    assert date.fromisoformat(made["raised_on"]) >= timezone.now().date() - timedelta(days=1)
    assert len(ada.get(f"{BASE}?unanswered=true&value_stream=policy").json()["results"]) == 1
    assert ada.put(f"{one}/answer", {"answer": "Soon"}, **json).json()["state"] == "answered"  # type: ignore[arg-type]
    stale = {"If-Match": '"1-x"'}
    assert ben.patch(one, {"title": "Later"}, headers=stale, **json).status_code == 412  # type: ignore[arg-type]
    assert ben.patch(one, {"title": "Later"}, **json).json()["title"] == "Later"  # type: ignore[arg-type]
    assert ben.post(f"{one}/close", **json).json()["state"] == "closed"  # type: ignore[arg-type]
    refused = ben.patch(one, {"stage": "nowhere"}, **json)  # type: ignore[arg-type]
    assert refused.status_code == 404
