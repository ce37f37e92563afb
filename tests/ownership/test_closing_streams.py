"""Closing a stream, and opening it again (ownership, rule 10)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from okrflow.okrs.models import Cycle, Grade, Objective, ObjectiveState
from okrflow.value_streams.models import ValueStream
from okrflow.value_streams.services import close_value_stream, reopen_value_stream
from okrflow.value_streams.services.closing import NotPossible
from okrflow.value_streams.services.people import NotTheirs
from okrflow.work_items.models import Event
from tests.make import event, item, july, pages
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import drafted, published, raising
from tests.ownership.acting import ROOT, api, browser, in_stream


def close(nw: Northwind, *, to: ValueStream | None = None, by: str = "adam") -> ValueStream:
    now = timezone.now()
    return close_value_stream(by=in_stream(nw, by), closed_on=now.date(), items_to=to, now=now)


def last(key: str) -> Event:
    return (
        Event.objects.filter(work_item__key=key)
        .order_by("-at", "-sequence")
        .select_related("value_stream")[0]
    )


def test_open_objectives_are_dropped_and_graded_by_no_one(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    close(nw)

    objective.refresh_from_db()
    assert (objective.state, objective.grade, objective.grade_given) == ("closed", Grade.DROPPED, "")
    assert (objective.closed_why, objective.closed_by) == ("Stream closed", nw.adam)
    assert objective.closed_score is None


def test_its_leads_get_a_mail_and_drafts_stay(
    nw: Northwind, running: Cycle, django_capture_on_commit_callbacks: Any
) -> None:
    objective = drafted(nw, running)

    with django_capture_on_commit_callbacks(execute=True):
        close(nw)

    (found,) = [each for each in mail.outbox if each.subject == "Policy is closed"]
    assert found.to == [nw.ben.email]
    assert "Drafts stay as they are" in found.body
    objective.refresh_from_db()
    assert objective.is_draft


def test_what_the_lead_closed_before_stays_as_it_was(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    Objective.objects.filter(pk=objective.pk).update(state=ObjectiveState.CLOSED, grade=Grade.MET)

    close(nw)

    objective.refresh_from_db()
    assert objective.grade == Grade.MET


@pytest.mark.parametrize("moves", [True, False])
def test_open_items_move_or_leave_and_finished_ones_stay(nw: Northwind, moves: bool) -> None:
    item(nw.policy, "P-1", event(july(1), "active"))
    item(nw.policy, "P-2", event(july(1), "active"), event(july(2), "done"))
    item(nw.policy, "P-3", event(july(1), "active"), event(july(2), stream=nw.platform))

    before = timezone.now()
    close(nw, to=nw.platform if moves else None)

    assert last("P-1").value_stream == (nw.platform if moves else None)
    assert before <= last("P-1").at <= timezone.now()
    assert last("P-2").value_stream == nw.policy
    assert Event.objects.filter(work_item__key="P-3").count() == 2


def test_its_pages_stay_readable_with_a_banner_and_it_leaves_rail_and_pickers(
    nw: Northwind, running: Cycle
) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    close(nw)

    stream = browser(nw, "ben").get(f"{ROOT}streams/policy/okrs/").content.decode()
    shown = browser(nw, "ben").get(objective.get_absolute_url())
    rail = browser(nw, "ben").get(f"{ROOT}cycles/").content.decode()

    assert "Policy is closed since" in stream
    assert shown.status_code == 200
    assert "streams/policy/" not in rail
    assert "streams/platform/" in rail


def test_the_overview_shows_it_no_more(nw: Northwind) -> None:
    close(nw)
    pages(nw.organisation)

    shown = browser(nw, "ben").get(ROOT).content.decode()

    assert "Platform" in shown
    assert "Policy" not in shown


def test_opening_again_restores_nothing_by_itself(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    close(nw)

    reopen_value_stream(by=in_stream(nw, "adam"))

    objective.refresh_from_db()
    assert objective.state == ObjectiveState.CLOSED
    assert not ValueStream.objects.get(pk=nw.policy.pk).is_closed


@pytest.mark.parametrize("who", ["ben", "mia", "vic"])
def test_administrators_close_streams_nobody_else(nw: Northwind, who: str) -> None:
    with pytest.raises(NotTheirs):
        close(nw, by=who)


def test_not_before_its_day_not_twice_and_not_into_another_organisation(nw: Northwind) -> None:
    adam = in_stream(nw, "adam")
    tomorrow = timezone.now().date() + timedelta(days=1)
    foreign = ValueStream.objects.create(organisation=nw.contoso, slug="x", name="X")

    with pytest.raises(NotPossible, match="today or an earlier day"):
        close_value_stream(by=adam, closed_on=tomorrow, items_to=None, now=timezone.now())
    with pytest.raises(NotPossible, match="another value stream"):
        close(nw, to=foreign)
    close(nw)
    with pytest.raises(NotPossible, match="closed already"):
        close(nw)


def test_by_page_and_api(nw: Northwind) -> None:
    page = browser(nw, "adam").post(
        f"{ROOT}streams/policy/settings/close/", {"closed_on": "2026-07-01", "items_to": ""}
    )
    adam = api(nw, "adam")

    opened = adam.post("value-streams/policy/reopen").json()
    closed = adam.post("value-streams/policy/close", {"closed_on": "2026-07-02", "items_to": "platform"})

    assert page.status_code == 302
    assert (opened["closed_on"], closed.json()["closed_on"]) == (None, "2026-07-02")
    assert ValueStream.objects.get(pk=nw.policy.pk).closed_on == date(2026, 7, 2)


def test_the_api_takes_no_new_objective_of_a_closed_stream(nw: Northwind, running: Cycle) -> None:
    close(nw)

    made = api(nw, "ben").post(
        "objectives", {"title": "Late", "cycle": running.slug, "value_stream": "policy"}
    )

    assert made.status_code == 403
    assert not Objective.objects.exists()
