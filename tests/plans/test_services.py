"""Writing the plan: by the stream's own people, and what has begun by its leads only."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.okrs.models import KeyResult
from okrflow.plans.models import PlanEntry, PlannedItem
from okrflow.plans.services import (
    Begun,
    LeadsOnly,
    NotAPlan,
    PlanEntryGiven,
    cancel_plan_entry,
    change_plan_entry,
    create_plan_entry,
    delete_plan_entry,
    move_plan_entry,
    restore_plan_entry,
)
from okrflow.web.versions import EditConflict
from tests.make import event, item, july, value_stream
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import cycle, drafted, published, raising
from tests.plans.given import EARLIER, NOW, going, on, planned, rights


def changed(nw: Northwind, entry: PlanEntry, by: str = "mia", **fields: object) -> PlanEntry:
    """The entry, written anew by Mia, with what is given and the rest as it is."""
    as_it_is = {
        "title": entry.title,
        "from_on": entry.from_on,
        "to_on": entry.to_on,
        "work_items": list(entry.work_items.all()),
        "bets": list(entry.bets.all()),
    }
    given = PlanEntryGiven(**as_it_is | fields)  # type: ignore[arg-type]
    return change_plan_entry(
        rights=rights(nw, by), plan_entry=entry, version=entry.version, given=given, now=NOW
    )


def titles(nw: Northwind) -> list[str]:
    return list(PlanEntry.objects.of(nw.policy).in_order().values_list("title", flat=True))


# Who


@pytest.mark.parametrize("name", ["ada", "adam", "vic", "lin"])
def test_only_the_streams_own_people_write_its_plan(nw: Northwind, name: str) -> None:
    entry = planned(nw)

    with pytest.raises(PermissionDenied, match="own members"):
        planned(nw, by=name)
    for write in (cancel_plan_entry, restore_plan_entry, delete_plan_entry):
        with pytest.raises(PermissionDenied):
            write(rights=rights(nw, name), plan_entry=entry, now=NOW)
    with pytest.raises(PermissionDenied):
        move_plan_entry(rights=rights(nw, name), plan_entry=entry, before=None)


def test_a_commitment_that_has_begun_is_changed_by_leads_only(nw: Northwind) -> None:
    one, other = going(nw.policy, "P-1"), going(nw.policy, "P-2")
    entry = planned(nw, "Photos", one, days=(10, 30), now=EARLIER)

    for fields in (
        {"work_items": []},
        {"work_items": [one, other]},
        {"to_on": on(31)},
        {"from_on": None, "to_on": None},
    ):
        with pytest.raises(LeadsOnly, match="Ask one of them"):
            changed(nw, entry, **fields)
    assert changed(nw, entry, title="Photos of damage").title == "Photos of damage"
    entry.refresh_from_db()
    changed(nw, entry, by="ben", work_items=[other])
    assert list(entry.work_items.all()) == [other]


def test_a_member_commits_to_what_is_ahead_not_to_what_has_begun(nw: Northwind) -> None:
    assert planned(nw, days=(21, 30), by="mia").from_on == on(21)
    with pytest.raises(LeadsOnly):
        planned(nw, days=(20, 30), by="mia")


def test_what_was_taken_out_of_a_commitment_is_on_the_record(nw: Northwind) -> None:
    entry = planned(nw, "Photos", going(nw.policy, "P-1"), days=(10, 30), now=EARLIER)

    changed(nw, entry, by="ben", work_items=[])

    versions = PlannedItem.pgh_event_model.objects  # type: ignore[attr-defined]
    assert [each.pgh_label for each in versions.order_by("pgh_id")] == [
        "insert",
        "delete",
    ]


# What


@pytest.mark.parametrize(
    ("first", "to", "field"),
    [
        (on(25), None, "to_on"),
        (None, on(25), "from_on"),
        (on(25), on(25), "to_on"),
        (on(25), on(25) + timedelta(days=1101), "to_on"),
        (date(1970, 1, 1), date(1970, 2, 1), "from_on"),
    ],
)
def test_periods_that_cannot_be(nw: Northwind, first: date | None, to: date | None, field: str) -> None:
    with pytest.raises(NotAPlan) as refused:
        create_plan_entry(
            rights=rights(nw, "ben"),
            value_stream=nw.policy,
            given=PlanEntryGiven(title="Photos", from_on=first, to_on=to),
            now=NOW,
        )

    assert refused.value.field == field


def test_items_of_another_organisation_are_refused(nw: Northwind) -> None:
    foreign = item(value_stream(nw.contoso, "lending"), "C-1", event(july(1), "active"))

    with pytest.raises(NotAPlan):
        planned(nw, "Photos", foreign)


def test_of_two_who_write_at_once_the_second_is_told(nw: Northwind) -> None:
    entry = planned(nw)
    changed(nw, entry, title="Photos, and films")

    with pytest.raises(EditConflict) as conflict:
        changed(nw, entry, title="Photos only")

    assert conflict.value.stored.title == "Photos, and films"


# Bets


def test_a_bet_is_on_a_key_result_that_one_sees(nw: Northwind) -> None:
    running = cycle(nw)
    seen = published(nw, running, raising(metric(nw.organisation))).key_results.get()
    secret = published(
        nw, running, raising(team_metric(nw.platform)), by="lin", stream=nw.platform
    ).key_results.get()
    draft = drafted(nw, running, raising(None), by="lin", stream=nw.platform).key_results.get()

    assert list(planned(nw, bets=[seen]).bets.all()) == [seen]
    for hidden in (secret, draft):
        with pytest.raises(NotAPlan, match="you can see"):
            planned(nw, bets=[hidden])


def test_bets_that_the_writer_does_not_see_stay(nw: Northwind) -> None:
    running = cycle(nw)
    seen = published(nw, running, raising(metric(nw.organisation))).key_results.get()
    secret = published(
        nw, running, raising(team_metric(nw.platform)), by="lin", stream=nw.platform
    ).key_results.get()
    entry = planned(nw, bets=[seen])
    entry.bets.add(secret, through_defaults={"organisation": nw.organisation})

    changed(nw, entry, bets=[])

    assert list(entry.bets.all()) == [secret]


def test_cancelling_an_entry_changes_no_key_result(nw: Northwind) -> None:
    bet = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()
    entry = planned(nw, bets=[bet])
    before = KeyResult.objects.values().get()

    cancelled = cancel_plan_entry(rights=rights(nw, "mia"), plan_entry=entry, now=NOW)

    assert (cancelled.state, cancelled.cancelled_at) == ("cancelled", NOW)
    assert KeyResult.objects.values().get() == before
    assert list(cancelled.bets.all()) == [bet]


# Giving up


def test_restored_it_is_planned_again_by_leads_once_its_period_has_begun(nw: Northwind) -> None:
    ahead, begun = planned(nw, days=(25, 30)), planned(nw, days=(10, 30))
    for entry in (ahead, begun):
        cancel_plan_entry(rights=rights(nw, "mia"), plan_entry=entry, now=july(9))

    assert restore_plan_entry(rights=rights(nw, "mia"), plan_entry=ahead, now=NOW).state == "planned"
    with pytest.raises(LeadsOnly):
        restore_plan_entry(rights=rights(nw, "mia"), plan_entry=begun, now=NOW)
    assert restore_plan_entry(rights=rights(nw, "ben"), plan_entry=begun, now=NOW).cancelled_at is None


def test_what_has_begun_is_not_deleted(nw: Northwind) -> None:
    ahead, begun = planned(nw, "Ahead", days=(21, 30)), planned(nw, "Begun", days=(20, 30))

    delete_plan_entry(rights=rights(nw, "mia"), plan_entry=ahead, now=NOW)
    with pytest.raises(Begun, match="Cancel it instead"):
        delete_plan_entry(rights=rights(nw, "ben"), plan_entry=begun, now=NOW)

    assert titles(nw) == ["Begun"]


# The order


@pytest.mark.parametrize(
    ("moved", "before", "order"),
    [("A", "C", "BACD"), ("D", "A", "DABC"), ("A", None, "BCDA"), ("B", "B", "ABCD"), ("C", "D", "ABCD")],
)
def test_an_entry_is_put_before_another_or_last(
    nw: Northwind, moved: str, before: str | None, order: str
) -> None:
    entries = {title: planned(nw, title) for title in "ABCD"}

    move_plan_entry(
        rights=rights(nw, "mia"), plan_entry=entries[moved], before=entries[before] if before else None
    )

    assert "".join(titles(nw)) == order


def test_a_move_leaves_versions_and_other_plans_alone(nw: Northwind) -> None:
    first, second = planned(nw, "A"), planned(nw, "B")
    other = planned(nw, "X", by="lin", stream=nw.platform)

    move_plan_entry(rights=rights(nw, "mia"), plan_entry=second, before=first)
    with pytest.raises(NotAPlan):
        move_plan_entry(rights=rights(nw, "mia"), plan_entry=second, before=other)

    assert set(PlanEntry.objects.values_list("version", flat=True)) == {1}
    assert PlanEntry.objects.get(title="X").order == other.order
