"""BM1 to BM5."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from okrflow.metrics.models import Measure, Timing, UnitKind
from okrflow.review.snapshot import Bottleneck, Finished, Metric, Snapshot
from tests.review import make

LAGGING = {"timing": Timing.LAGGING}


def measured(*metrics: Metric, **fields: Any) -> Snapshot:
    results = (make.key_result(f"Result {place}", metric=each) for place, each in enumerate(metrics))
    return make.snapshot(make.objective(key_results=tuple(results)), **fields)


def test_all_metrics_lag() -> None:
    three = [make.metric(f"Lagging {each}", **LAGGING) for each in range(3)]

    assert make.said(measured(*three), "BM1") == (
        "All 3 tell you at the end.",
        "Add a leading one: flow time, p85 today 24 d.",
    )


def test_without_figures_no_figure_is_offered() -> None:
    two = [make.metric(f"Lagging {each}", **LAGGING) for each in range(2)]

    assert make.said(measured(*two, streams=(make.stream(figures=()),)), "BM1")[1] == "Add a leading one."


def test_one_that_leads_is_enough_and_one_that_lags_is_too_few() -> None:
    lagging = make.metric("Lagging", **LAGGING)

    assert not make.fires(measured(lagging, make.metric("Leading")), "BM1")
    assert not make.fires(measured(lagging), "BM1")


def test_money_only() -> None:
    money = make.metric("Premiums", unit_kind=UnitKind.CURRENCY)
    share_of_money = make.metric("Operating margin", unit_kind=UnitKind.PERCENT, unit="%")

    assert make.said(measured(money, share_of_money), "BM2")[0] == "Nobody can act on these on a Tuesday."


def test_money_and_something_else() -> None:
    money = make.metric("Premiums", unit_kind=UnitKind.CURRENCY)
    share = make.metric("Customers who came back", unit_kind=UnitKind.PERCENT, unit="%")

    assert not make.fires(measured(money, share), "BM2")
    assert not make.fires(measured(money), "BM2")


def test_a_stream_whose_okrs_have_no_flow() -> None:
    clear = Bottleneck(stage="Ready for analysis", share=0.68, stability=0.9, visit_days_p85=38.2)
    seen = measured(make.metric(), streams=(make.stream(quarter=clear),))

    assert make.said(seen, "BM3") == (
        "Nothing in Policy's OKRs measures its flow.",
        "Take Ready for analysis, p85 38 d today.",
    )


def test_without_a_clear_bottleneck_the_measure_that_worsened_most_is_offered() -> None:
    unclear = Bottleneck(stage="Build", share=0.3, stability=0.79, visit_days_p85=38)

    assert make.said(measured(make.metric(), streams=(make.stream(quarter=unclear),)), "BM3")[1] == (
        "Take flow time, p85 24 d today."
    )


def test_one_flow_metric_in_any_objective_of_the_cycle() -> None:
    without = make.objective("Without", key_results=(make.key_result(),))

    assert not make.fires(make.snapshot(without, make.objective("With")), "BM3")


def test_too_little_history_silences_the_offer() -> None:
    new = make.stream(finished=Finished(items=9, first_on=date(2026, 1, 1)))
    seen = measured(make.metric(), streams=(new,))

    assert not make.fires(seen, "BM3")
    assert (
        make.silenced(seen, "BM3")[0].why
        == "Policy has too little history: fewer than 10 finished items or 28 days."
    )


@pytest.mark.parametrize(("cadence", "fires"), [(23, False), (24, True)])
def test_values_rarer_than_a_quarter_of_the_cycle(cadence: int, *, fires: bool) -> None:
    seen = measured(make.metric(cadence_days=cadence))

    assert make.fires(seen, "BM4") == fires
    if fires:
        assert make.said(seen, "BM4")[0] == "You will see 3 values this cycle."


@pytest.mark.parametrize(("values", "fires"), [(3, True), (4, False)])
def test_few_values_in_a_whole_cycle_of_history(values: int, *, fires: bool) -> None:
    recent = [(make.TODAY - timedelta(days=10 * back), 1.0 * back) for back in range(values, 0, -1)]
    history = ((make.TODAY - timedelta(days=200), 1.0), *recent)

    assert make.fires(measured(make.metric(history=history)), "BM4") == fires


def test_a_new_metric_is_not_slow_yet_and_flow_is_never() -> None:
    assert not make.fires(measured(make.metric(history=())), "BM4")
    assert not make.fires(measured(make.metric(cadence_days=90), make.flow()), "BM4")


def test_an_organisation_that_asks_for_results_only() -> None:
    own = make.objective("Grow", stream=None, key_results=(make.key_result(),))
    known = replace(make.NORTHWIND, efficiency=0.22)

    assert make.said(make.snapshot(own, organisation=known), "BM5") == (
        "The organisation's key results are business results only.",
        "Give one to flow, to remove what holds the streams up: flow efficiency is 22 %.",
    )


def test_an_organisation_that_asks_for_flow() -> None:
    everywhere = make.lowering(make.flow(Measure.EFFICIENCY, stream=None))

    assert not make.fires(
        make.snapshot(make.objective("Grow", stream=None, key_results=(everywhere,))), "BM5"
    )
    assert not make.fires(make.snapshot(make.objective()), "BM5")
