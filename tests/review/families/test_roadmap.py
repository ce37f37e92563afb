"""RM1 to RM5: what the wording's verdicts come to. The verdicts themselves are tested in tests/review/words."""

from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Counts, UnitKind
from okrflow.review.findings import Severity
from okrflow.review.snapshot import KeyResult, PlanEntry, Snapshot
from tests.review import make


def of(*key_results: KeyResult, **fields: Any) -> Snapshot:
    return make.snapshot(make.objective(key_results=key_results), **fields)


def test_a_delivery_that_nothing_else_measures() -> None:
    launch = make.key_result("Launch the portal", metric=make.metric("Portals", counts=Counts.DELIVERIES))

    assert make.one(of(launch), "RM1").severity == Severity.WARN
    assert make.said(of(launch), "RM1") == (
        "“Launch the portal” is something you do.",
        "What is different afterwards? Say from what to what.",
    )


def test_a_delivery_that_hangs_on_a_real_measure_is_a_hint() -> None:
    assert (
        make.one(of(make.key_result("Launch the portal", metric=make.metric())), "RM1").severity
        == Severity.HINT
    )


def test_an_outcome_is_no_output() -> None:
    assert not make.fires(of(make.key_result("Build time falls from 12 to 4 minutes")), "RM1")


def deliveries(some: int, of_all: int) -> Snapshot:
    counted = make.metric("Portals", counts=Counts.DELIVERIES)
    return of(
        *(
            make.key_result(
                f"Result {place}", metric=counted if place < some else make.metric(f"Metric {place}")
            )
            for place in range(of_all)
        )
    )


def test_more_than_a_third_done_or_not() -> None:
    assert make.one(deliveries(2, 5), "RM2").severity == Severity.WARN
    assert make.said(deliveries(2, 5), "RM2")[0] == "2 of 5 are done or not done."
    assert not make.fires(deliveries(1, 3), "RM2")


@pytest.mark.parametrize(("number", "severity"), [(1, Severity.WARN), (2, Severity.BLOCK)])
def test_nothing_but_done_or_not(number: int, severity: Severity) -> None:
    assert make.one(deliveries(number, number), "RM2").severity == severity


def test_from_0_to_1_is_done_or_not() -> None:
    switch = make.key_result(
        "Portal", metric=make.metric(unit_kind=UnitKind.COUNT), baseline=Decimal(0), target=Decimal(1)
    )
    effect = make.key_result("Ratio", metric=make.metric(), baseline=Decimal(0), target=Decimal(1))

    assert make.fires(of(switch), "RM2") and not make.fires(of(effect), "RM2")


def planned(*titles: str) -> Snapshot:
    plan = tuple(PlanEntry(uuid=make.uuid(title), title=title) for title in titles)
    results = [make.key_result(f"{name} for all brokers") for name in ("Portal", "Intake form", "Price list")]
    return of(*results, streams=(make.stream(plan=plan),))


def test_key_results_that_follow_the_plan() -> None:
    plan = ("Portal for the brokers", "Intake form for the brokers", "Price list for the brokers")

    assert make.said(planned(*plan), "RM3")[0] == "These follow the plan line by line."
    assert not make.fires(planned(*plan[:2]), "RM3")


def test_a_date_as_the_only_number() -> None:
    dated = make.key_result(
        "Portal used by brokers by 30 June 2026",
        metric=make.metric(unit_kind=UnitKind.COUNT),
        baseline=Decimal(0),
        target=Decimal(1),
    )

    assert make.one(of(dated), "RM4").severity == Severity.WARN
    assert "30 June 2026" in make.said(of(dated), "RM4")[0]


def test_a_date_beside_a_real_measure_is_a_hint() -> None:
    assert make.one(of(make.key_result("Answer times halfway by Q3 2026")), "RM4").severity == Severity.HINT
    assert not make.fires(of(make.key_result("Answers within 3 days by Q3 2026")), "RM4")


def test_a_number_in_the_objective() -> None:
    seen = make.snapshot(make.objective("Raise renewals by 12 %"))

    assert make.one(seen, "RM5").severity == Severity.WARN
    assert make.said(seen, "RM5")[0] == "Objectives say what, key results say how much."


def test_a_delivery_in_the_objective() -> None:
    seen = make.snapshot(make.objective("Launch the broker portal"))

    assert make.said(seen, "RM5")[1] == "Put “Launch the broker portal” on the plan, and say what it is for."
    assert not make.fires(make.snapshot(make.objective("Build trust with brokers")), "RM5")


def test_wording_in_an_unknown_language_is_not_looked_at() -> None:
    seen = make.snapshot(make.objective("Führen Sie das neue Portal ein", key_results=make.sound_three()))

    assert make.silenced(seen, "RM5") and not make.fires(seen, "RM5")
