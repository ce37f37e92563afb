"""Waivers: who may, until when, on the record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.review.models import Finding, FindingState, ThresholdSetting
from okrflow.review.services import NotWaivable, run_review, set_threshold, waive, withdraw
from okrflow.review.shown import of_reader, shown
from okrflow.review.thresholds import OutOfRange
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, published, raising, rights

END = date(2026, 9, 30)


@pytest.fixture
def finding(nw: Northwind) -> Finding:
    """Policy's objective has one key result only."""
    published(nw, cycle(nw), raising(metric(nw.organisation)))
    run_review(organisation=nw.organisation, now=NOW)
    return Finding.objects.get(check_id="CR2")


def state(nw: Northwind, finding: Finding, *, days: int = 0) -> FindingState:
    reader, at = rights(nw, "vic"), NOW + timedelta(days=days)
    (one,) = shown(of_reader(reader, now=at).filter(pk=finding.pk), reader)
    return one.state


def test_a_lead_waives_it_until_the_cycles_end_at_the_latest(nw: Northwind, finding: Finding) -> None:
    made = waive(rights=rights(nw, "ben"), finding=finding, reason="We know", until=END, now=NOW)

    assert (made.waived_by, made.waived_at, made.until) == (nw.ben, NOW, END)
    assert state(nw, finding) == FindingState.WAIVED


def test_it_is_open_again_after_its_end(nw: Northwind, finding: Finding) -> None:
    waive(rights=rights(nw, "ben"), finding=finding, reason="We know", until=date(2026, 7, 22), now=NOW)

    assert [state(nw, finding, days=days) for days in (2, 3)] == [FindingState.WAIVED, FindingState.OPEN]


@pytest.mark.parametrize("name", ["ada", "adam", "mia", "vic", "lin"])
def test_nobody_else_waives_a_streams_finding(nw: Northwind, finding: Finding, name: str) -> None:
    with pytest.raises(PermissionDenied, match="waived by its leads"):
        waive(rights=rights(nw, name), finding=finding, reason="We know", until=END, now=NOW)


@pytest.mark.parametrize(("name", "may"), [("ada", True), ("adam", False), ("ben", False)])
def test_the_organisations_are_waived_by_owners(
    nw: Northwind, finding: Finding, name: str, may: bool
) -> None:
    Finding.objects.filter(pk=finding.pk).update(value_stream=None)
    finding.refresh_from_db()

    if may:
        assert waive(rights=rights(nw, name), finding=finding, reason="We know", until=END, now=NOW)
    else:
        with pytest.raises(PermissionDenied, match="waived by its owners"):
            waive(rights=rights(nw, name), finding=finding, reason="We know", until=END, now=NOW)


@pytest.mark.parametrize(
    ("reason", "until", "field"),
    [(" ", END, "reason"), ("We know", date(2026, 10, 1), "until"), ("We know", date(2026, 7, 19), "until")],
)
def test_it_takes_a_reason_and_an_end(
    nw: Northwind, finding: Finding, reason: str, until: date, field: str
) -> None:
    with pytest.raises(NotWaivable) as refused:
        waive(rights=rights(nw, "ben"), finding=finding, reason=reason, until=until, now=NOW)

    assert refused.value.field == field


def test_a_waiver_is_withdrawn_and_stays_on_the_record(nw: Northwind, finding: Finding) -> None:
    made = waive(rights=rights(nw, "ben"), finding=finding, reason="We know", until=END, now=NOW)
    with pytest.raises(NotWaivable, match="waived already"):
        waive(rights=rights(nw, "ben"), finding=finding, reason="Again", until=END, now=NOW)

    withdrawn = withdraw(rights=rights(nw, "ben"), waiver=made, now=NOW + timedelta(days=1))

    assert withdrawn.withdrawn_by == nw.ben
    assert state(nw, finding) == FindingState.OPEN
    with pytest.raises(PermissionDenied):
        withdraw(rights=rights(nw, "mia"), waiver=made, now=NOW)


# Thresholds


def test_a_threshold_changes_what_is_found(nw: Northwind, finding: Finding) -> None:
    set_threshold(access=nw.access("adam"), name="silent_days", value=60, now=NOW)
    run_review(organisation=nw.organisation, now=NOW + timedelta(hours=1))

    row = ThresholdSetting.objects.get()
    assert (row.name, row.value, row.changed_by, row.changed_at) == ("silent_days", 60, nw.adam, NOW)
    assert not Finding.objects.open().filter(check_id="CR3").exists()


def test_thresholds_are_set_by_administrators_within_their_range(nw: Northwind) -> None:
    with pytest.raises(PermissionDenied):
        set_threshold(access=nw.access("ben"), name="silent_days", value=4, now=NOW)
    with pytest.raises(OutOfRange, match="between 0 and 60"):
        set_threshold(access=nw.access("adam"), name="silent_days", value=61, now=NOW)
    with pytest.raises(OutOfRange, match="no threshold called"):
        set_threshold(access=nw.access("adam"), name="loudness", value=1, now=NOW)

    set_threshold(access=nw.access("adam"), name="silent_days", value=3, now=NOW)
    assert not ThresholdSetting.objects.exists()
