"""A cycle as people go through it: planned, running, closed one by one, looked back on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from okrflow.metrics.models import Measurement
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.services import close_as_dropped
from okrflow.plans.models import PlanEntry
from okrflow.web.waiting import waiting_for
from okrflow.work_items.tasks import refresh
from tests import make
from tests.cycles.given import OVER, ROOT, client, content
from tests.metrics.northwind import Northwind
from tests.okrs.given import drafted

ANSWERS = {"learnt": "Ask earlier", "experiment_showed": "It was the wait", "changes_next": "No hand-over"}


def set_now(monkeypatch: pytest.MonkeyPatch, month: int, day: int) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, month, day, 12, tzinfo=UTC))


# Planning and running


def test_planning_shows_what_is_written_and_what_fits(
    nw: Northwind, quarter: Cycle, own: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_now(monkeypatch, 6, 20)
    draft = drafted(nw, quarter, title="Perhaps")
    Objective.objects.filter(pk=draft.pk).update(carried_from=own)
    PlanEntry.objects.create(organisation=nw.organisation, value_stream=nw.policy, title="Photos", order=1)

    seen = {name: content(client(nw, name).get(f"{ROOT}cycles/q3-2026/")) for name in ("mia", "lin")}

    assert "planning" in seen["mia"] and "1 entry" in seen["mia"]
    assert '<td class="num" data-label="Drafts">1</td>' in seen["mia"]
    assert '<td class="num" data-label="Carried over">1</td>' in seen["mia"]
    assert "Perhaps" in seen["mia"] and "Perhaps" not in seen["lin"]
    assert "To be closed" not in seen["mia"] and "What this cycle did to flow" not in seen["mia"]


def test_a_running_cycle_says_its_week(
    nw: Northwind, own: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_now(monkeypatch, 7, 20)

    page = content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/"))

    assert "week 3 of 14" in page and "NPS rises" in page
    assert f"{ROOT}cycles/q3-2026/" in content(client(nw, "vic").get(f"{ROOT}cycles/"))


def test_an_empty_cycle_says_what_to_do(
    nw: Northwind, quarter: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_now(monkeypatch, 7, 20)

    assert "Begin where the time goes" in content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/"))


# Closing


def test_a_cycle_is_closed_one_by_one(
    nw: Northwind, own: Objective, together: Objective, now: datetime
) -> None:
    """Ben closes Policy's, Ada the organisation's, then the cycle."""
    ben, ada = client(nw, "ben"), client(nw, "ada")

    first = content(ben.get(f"{ROOT}cycles/q3-2026/"))
    form = content(ben.get(f"{ROOT}objectives/{own.uuid}/close/"))
    done = ben.post(f"{ROOT}objectives/{own.uuid}/close/", ANSWERS)
    ada.post(f"{ROOT}objectives/{together.uuid}/close/", {"grade": "missed", "grade_reason": "Too easy"})
    ada.post(f"{ROOT}cycles/q3-2026/close/")

    assert "2 objectives are to be closed" in first and "closed by administrators" in first
    assert "80 % · reached by its score" in form and "By its score: reached" in form
    assert done.url == f"{ROOT}cycles/q3-2026/"
    assert Cycle.objects.get().closed_at == OVER
    page = content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/"))
    assert "Ask earlier" in page and "graded otherwise because: Too easy" in page
    assert "Nobody has written yet what it taught" in page


def test_after_one_comes_the_next(nw: Northwind, own: Objective, together: Objective, now: datetime) -> None:
    Objective.objects.filter(pk=own.pk).update(value_stream=None)

    answer = client(nw, "ada").post(f"{ROOT}objectives/{together.uuid}/close/", ANSWERS)

    assert answer.url == f"{ROOT}objectives/{own.uuid}/close/"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    nw: Northwind, own: Objective, now: datetime
) -> None:
    page = content(
        client(nw, "ben").post(f"{ROOT}objectives/{own.uuid}/close/", ANSWERS | {"grade": "missed"})
    )

    assert "Say in a sentence why" in page and "It was the wait" in page
    own.refresh_from_db()
    assert own.is_published


def test_closing_early_asks_why(nw: Northwind, own: Objective, monkeypatch: pytest.MonkeyPatch) -> None:
    set_now(monkeypatch, 9, 20)
    ben, path = client(nw, "ben"), f"{ROOT}objectives/{own.uuid}/close/"

    refused = content(ben.post(path, ANSWERS))
    done = ben.post(path, ANSWERS | {"why": "We know enough"})

    assert "Fill this in" in refused
    assert done.url == own.get_absolute_url()
    assert "Closed early: We know enough" in content(ben.get(own.get_absolute_url()))


def test_a_closed_one_is_looked_back_on_and_opened_again(
    nw: Northwind, own: Objective, now: datetime
) -> None:
    ben, path = client(nw, "ben"), f"{ROOT}objectives/{own.uuid}/"
    ben.post(f"{path}close/", ANSWERS)

    form = content(ben.get(f"{path}close/"))
    ben.post(f"{path}close/", ANSWERS | {"learnt": "Ask sooner"})
    seen = content(ben.get(path))
    ben.post(f"{path}reopen/")

    assert "Look back" in form and "Ask earlier" in form
    assert "Ask sooner" in seen and "Open it again" in seen
    own.refresh_from_db()
    assert own.is_published


def test_the_rest_may_be_left_open(nw: Northwind, own: Objective, now: datetime) -> None:
    ada = client(nw, "ada")

    refused = content(ada.post(f"{ROOT}cycles/q3-2026/close/", follow=True))
    closed = content(ada.post(f"{ROOT}cycles/q3-2026/close/", {"leave_open": "1"}, follow=True))

    assert "Not closed yet: “Customers love it” (Policy)" in refused
    assert "1 objective was left open" in closed


def test_what_was_dropped_is_told_and_not_graded(nw: Northwind, own: Objective, now: datetime) -> None:
    close_as_dropped(objective=own, by=nw.ada, reason="Stream closed", now=OVER)

    page = content(client(nw, "ben").get(own.get_absolute_url()))

    assert "Stream closed, graded by no one" in page and "Open it again" not in page
    assert client(nw, "ben").get(f"{ROOT}objectives/{own.uuid}/close/").status_code == 302


# What stays


def test_the_evidence_stays_when_values_go(nw: Northwind, own: Objective, now: datetime) -> None:
    client(nw, "ben").post(f"{ROOT}objectives/{own.uuid}/close/", ANSWERS)
    Measurement.objects.all().delete()

    page = content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/evidence/"))
    key_result = content(client(nw, "vic").get(own.key_results.get().get_absolute_url()))

    assert "<svg" in page and "score 80 %" in page and '<td class="num">40' in page
    assert "13 Sep 2026" in page and "13 Sep 2026" in key_result


def test_the_evidence_of_nothing_says_so(nw: Northwind, own: Objective, now: datetime) -> None:
    assert "Nothing is closed yet" in content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/evidence/"))


def test_what_the_cycle_did_to_flow(nw: Northwind, own: Objective, now: datetime) -> None:
    """Before: 4 items of 8 days in 28 days; in the last 28 days 8 of 2."""
    for first, days, length in (
        (datetime(2026, 6, 10, tzinfo=UTC), 4, 8),
        (datetime(2026, 9, 10, tzinfo=UTC), 8, 2),
    ):
        for place in range(days):
            begun = first + timedelta(days=place)
            done = begun + timedelta(days=length)
            make.item(nw.policy, f"{first:%m}-{place}", make.event(begun, "active"), make.event(done, "done"))
    refresh(nw.policy.pk)

    page = content(client(nw, "vic").get(f"{ROOT}cycles/q3-2026/"))

    assert "The 28 days before its start against its last 28" in page
    assert "1.0 → <a" in page and ">2.0</a>" in page
    assert "8.0 d → <a" in page and ">2.0 d</a>" in page
    assert "figure=velocity&amp;from=2026-09-03&amp;to=2026-10-01" in page
    assert ">Platform</a></th>" not in page


# The inbox


def test_what_is_to_be_closed_waits_for_those_who_may(
    nw: Northwind, own: Objective, together: Objective, now: datetime
) -> None:
    def waiting(name: str) -> list[str]:
        return [each.title for each in waiting_for(nw.access(name), now=OVER) if each.kind == "closing"]

    before = {name: waiting(name) for name in ("ada", "ben", "mia", "lin")}
    client(nw, "ben").post(f"{ROOT}objectives/{own.uuid}/close/", ANSWERS)
    client(nw, "ada").post(f"{ROOT}objectives/{together.uuid}/close/", ANSWERS)

    assert before == {"ada": ["Together"], "ben": ["Customers love it"], "mia": [], "lin": []}
    assert (waiting("ada"), waiting("ben")) == (["Q3 2026"], [])
