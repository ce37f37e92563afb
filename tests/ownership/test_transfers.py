"""An objective changes hands; a link is not counted; two streams share one (ownership, rules 9, 11, 12)."""

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.okrs.models import Cycle, KeyResult, Objective, ObjectiveTransfer
from okrflow.okrs.services import check_in
from okrflow.okrs.services.support import refuse_support
from okrflow.okrs.services.transfers import (
    NotTransferable,
    answer_transfer,
    offer_objective,
    withdraw_transfer,
)
from okrflow.okrs.timeline import told_above
from okrflow.web.waiting import waiting_for
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, drafted, published, raising
from tests.ownership.acting import ROOT, api, belong, browser, okr_rights


@pytest.fixture
def objective(nw: Northwind, running: Cycle) -> Objective:
    rows = [raising(metric(nw.organisation)), raising(team_metric(nw.policy), title="Calm weeks")]
    return published(nw, running, *rows)


def offered(nw: Northwind, objective: Objective, by: str = "ben") -> ObjectiveTransfer:
    return offer_objective(
        rights=okr_rights(nw, by), objective=objective, to_stream=nw.platform, note="It is yours", now=NOW
    )


def answered(nw: Northwind, offer: ObjectiveTransfer, *, accept: bool, by: str = "lin") -> ObjectiveTransfer:
    return answer_transfer(rights=okr_rights(nw, by), transfer=offer, accept=accept, now=NOW)


def owner(objective: Objective) -> object:
    return Objective.objects.get(pk=objective.pk).value_stream


def test_until_it_is_taken_nothing_changes(nw: Northwind, objective: Objective) -> None:
    offered(nw, objective)

    assert owner(objective) == nw.policy
    assert okr_rights(nw, "ben").writes(nw.policy.pk)


def test_the_taker_takes_it_with_its_history(nw: Northwind, objective: Objective) -> None:
    row = objective.key_results.get(title="More of it")
    check_in(rights=okr_rights(nw, "mia"), key_result=row, confidence=7, now=NOW)

    answered(nw, offered(nw, objective), accept=True)

    moved = Objective.objects.get(pk=objective.pk)
    assert (moved.value_stream, moved.key, moved.rank) == (nw.platform, objective.key, None)
    assert moved.key_results.get().check_ins.count() == 1


def test_key_results_on_team_metrics_stay_with_the_team(nw: Northwind, objective: Objective) -> None:
    answered(nw, offered(nw, objective), accept=True)

    stayed = KeyResult.objects.get(title="Calm weeks").objective
    assert (stayed.value_stream, stayed.title, stayed.state) == (nw.policy, objective.title, "published")
    told = " ".join(each.words for each in told_above(objective, okr_rights(nw, "lin")))
    assert "key results on team metrics of Policy stayed there" in told


@pytest.mark.parametrize("who", ["mia", "vic", "ben", "adam", "ada"])
def test_only_a_lead_of_the_taker_takes_it(nw: Northwind, objective: Objective, who: str) -> None:
    offer = offered(nw, objective)

    with pytest.raises(PermissionDenied):
        answered(nw, offer, accept=True, by=who)

    assert owner(objective) == nw.policy


@pytest.mark.parametrize("who", ["mia", "lin", "adam"])
def test_only_a_lead_of_the_giver_offers_it(nw: Northwind, objective: Objective, who: str) -> None:
    with pytest.raises(PermissionDenied):
        offered(nw, objective, by=who)


def test_an_offer_is_answered_once(nw: Northwind, objective: Objective) -> None:
    offer = offered(nw, objective)
    withdraw_transfer(rights=okr_rights(nw, "ben"), transfer=offer, now=NOW)

    with pytest.raises(NotTransferable, match="already"):
        answered(nw, offer, accept=True)

    assert owner(objective) == nw.policy


def test_one_offer_at_a_time_and_no_drafts(nw: Northwind, running: Cycle, objective: Objective) -> None:
    offered(nw, objective)

    with pytest.raises(NotTransferable, match="offered to a stream already"):
        offered(nw, objective)
    with pytest.raises(NotTransferable, match="Only open objectives"):
        offered(nw, drafted(nw, running))


def test_it_waits_for_the_taker_and_shows_on_its_page(nw: Northwind, objective: Objective) -> None:
    offered(nw, objective)

    def waits(who: str) -> list[str]:
        return [each.title for each in waiting_for(nw.access(who), now=NOW) if "offered" in each.title]

    lin = browser(nw, "lin").get(objective.get_absolute_url()).content.decode()
    vic = browser(nw, "vic").get(objective.get_absolute_url()).content.decode()
    assert waits("lin") == ["“Customers love it” is offered to Platform"]
    assert waits("ben") == waits("adam") == []
    assert "Take it over" in lin
    assert "Policy offers this objective to Platform" in vic
    assert "Take it over" not in vic


def test_by_page(nw: Northwind, objective: Objective) -> None:
    browser(nw, "ben").post(f"{objective.get_absolute_url()}offer/", {"to": "platform", "note": ""})
    offer = ObjectiveTransfer.objects.get()

    browser(nw, "lin").post(f"{ROOT}transfers/{offer.uuid}/answer/", {"answer": "accept"})

    assert owner(objective) == nw.platform


def test_by_the_api(nw: Northwind, objective: Objective) -> None:
    ben, lin = api(nw, "ben"), api(nw, "lin")

    made = ben.post(f"objectives/{objective.uuid}/transfers", {"to_stream": "platform"}).json()
    refused = ben.post(f"transfers/{made['id']}/answer", {"accept": True})
    taken = lin.post(f"transfers/{made['id']}/answer", {"accept": True})

    assert (refused.status_code, taken.json()["accepted"]) == (403, True)
    assert owner(objective) == nw.platform


# Rule 9


@pytest.fixture
def child(nw: Northwind, running: Cycle) -> Objective:
    parent = published(nw, running, raising(metric(nw.organisation, "Share")), by="ada", title="Together")
    objective = published(nw, running, raising(metric(nw.organisation)))
    objective.supports = parent
    objective.save()
    return objective


def test_the_parents_owner_says_that_it_does_not_count_and_takes_it_back(
    nw: Northwind, child: Objective
) -> None:
    adam, address = browser(nw, "adam"), f"{child.get_absolute_url()}support/"
    adam.post(address, {"counted": "no"})
    at_parent = browser(nw, "vic").get(child.supports.get_absolute_url()).content.decode()  # type: ignore[union-attr]
    at_child = browser(nw, "vic").get(child.get_absolute_url()).content.decode()

    adam.post(address, {"counted": "yes"})

    assert "not counted here" in at_parent
    assert "not counted there" in at_child
    child.refresh_from_db()
    assert (child.support_refused_at, child.title) == (None, "Customers love it")


@pytest.mark.parametrize("who", ["ben", "mia", "lin"])
def test_nobody_else_says_so(nw: Northwind, child: Objective, who: str) -> None:
    with pytest.raises(PermissionDenied):
        refuse_support(rights=okr_rights(nw, who), objective=child, now=NOW)


def test_the_parents_owner_does_not_edit_the_child(nw: Northwind, child: Objective) -> None:
    edited = api(nw, "adam").patch(f"objectives/{child.uuid}", {"title": "Mine"}, If_Match="*")

    assert edited.status_code == 403


def test_another_parent_has_refused_nothing(nw: Northwind, child: Objective, running: Cycle) -> None:
    refuse_support(rights=okr_rights(nw, "ada"), objective=child, now=NOW)
    other = published(nw, running, raising(metric(nw.organisation, "Trust")), by="ada", title="Trusted")

    api(nw, "ben").patch(f"objectives/{child.uuid}", {"supports": str(other.uuid)}, If_Match="*")

    child.refresh_from_db()
    assert (child.supports, child.support_refused_at) == (other, None)


# Rule 11


def test_the_form_offers_the_choice_when_a_second_stream_is_named(nw: Northwind, running: Cycle) -> None:
    alone = drafted(nw, running, title="Brokers trust us")
    shared = drafted(nw, running, title="With Platform: brokers trust us")

    def form(of: Objective) -> str:
        return browser(nw, "ben").get(f"{of.get_absolute_url()}edit/").content.decode()

    assert "The text names Platform: do two streams share it?" in form(shared)
    assert "The text names" not in form(alone)


def test_a_lead_of_both_streams_may_do_both(nw: Northwind, objective: Objective) -> None:
    belong(nw.platform, nw.ben, "lead", confirmed_by=nw.lin)  # type: ignore[arg-type]

    answered(nw, offered(nw, objective), accept=True, by="ben")

    assert owner(objective) == nw.platform
