"""Predictability read from the plan and the facts of its items, and the items behind it."""

from zoneinfo import ZoneInfo

from pytest_django import DjangoAssertNumQueries

from okrflow.analysis import bodies
from okrflow.flow import Grain, Kind, Reason
from okrflow.plans.predictability import committed, predictability
from okrflow.plans.services import (
    PlanEntryGiven,
    cancel_plan_entry,
    change_plan_entry,
    restore_plan_entry,
)
from okrflow.work_items.figures.windows import Window
from tests.make import july
from tests.metrics.northwind import Northwind
from tests.plans.given import EARLIER, NOW, finished, going, on, planned, rights

JULY = Window(first=on(1), to=on(31), zone=ZoneInfo("UTC"))


def test_of_what_was_committed_to_what_was_finished_in_time(nw: Northwind) -> None:
    early, late = finished(nw.policy, "P-1", 9.5), finished(nw.policy, "P-2", 12)
    open_item, elsewhere = going(nw.policy, "P-3"), finished(nw.platform, "L-1", 5)
    planned(nw, "First", early, late, days=(1, 11), now=EARLIER)
    planned(nw, "Second", late, open_item, elsewhere, days=(8, 20), now=EARLIER)
    planned(nw, "Nobody promised", early)
    planned(nw, "Empty", days=(1, 11), now=EARLIER)

    (found,) = predictability(nw.policy, [JULY.period], window=JULY, now=NOW)

    assert (found.committed, found.finished, found.value) == (5, 2, 0.4)
    behind = committed(nw.policy, JULY, now=NOW)
    kept = behind.rows.with_names().filter(pk__in=behind.kept)
    assert behind.rows.count() == 5
    assert sorted((row.plan_entry.title, row.work_item.key) for row in kept) == [
        ("First", "P-1"),
        ("Second", "P-2"),
    ]


def test_any_number_of_periods_costs_one_query(
    nw: Northwind, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, first in enumerate((1, 8, 15)):
        planned(
            nw, "Week", finished(nw.policy, f"P-{number}", first + 1), days=(first, first + 5), now=EARLIER
        )

    with django_assert_num_queries(1):
        found = predictability(nw.policy, JULY.cut(Grain.WEEK), window=JULY, now=NOW)

    assert [each.committed for each in found] == [1, 1, 1, 0, None]


def test_cancelled_in_time_it_counts_no_longer_given_up_later_it_does(nw: Northwind) -> None:
    item = going(nw.policy, "P-1")
    for title, day in (("In time", 9), ("Too late", 11)):
        entry = planned(nw, title, item, days=(10, 20), now=EARLIER)
        cancel_plan_entry(rights=rights(nw, "mia"), plan_entry=entry, now=july(day))

    behind = committed(nw.policy, JULY, now=NOW)

    assert [row.plan_entry.title for row in behind.rows.with_names()] == ["Too late"]
    assert predictability(nw.policy, [JULY.period], window=JULY, now=NOW)[0].value == 0


def test_what_was_written_after_the_first_day_counts_and_is_told(nw: Northwind) -> None:
    first, second = finished(nw.policy, "P-1", 8), finished(nw.policy, "P-2", 9)
    in_time = planned(nw, "In time", first, days=(6, 13), now=july(6, 23))
    planned(nw, "The day after", first, days=(6, 13), now=july(7))
    as_it_is = PlanEntryGiven(title="In time", from_on=on(6), to_on=on(13), work_items=[first, second])
    change_plan_entry(rights=rights(nw, "ben"), plan_entry=in_time, version=1, given=as_it_is, now=july(10))

    (found,) = predictability(nw.policy, [JULY.period], window=JULY, now=NOW)
    late = committed(nw.policy, JULY, now=NOW).late.with_names()

    assert (found.committed, found.finished, found.written_afterwards) == (3, 3, 2)
    assert sorted((row.plan_entry.title, row.work_item.key) for row in late) == [
        ("In time", "P-2"),
        ("The day after", "P-1"),
    ]


def test_moving_a_period_back_or_restoring_it_late_writes_it_anew(nw: Northwind) -> None:
    entry = planned(nw, "Photos", finished(nw.policy, "P-1", 8), days=(6, 13), now=EARLIER)
    assert not entry.written_afterwards

    cancel_plan_entry(rights=rights(nw, "ben"), plan_entry=entry, now=july(2))
    restored = restore_plan_entry(rights=rights(nw, "ben"), plan_entry=entry, now=july(9))

    assert restored.written_afterwards
    given = PlanEntryGiven(title="Photos", from_on=on(12), to_on=on(20))
    moved = change_plan_entry(
        rights=rights(nw, "ben"), plan_entry=restored, version=None, given=given, now=july(9)
    )
    assert not moved.written_afterwards


def test_a_period_in_the_future_has_no_figures_and_no_items(nw: Northwind) -> None:
    planned(nw, "August", going(nw.policy, "P-1"), days=(25, 30))
    ahead = Window(first=on(25), to=on(30), zone=ZoneInfo("UTC"))

    (found,) = predictability(nw.policy, [ahead.period], window=ahead, now=NOW)

    assert (found.committed, found.reason) == (None, Reason.FUTURE_PERIOD)
    assert not committed(nw.policy, ahead, now=NOW).rows.exists()


def test_the_body_of_flow_metrics_holds_it_by_kind_and_by_period(nw: Northwind) -> None:
    planned(nw, "Photos", finished(nw.policy, "P-1", 8), going(nw.policy, "P-2"), days=(6, 13), now=EARLIER)

    whole = bodies.flow_metrics(nw.policy, JULY, now=NOW)
    weeks = bodies.flow_metrics(nw.policy, JULY, now=NOW, grain=Grain.WEEK)
    defects = bodies.flow_metrics(nw.policy, JULY, now=NOW, kind=Kind.DEFECT)

    assert whole["predictability"] == {
        "value": 0.5,
        "committed": 2,
        "finished": 1,
        "written_afterwards": 0,
    }
    assert [each["predictability"]["committed"] for each in weeks["periods"]] == [0, 2, 0, 0, None]
    assert defects["predictability"]["reason"]["code"] == "nothing_committed"
