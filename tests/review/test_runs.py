"""Runs: what opens and when, what closes, and what comes back."""

from datetime import datetime, timedelta

import pytest

from okrflow.okrs.models import Objective
from okrflow.review.models import Episode, Finding, KnownBaseline, ReviewRun
from okrflow.review.services import run_review, run_wanted, want
from okrflow.review.signals import finding_opened
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, drafted, published, raising

HOUR = timedelta(hours=1)


def run(nw: Northwind, *, after: timedelta = timedelta()) -> datetime:
    run_review(organisation=nw.organisation, now=NOW + after)
    return NOW + after


def opened(nw: Northwind, check: str) -> Finding:
    return Finding.objects.open().get(organisation=nw.organisation, check_id=check)


def lonely(nw: Northwind) -> Objective:
    """One key result only: CR2."""
    return written_before(published(nw, cycle(nw), raising(metric(nw.organisation))))


def written_before(objective: Objective) -> Objective:
    """As if it had been written at NOW, and not by this test."""
    objective.key_results.update(updated_at=NOW)
    Objective.objects.filter(pk=objective.pk).update(updated_at=NOW)
    return objective


def test_what_somebody_has_just_written_opens_at_once(nw: Northwind) -> None:
    objective = lonely(nw)

    run(nw)

    found = opened(nw, "CR2")
    assert (found.objective, found.value_stream, found.severity) == (objective, nw.policy, "warn")
    assert found.said.startswith("1\u00a0key result")
    assert [(each.opened_at, each.closed_at) for each in found.episodes.all()] == [(NOW, None)]


def test_a_second_run_changes_nothing(nw: Northwind) -> None:
    lonely(nw)
    run(nw)
    before = list(Finding.objects.order_by("pk").values())

    run(nw, after=HOUR)
    run(nw, after=2 * HOUR)

    known = {row["id"]: row for row in Finding.objects.order_by("pk").values()}
    assert [known[row["id"]] for row in before if row["opened_at"]] == [
        row for row in before if row["opened_at"]
    ]
    assert Episode.objects.count() == Finding.objects.open().count()


def test_what_nobody_has_written_opens_when_it_held_on_two_runs(nw: Northwind) -> None:
    lonely(nw)
    run(nw)
    Finding.objects.all().delete()  # as if the check were new: nothing was written since the last run

    run(nw, after=HOUR)
    assert not Finding.objects.open().exists()
    run(nw, after=2 * HOUR)

    assert opened(nw, "CR2").opened_at == NOW + 2 * HOUR


def test_a_run_right_behind_another_is_the_same_look(nw: Northwind) -> None:
    lonely(nw)
    run(nw)
    Finding.objects.all().delete()

    run(nw, after=HOUR)
    run(nw, after=HOUR + timedelta(seconds=10))

    assert not Finding.objects.open().exists()


def test_what_no_longer_holds_is_closed_with_its_date_and_kept(nw: Northwind) -> None:
    objective = lonely(nw)
    run(nw)
    found = opened(nw, "CR2")
    Objective.objects.filter(pk=objective.pk).update(archived_at=NOW)

    run(nw, after=HOUR)

    found.refresh_from_db()
    assert found.closed_at == NOW + HOUR
    assert found.episodes.get().closed_at == NOW + HOUR


@pytest.mark.parametrize(("days", "rows"), [(20, 1), (40, 2)])
def test_what_comes_back_within_30_days_is_the_same_finding(nw: Northwind, days: int, rows: int) -> None:
    objective = lonely(nw)
    run(nw)
    Objective.objects.filter(pk=objective.pk).update(archived_at=NOW)
    run(nw, after=HOUR)
    Objective.objects.filter(pk=objective.pk).update(archived_at=None)

    run(nw, after=timedelta(days=days))
    run(nw, after=timedelta(days=days, hours=1))

    found = Finding.objects.filter(check_id="CR2")
    assert found.count() == rows
    assert opened(nw, "CR2").opened_at == NOW + timedelta(days=days, hours=1)
    assert Episode.objects.filter(finding__in=found).count() == 2


def test_one_cause_is_shown_once(nw: Northwind) -> None:
    nps = metric(nw.organisation, unit_kind="currency", unit="EUR")
    published(nw, cycle(nw), raising(nps), raising(nps, title="Less of it"))

    run(nw)

    hidden = Finding.objects.get(check_id="BM1")
    assert hidden.absorbed_by == opened(nw, "BM2")
    assert hidden not in Finding.objects.shown()


def test_drafts_and_team_metrics_are_marked(nw: Northwind) -> None:
    drafted(nw, cycle(nw), raising(metric(nw.organisation)))
    published(nw, cycle(nw, "H2"), raising(team_metric(nw.policy), "20", "20.1", title="Build the portal"))

    run(nw)

    assert set(Finding.objects.filter(of_draft=True).values_list("objective__state", flat=True)) == {"draft"}
    assert Finding.objects.get(check_id="RM1").of_team


def test_other_rooms_hear_of_what_opened(nw: Northwind, django_capture_on_commit_callbacks: object) -> None:
    lonely(nw)
    heard: list[int] = []
    listen = lambda finding_id, **_: heard.append(finding_id)  # noqa: E731
    finding_opened.connect(listen)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        run(nw)

    finding_opened.disconnect(listen)
    assert opened(nw, "CR2").pk in heard


def test_a_wanted_run_takes_place_once(nw: Northwind) -> None:
    lonely(nw)
    want(organisation_id=nw.organisation.pk)
    want(organisation_id=nw.organisation.pk)

    assert run_wanted(organisation_id=nw.organisation.pk, now=NOW)
    assert not run_wanted(organisation_id=nw.organisation.pk, now=NOW)
    assert ReviewRun.objects.get().ran_at == NOW


def test_what_could_not_be_looked_at_is_kept_with_its_reason(nw: Northwind) -> None:
    lonely(nw)

    run(nw)

    whys = {each["check"]: each["why"] for each in ReviewRun.objects.get().silenced}
    assert "too short a history" in whys["CR7"]


def test_nothing_of_another_organisation_is_touched(nw: Northwind) -> None:
    lonely(nw)

    run_review(organisation=nw.contoso, now=NOW)

    assert not Finding.objects.exists()
    assert not KnownBaseline.objects.exists()
