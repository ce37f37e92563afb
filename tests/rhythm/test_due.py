"""Which key results are due, and for whom they wait."""

from datetime import date, timedelta
from decimal import Decimal

from okrflow.experiments.services import plan_experiment
from okrflow.metrics.models import Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.models import CheckInRequest, KeyResult
from okrflow.okrs.services import check_in
from okrflow.organisations.models import Membership, Role
from okrflow.rhythm.due import due_by_person, due_check_ins
from okrflow.value_streams.models import StreamMembership
from okrflow.web.waiting import waiting_for
from tests.experiments.conftest import given as experiment_given
from tests.make import july
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import cycle, published, raising, rights
from tests.rhythm.conftest import MONDAY, reach, waiting_keys


def names(nw: Northwind) -> set[str]:
    """Who has something to do on Monday."""
    known = {getattr(nw, name).pk: name for name in ("ada", "adam", "ben", "mia", "vic", "lin")}
    return {known[pk] for pk in due_by_person(nw.organisation, now=MONDAY)}


def test_due_once_its_cadence_has_passed(nw: Northwind, nps: Metric, more: KeyResult) -> None:
    record_measurement(
        metric=nps, about_at=july(10, 9), value=Decimal(22), note="", by=nw.mia, now=july(10, 9)
    )

    assert due_check_ins(nw.organisation, now=july(16, 23)) == []
    (due,) = due_check_ins(nw.organisation, now=july(19, 9))

    assert (due.key_result, due.since, due.quiet_days) == (more, date(2026, 7, 17), 9)
    assert due.words(nw.mia.pk) == "Customers trust us: nothing heard for 9 days"
    assert due.words(nw.ben.pk) == "Customers trust us: nothing heard for 9 days, for Mia"


def test_a_check_in_without_a_value_puts_it_off(nw: Northwind, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, note="Survey is out", now=july(18, 9))

    assert due_check_ins(nw.organisation, now=MONDAY) == []
    assert len(due_check_ins(nw.organisation, now=july(25, 9))) == 1


def test_nothing_is_due_outside_the_cycle(nw: Northwind, more: KeyResult) -> None:
    assert due_check_ins(nw.organisation, now=july(7, 23)) == []
    assert due_check_ins(nw.organisation, now=july(1) + timedelta(days=92)) == []


def test_retired_archived_and_computed_ones_are_not_due(nw: Northwind, more: KeyResult) -> None:
    KeyResult.objects.filter(pk=more.pk).update(retired_at=july(3))
    assert due_check_ins(nw.organisation, now=MONDAY) == []

    KeyResult.objects.filter(pk=more.pk).update(retired_at=None)
    type(more.objective).objects.filter(pk=more.objective_id).update(archived_at=july(3))
    assert due_check_ins(nw.organisation, now=MONDAY) == []


def test_a_request_makes_it_due_until_it_is_answered(nw: Northwind, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, note="Fine", now=july(18, 9))
    CheckInRequest.objects.create(
        organisation=nw.organisation, key_result=more, asked_at=july(19, 9), asked_by=nw.ben
    )

    (due,) = due_check_ins(nw.organisation, now=MONDAY)
    assert due.asked and due.words(nw.mia.pk) == "Customers trust us: somebody asks for it"

    check_in(rights=rights(nw, "mia"), key_result=more, note="Still fine", now=july(20, 8))
    assert due_check_ins(nw.organisation, now=MONDAY) == []


def test_it_waits_for_who_keeps_it(nw: Northwind, more: KeyResult) -> None:
    assert names(nw) == {"mia"}


def test_without_a_keeper_it_waits_for_the_leads(nw: Northwind, more: KeyResult) -> None:
    KeyResult.objects.filter(pk=more.pk).update(kept_by=None)
    assert names(nw) == {"ben"}

    KeyResult.objects.filter(pk=more.pk).update(kept_by=nw.vic)  # a viewer writes nothing
    assert names(nw) == {"ben"}

    KeyResult.objects.filter(pk=more.pk).update(kept_by=nw.olga)
    assert names(nw) == {"ben"}


def test_without_a_lead_administrators_are_to_appoint_one(nw: Northwind, more: KeyResult) -> None:
    KeyResult.objects.filter(pk=more.pk).update(kept_by=None)
    StreamMembership.objects.filter(value_stream=nw.policy, user=nw.ben).delete()

    assert names(nw) == set()
    assert ("request", "Policy has no lead") in waiting_keys(waiting_for(nw.access("adam"), now=MONDAY))


def test_the_organisations_own_wait_for_administrators(nw: Northwind) -> None:
    published(nw, cycle(nw), raising(metric(nw.organisation)), by="ada")

    assert names(nw) == {"ada", "adam"}


def test_a_deputy_stands_in_if_they_may_check_in(nw: Northwind, more: KeyResult) -> None:
    away = {"away_from": date(2026, 7, 18), "away_to": date(2026, 7, 20)}
    reach(nw, "mia", **away, deputy=nw.access("lin").membership)
    assert names(nw) == {"mia"}, "Lin does not belong to Policy"

    reach(nw, "mia", **away, deputy=nw.access("ben").membership)
    assert names(nw) == {"ben"}

    reach(nw, "mia", **{**away, "away_to": date(2026, 7, 19)}, deputy=nw.access("ben").membership)
    assert names(nw) == {"mia"}


def test_who_is_no_member_any_more_is_not_reminded(nw: Northwind, more: KeyResult) -> None:
    Membership.objects.filter(user=nw.mia).delete()

    assert names(nw) == {"ben"}


def test_a_team_metric_waits_for_no_stranger(nw: Northwind, more: KeyResult) -> None:
    type(more.metric).objects.filter(pk=more.metric_id).update(kind="team", value_stream=nw.policy)
    KeyResult.objects.filter(pk=more.pk).update(kept_by=nw.lin)

    assert waiting_for(nw.access("lin"), now=MONDAY) == []
    assert names(nw) == {"ben"}


def test_who_is_demoted_is_not_asked(nw: Northwind, more: KeyResult) -> None:
    Membership.objects.filter(user=nw.mia).update(role=Role.VIEWER)

    assert names(nw) == {"ben"}


def test_an_ended_experiment_waits_for_a_verdict_of_the_leads(nw: Northwind) -> None:
    given = experiment_given(nw.policy, from_on=date(2026, 7, 1), to_on=date(2026, 7, 15))
    plan_experiment(rights=rights(nw, "ben"), value_stream=nw.policy, given=given, now=july(2))

    assert waiting_keys(waiting_for(nw.access("ben"), now=MONDAY)) == [("verdict", "No waiting")]
    assert waiting_for(nw.access("mia"), now=MONDAY) == []
    assert waiting_for(nw.access("ben"), now=july(14, 12)) == []
