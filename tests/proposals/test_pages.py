"""The pages of proposals, what waits, what panels and the timeline tell, and the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.accounts.models import User
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.timeline import told_above
from okrflow.proposals.models import Proposal
from okrflow.web.waiting import WaitingKind, waiting_for
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import cycle, published, raising, rights
from tests.proposals.given import accepted, change_proposed, proposed

BASE = "/api/v1/organisations/northwind/proposals"


@pytest.fixture
def q3(nw: Northwind) -> Cycle:
    """A cycle that runs whenever the tests do."""
    day = timezone.now().date()
    return cycle(nw, first=day - timedelta(days=30), end=day + timedelta(days=60))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_admin_proposes_and_the_stream_changes_and_accepts(nw: Northwind, q3: Cycle) -> None:
    adam, ben, nps = browser(nw.adam), browser(nw.ben), metric(nw.organisation)
    form = {
        "title": "Brokers trust us", "why": "They call twice", "cycle": str(q3.uuid), "supports": "", "rows": "1",
        "kr-0-title": "More of it", "kr-0-metric": f"m:{nps.uuid}", "kr-0-aim": "raise", "kr-0-baseline": "20",
        "kr-0-target_form": "absolute", "kr-0-target": "45", "kr-0-ambition": "aspirational",
        "note": "What do you think?", "action": "save",
    }  # fmt: skip

    response = adam.post("/o/northwind/proposals/new/?stream=policy", form)

    proposal = Proposal.objects.get()
    assert response.headers["Location"] == proposal.get_absolute_url()
    page = ben.get(proposal.get_absolute_url()).content.decode()
    assert "Change and accept" in page
    assert "What do you think?" in page
    assert "Adam proposes" in ben.get("/o/northwind/streams/policy/okrs/").content.decode()
    response = ben.post(f"{proposal.get_absolute_url()}accept/", {"version": "1", "then": "edit"})
    made = Objective.objects.get()
    assert response.headers["Location"] == f"{made.get_absolute_url()}edit/"
    assert "a proposal by Adam" in ben.get(made.get_absolute_url()).content.decode()


def test_what_is_missing_is_said_and_rows_can_be_added(nw: Northwind, q3: Cycle) -> None:
    adam, form = browser(nw.adam), {"title": "", "cycle": str(q3.uuid), "rows": "0", "action": "save"}

    response = adam.post("/o/northwind/proposals/new/?stream=policy", form)
    more = adam.post("/o/northwind/proposals/new/?stream=policy", form | {"action": "add"})

    assert response.status_code == 422
    assert "Fill this in" in response.content.decode()
    assert 'name="kr-0-title"' in more.content.decode()
    assert not Proposal.objects.exists()


def test_a_change_is_prefilled_shown_and_accepted(nw: Northwind, q3: Cycle) -> None:
    objective = published(nw, q3, raising(metric(nw.organisation)))
    adam, ben = browser(nw.adam), browser(nw.ben)
    address = f"/o/northwind/proposals/new/?objective={objective.uuid}"
    row = objective.key_results.get()
    assert str(row.uuid) in adam.get(address).content.decode()
    form = {
        "title": "Customers love it", "rows": "1", "kr-0-uuid": str(row.uuid), "kr-0-title": "More of it",
        "kr-0-metric": f"m:{row.metric.uuid}" if row.metric else "", "kr-0-aim": "raise", "kr-0-baseline": "20",
        "kr-0-baseline_on": "2026-07-01", "kr-0-target_form": "absolute", "kr-0-target": "60",
        "kr-0-ambition": "aspirational", "action": "save",
    }  # fmt: skip
    adam.post(address, form)
    proposal = Proposal.objects.get()

    page = ben.get(proposal.get_absolute_url()).content.decode()
    assert "60.0" in page
    assert "Accept the change" in page
    sent = {"version": "1", "objective_version": str(objective.version)}
    ben.post(f"{proposal.get_absolute_url()}accept/", sent)

    row.refresh_from_db()
    assert row.target == 60


def test_a_refusal_is_told_on_the_page(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    accepted(nw, proposal)
    address = proposal.get_absolute_url()

    page = browser(nw.ben).post(f"{address}accept/", {"version": "1"}, follow=True)

    assert "was accepted already" in page.content.decode()
    assert Objective.objects.count() == 1


def test_it_waits_for_those_who_answer_and_after_two_weeks_says_so(nw: Northwind, q3: Cycle) -> None:
    made = timezone.now()
    proposal = proposed(nw, q3, now=made)

    def waits(name: str, days: int) -> list[str]:
        found = waiting_for(nw.access(name), now=made + timedelta(days=days))
        return [each.words for each in found if each.kind == WaitingKind.PROPOSAL]

    assert waits("ben", 1) == ["Ada proposes it to Policy; it waits for 1 day"]
    assert waits("ben", 15) == ["Ada proposes it to Policy; it waits for 15 days: please answer"]
    assert waits("mia", 15) == waits("ada", 15) == waits("ben", 61) == []
    accepted(nw, proposal)
    assert waits("ben", 1) == []


def test_the_timeline_tells_what_was_proposed(nw: Northwind, q3: Cycle) -> None:
    made = accepted(nw, proposed(nw, q3))

    told = told_above(made, rights(nw, "ben"))

    assert [(each.who, each.words) for each in told] == [
        ("Ada", "proposed it"),
        ("Ben", "accepted the proposal"),
    ]


def test_strangers_to_a_proposal_do_not_read_of_it(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    lin = browser(nw.lin)

    assert lin.get(proposal.get_absolute_url()).status_code == 404
    assert "Brokers" not in lin.get("/o/northwind/proposals/").content.decode()
    assert "Brokers" not in lin.get("/o/northwind/streams/policy/okrs/").content.decode()
    assert lin.get(BASE).json()["results"] == []


def test_earlier_versions_stay_readable(nw: Northwind, q3: Cycle) -> None:
    proposal = proposed(nw, q3)
    ada = browser(nw.ada)
    form = {"title": "Better said", "cycle": str(q3.uuid), "rows": "0", "version": "1", "action": "save"}

    ada.post(f"{proposal.get_absolute_url()}edit/", form)

    old = ada.get(f"{proposal.get_absolute_url()}?version=1").content.decode()
    assert "Brokers trust us" in old
    assert "An earlier version" in old
    assert "Better said" in ada.get(proposal.get_absolute_url()).content.decode()
    assert ada.get(f"{proposal.get_absolute_url()}?version=9").status_code == 404


def sent(client: Client, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return getattr(client, method)(path, body or {}, content_type="application/json", headers=headers)


def test_the_api_proposes_revises_declines_and_accepts(nw: Northwind, q3: Cycle) -> None:
    adam, ben, nps = browser(nw.adam), browser(nw.ben), metric(nw.organisation)
    key_result = {"title": "More", "metric": nps.slug, "aim": "raise", "baseline": 20, "target": 45}
    body = {"value_stream": "policy", "title": "Trust", "cycle": q3.slug, "key_results": [key_result]}

    made = sent(adam, "post", BASE, body).json()
    one = f"{BASE}/{made['id']}"
    assert (made["state"], made["version"], made["key_results"][0]["target"]) == ("open", 1, 45.0)
    assert sent(ben, "post", f"{one}/decline", {"reason": "Vague"}).json()["state"] == "declined"
    assert (
        sent(adam, "patch", one, {"why": "They call twice", "note": "Now with a why"}).json()["version"] == 2
    )
    assert sent(ben, "post", f"{one}/accept", **{"If-Match": '"1-x"'}).status_code == 412
    done = sent(ben, "post", f"{one}/accept").json()
    assert done["state"] == "accepted"
    assert done["accepted_as"] == str(Objective.objects.get().uuid)
    assert sent(ben, "post", f"{one}/accept").status_code == 422
    assert [each["why"] for each in adam.get(f"{one}/versions").json()["results"]] == ["", "They call twice"]


def test_the_api_proposes_changes(nw: Northwind, q3: Cycle) -> None:
    objective = published(nw, q3, raising(metric(nw.organisation)))
    row, adam = objective.key_results.get(), browser(nw.adam)
    body = {
        "objective": str(objective.uuid),
        "key_results": [{"id": str(row.uuid), "title": "More", "target": 60}],
    }

    made = sent(adam, "post", BASE, body).json()

    assert (made["objective"], made["key_results"][0]["target"]) == (str(objective.uuid), 60.0)
    assert sent(adam, "post", BASE, {"objective": str(objective.uuid), "cycle": q3.slug}).status_code == 422
    assert sent(adam, "post", BASE, {"objective": str(objective.uuid)}).status_code == 422
    sent(browser(nw.ben), "post", f"{BASE}/{made['id']}/accept")
    row.refresh_from_db()
    assert (row.title, row.target) == ("More", 60)


def test_a_panel_offers_a_change_to_those_who_may_propose_it(nw: Northwind, q3: Cycle) -> None:
    objective = published(nw, q3, raising(metric(nw.organisation)))
    change_proposed(nw, objective, objective_title="Brokers love it")

    assert "Propose a change" in browser(nw.lin).get(objective.get_absolute_url()).content.decode()
    page = browser(nw.ben).get(objective.get_absolute_url()).content.decode()
    assert "Propose a change" not in page
    assert "Ada proposed" in page
