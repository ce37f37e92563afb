"""Figures read out of the database, in the API's words."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from okrflow.analysis import bodies
from okrflow.flow import Grain, Kind
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db

JULY = Window(first=date(2026, 7, 1), to=date(2026, 8, 1), zone=ZoneInfo("UTC"))
NOW = july(31)


def test_the_body_of_flow_metrics_holds_the_figures_of_case_1() -> None:
    policy = make.value_stream(make.organisation())
    make.item(
        policy,
        "P-1",
        make.event(july(1), "new"),
        make.event(july(2), "active"),
        make.event(july(4), "waiting"),
        make.event(july(5), "active"),
        make.event(july(6), "done"),
    )
    refresh_stream(policy, now=NOW)

    body = bodies.flow_metrics(policy, JULY, now=NOW)

    assert body["velocity"] == {"total": 1, "feature": 1, "defect": 0, "risk": 0, "debt": 0}
    assert body["flow_time_days"] == {"count": 1, "mean": 4.0, "p50": 4.0, "p85": 4.0, "p95": 4.0}
    assert body["efficiency"] == {"value": 0.75, "measured": 1, "unmeasured": 0}
    assert body["arrivals"] == body["entered"] == body["left"] == 1
    assert body["up_to_date"]


def test_load_that_was_carried_into_the_window_counts() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "active"))
    refresh_stream(policy, now=NOW)
    window = Window(first=date(2026, 7, 10), to=date(2026, 7, 20), zone=ZoneInfo("UTC"))

    body = bodies.flow_metrics(policy, window, now=NOW)

    assert body["load"] == {"at_end": 1, "mean": 1.0, "feature": 1, "defect": 0, "risk": 0, "debt": 0}
    assert body["velocity"]["total"] == 0
    assert body["distribution"]["reason"]["code"] == "nothing_finished"


def test_groups_cut_the_window_and_each_has_its_own_period() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(8), "done"))
    refresh_stream(policy, now=NOW)

    body = bodies.flow_metrics(policy, JULY, now=NOW, grain=Grain.WEEK)

    assert [period["velocity"]["total"] for period in body["periods"]] == [0, 1, 0, 0, 0]
    assert body["periods"][0]["from"] == "2026-07-01"
    assert body["periods"][0]["to"] == "2026-07-06"


def test_stages_come_in_their_order_with_unmapped_ones_behind() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "QA?"), make.event(july(3), "active"))
    refresh_stream(policy, now=NOW)

    body = bodies.stages(policy, JULY, now=NOW)

    assert [stage["status"] for stage in body["stages"]] == ["active", "waiting", "QA?"]
    assert [stage["item_days"] for stage in body["stages"]] == [28.0, 0.0, 2.0]
    assert body["bottleneck"] is None
    assert body["bottleneck_reason"]["code"] == "too_few_items"
    assert [each.items for each in flow.unmapped_with_items(policy)] == [1]


def test_reading_costs_a_few_queries_whatever_the_history(django_assert_num_queries: object) -> None:
    policy = make.value_stream(make.organisation())
    for number in range(30):
        make.item(policy, f"P-{number}", make.event(july(1 + number % 9), "active"))
    refresh_stream(policy, now=NOW)

    with django_assert_num_queries(5):  # type: ignore[operator]
        bodies.flow_metrics(policy, JULY, now=NOW, kind=Kind.FEATURE)
