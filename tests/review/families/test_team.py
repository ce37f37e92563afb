"""TP1 to TP5."""

from dataclasses import replace
from typing import Any

import pytest

from okrflow.flow import Kind
from okrflow.metrics.models import Category, Counts, Measure, MetricKind, UnitKind
from okrflow.okrs.scoring import Aim
from okrflow.review.snapshot import KeyResult, Snapshot
from tests.review import make


def own(name: str) -> KeyResult:
    return make.key_result(name, metric=make.metric(name, kind=MetricKind.TEAM))


def of(*key_results: KeyResult, **fields: Any) -> Snapshot:
    return make.snapshot(make.objective(key_results=key_results), **fields)


def test_telemetry_only() -> None:
    assert make.said(of(own("Calm"), own("Focus")), "TP1")[0] == (
        "These tell the team how it works, not whether it helped."
    )
    assert not make.fires(of(own("Calm"), make.key_result()), "TP1")


def test_flow_without_an_outcome() -> None:
    assert make.said(of(make.lowering()), "TP2")[1] == (
        "Link the organisation's objective or add one business key result."
    )


def test_the_outcome_may_stand_in_the_parent_or_the_child() -> None:
    flow = make.objective("Faster", key_results=(make.lowering(),))
    business = make.objective("Happier", stream=None, key_results=(make.key_result(),))

    assert not make.fires(make.snapshot(replace(flow, supports=business.uuid), business), "TP2")
    assert not make.fires(make.snapshot(flow, replace(business, supports=flow.uuid)), "TP2")


def velocity() -> KeyResult:
    counted = make.flow(Measure.VELOCITY, unit_kind=UnitKind.COUNT, unit="items", better="up")
    return make.key_result("More", metric=counted)


def test_velocity_without_a_guard() -> None:
    assert make.said(of(velocity(), make.key_result()), "TP3") == (
        "Velocity rises by cutting items smaller.",
        "Add a guard, for example defects at most 12 %.",
    )


def test_deliveries_without_a_guard() -> None:
    counted = make.key_result("Portals", metric=make.metric("Portals", counts=Counts.DELIVERIES))

    assert make.said(of(counted), "TP3")[0] == "Portals rises by cutting deliveries smaller."


@pytest.mark.parametrize(
    "guard",
    [
        make.lowering(),
        make.key_result("Escaped", metric=make.metric("Escaped defects", category=Category.QUALITY)),
        make.key_result("Steady", aim=Aim.STAY_BELOW, baseline=None),
    ],
)
def test_a_guarded_velocity(guard: KeyResult) -> None:
    assert not make.fires(of(velocity(), guard), "TP3")


def features_up(risk_and_debt: int, *, days: int = 337) -> Snapshot:
    share = make.flow(
        Measure.DISTRIBUTION_SHARE,
        unit_kind=UnitKind.PERCENT,
        unit="%",
        better="neither",
        item_kind=Kind.FEATURE,
    )
    finished = make.stream().finished
    recent = {Kind.FEATURE: 100 - risk_and_debt, Kind.RISK: risk_and_debt}
    earlier = {Kind.FEATURE: 80, Kind.RISK: 10, Kind.DEBT: 10}
    starved = make.stream(finished=replace(finished, recent=recent, earlier=earlier, earlier_days=days))
    return of(make.key_result("More features", metric=share), streams=(starved,))


def test_features_that_starve_risk_and_debt() -> None:
    assert make.said(features_up(15), "TP4")[0] == "Risk and debt are 15 %; they were 20 %."
    assert not make.fires(features_up(17), "TP4")


def test_a_short_history_silences_it() -> None:
    assert make.silenced(features_up(1, days=89), "TP4") and not make.fires(features_up(1, days=89), "TP4")


def test_a_proxy_in_disguise_is_one_finding_for_its_metric() -> None:
    proxy = make.metric("Tickets closed")
    seen = of(make.key_result("One", metric=proxy), make.key_result("Two", metric=proxy))

    assert make.said(seen, "TP5")[0] == "“Tickets closed” counts work."
    assert not make.fires(of(make.key_result()), "TP5")
