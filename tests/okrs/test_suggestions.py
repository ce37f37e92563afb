"""What others know of a key result (ownership, rule 18), and check-ins that people ask for."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from okrflow.metrics.models import Measure
from okrflow.metrics.services import flow_metric
from okrflow.okrs.models import CheckIn, CheckInRequest, ContributionKind, KeyResult, SuggestedValue
from okrflow.okrs.services import (
    AlreadyAnswered,
    NotPossible,
    add_contribution,
    ask_for_check_in,
    check_in,
    decline_suggestion,
    may_suggest,
    suggest_value,
    take_suggestion,
)
from okrflow.web.waiting import waiting_for
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, published, raising, rights

API = "/api/v1/organisations/northwind/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def shared(nw: Northwind) -> KeyResult:
    """A key result of the organisation to which Policy contributes."""
    nps, of = metric(nw.organisation), cycle(nw)
    found = published(nw, of, raising(nps, title="Of all"), by="ada").key_results.get()
    own = published(nw, of, raising(nps)).key_results.get()
    add_contribution(rights=rights(nw, "ben"), key_result=own, to=found, kind=ContributionKind.CONTRIBUTES)
    return KeyResult.objects.with_objective().select_related("organisation", "metric").get(pk=found.pk)


def suggested(nw: Northwind, shared: KeyResult, by: str = "mia") -> SuggestedValue:
    return suggest_value(
        rights=rights(nw, by), key_result=shared, value=Decimal(31), note="From the panel", now=NOW
    )


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


# Suggesting


def test_members_of_contributing_streams_suggest(nw: Northwind, shared: KeyResult) -> None:
    may = {
        name: may_suggest(rights(nw, name), shared) for name in ("ada", "adam", "ben", "mia", "vic", "lin")
    }

    assert may == {"ada": False, "adam": False, "ben": True, "mia": True, "vic": False, "lin": False}
    with pytest.raises(PermissionDenied):
        suggested(nw, shared, by="lin")


def test_a_taken_value_is_a_check_in(nw: Northwind, shared: KeyResult) -> None:
    row = suggested(nw, shared)

    with pytest.raises(PermissionDenied):
        take_suggestion(rights=rights(nw, "ben"), suggested=row, now=NOW)
    said = take_suggestion(rights=rights(nw, "adam"), suggested=row, now=NOW)

    assert (said.value, said.note, said.created_by) == (31, "Suggested by Mia. From the panel", nw.adam)
    assert said.measurement is not None and said.about_at == row.about_at
    row.refresh_from_db()
    assert (row.check_in, row.answered_by) == (said, nw.adam)
    with pytest.raises(AlreadyAnswered):
        decline_suggestion(rights=rights(nw, "ada"), suggested=row, now=NOW)


def test_a_declined_value_is_kept_and_changes_nothing(nw: Northwind, shared: KeyResult) -> None:
    row = decline_suggestion(rights=rights(nw, "ada"), suggested=suggested(nw, shared), now=NOW)

    assert (row.answered_at, row.check_in) == (NOW, None)
    assert not CheckIn.objects.exists()


def test_computed_values_are_not_suggested(nw: Northwind, shared: KeyResult) -> None:
    shared.metric = flow_metric(organisation=nw.organisation, value_stream=None, measure=Measure.VELOCITY)

    with pytest.raises(NotPossible, match="not typed in"):
        suggested(nw, shared)


def test_what_is_suggested_waits_for_administrators(nw: Northwind, shared: KeyResult) -> None:
    suggested(nw, shared)

    waiting = {
        name: [each.title for each in waiting_for(nw.access(name), now=NOW)] for name in ("ada", "ben", "lin")
    }

    assert "Of all" in waiting["ada"]
    assert "Of all" not in waiting["ben"] + waiting["lin"]


def test_suggesting_and_taking_on_the_pages(nw: Northwind, shared: KeyResult) -> None:
    url = shared.get_absolute_url()

    client(nw, "mia").post(f"{url}suggest/", {"value": "31,5", "about_on": "2026-07-19", "note": "Panel"})
    row = SuggestedValue.objects.get()
    pages = {name: client(nw, name).get(url).content.decode() for name in ("ada", "mia", "lin")}
    client(nw, "ada").post(f"/o/northwind/suggested-values/{row.uuid}/answer/", {"take": "1"})

    assert (row.value, row.about_at.date()) == (Decimal("31.5"), date(2026, 7, 19))
    assert "Check in with it" in pages["ada"] and "Suggest a value" not in pages["ada"]
    assert "Suggested by Mia" in pages["mia"] and "Check in with it" not in pages["mia"]
    assert CheckIn.objects.get().value == Decimal("31.5")
    assert client(nw, "lin").get(f"{url}suggest/").status_code == 403


def test_suggesting_in_the_api(nw: Northwind, shared: KeyResult) -> None:
    path = f"{API}key-results/{shared.uuid}/suggested-values"

    made = client(nw, "mia").post(path, {"value": 31}, "application/json")
    early = client(nw, "mia").post(path, {"value": 31, "about_on": "2100-01-01"}, "application/json")
    refused = client(nw, "mia").post(f"{made['Location']}/take")
    taken = client(nw, "ada").post(f"{made['Location']}/take")
    again = client(nw, "ada").post(f"{made['Location']}/decline")

    statuses = [each.status_code for each in (made, early, refused, taken, again)]
    assert statuses == [201, 422, 403, 201, 422]
    assert client(nw, "lin").get(path).json()["results"][0]["check_in"] == taken.json()["id"]


# Asking for a check-in


def test_everybody_who_sees_it_asks_and_the_next_check_in_answers(nw: Northwind, shared: KeyResult) -> None:
    asked = ask_for_check_in(rights=rights(nw, "vic"), key_result=shared, note="Before Monday?", now=NOW)
    with pytest.raises(NotPossible, match="asked already"):
        ask_for_check_in(rights=rights(nw, "lin"), key_result=shared, now=NOW)

    said = check_in(rights=rights(nw, "ada"), key_result=shared, confidence=7, now=NOW)

    asked.refresh_from_db()
    assert asked.answered_by == said
    assert ask_for_check_in(rights=rights(nw, "lin"), key_result=shared, now=NOW).answered_by is None


def test_what_is_asked_waits_for_who_keeps_it_else_for_who_may_check_in(
    nw: Northwind, shared: KeyResult
) -> None:
    of = cycle(nw, "Q4")
    own = published(nw, of, raising(metric(nw.organisation, "Calls"), title="Kept", kept_by=nw.mia))
    for row in (shared, own.key_results.with_objective().get()):
        ask_for_check_in(rights=rights(nw, "lin"), key_result=row, now=NOW)

    waiting = {
        name: {
            each.title
            for each in waiting_for(nw.access(name), now=NOW)
            if each.kind == "check_in" and "asked" in each.words
        }
        for name in ("ada", "ben", "mia", "lin")
    }

    assert waiting == {"ada": {"Of all"}, "ben": set(), "mia": {"Kept"}, "lin": set()}


def test_what_one_can_not_see_one_does_not_ask_about(nw: Northwind) -> None:
    hidden = published(nw, cycle(nw), raising(team_metric(nw.policy)))
    row = hidden.key_results.with_objective().select_related("metric").get()

    with pytest.raises(Http404):
        ask_for_check_in(rights=rights(nw, "lin"), key_result=row, now=NOW)


def test_asking_on_the_page_and_in_the_api(nw: Northwind, shared: KeyResult) -> None:
    url, path = shared.get_absolute_url(), f"{API}key-results/{shared.uuid}/check-in-requests"

    before = client(nw, "lin").get(url).content.decode()
    client(nw, "lin").post(f"{url}ask/")
    after = client(nw, "lin").get(url).content.decode()
    again = client(nw, "vic").post(path, {}, "application/json")

    assert "Ask for a check-in" in before and "Ask for a check-in" not in after
    assert "Lin asked for a check-in" in after
    assert (CheckInRequest.objects.count(), again.status_code) == (1, 422)
    assert client(nw, "vic").get(path).json()["results"][0]["note"] == ""
