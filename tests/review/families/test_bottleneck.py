"""BN1 to BN7."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Measure, UnitKind
from okrflow.review.findings import Severity
from okrflow.review.snapshot import (
    Bottleneck,
    Contribution,
    Experiment,
    Finished,
    Impediment,
    Snapshot,
    Stream,
    Waiting,
)
from tests.review import make

NEW = Finished(items=7, first_on=make.TODAY - timedelta(days=22))
POLICY = make.uuid("Policy")
PLATFORM = make.uuid("Platform")


def waiting_stream(**fields: Any) -> Stream:
    clear = Bottleneck(stage="Ready", share=0.68, stability=0.8, in_front_of="Analysis")
    return make.stream(**({"recent": clear, "quarter": clear} | fields))


def looked(stream: Stream | None = None, **fields: Any) -> Snapshot:
    return make.snapshot(
        make.objective(), streams=(stream or waiting_stream(), make.stream("Platform")), **fields
    )


def experiment(**fields: Any) -> Experiment:
    given = {"title": "Swarm", "stream": POLICY, "from_on": make.TODAY - timedelta(days=9)}
    return Experiment(uuid=make.uuid("Swarm"), **(given | fields))


def test_a_clear_bottleneck_that_nothing_touches() -> None:
    assert make.said(looked(), "BN1") == (
        "Ready holds 68 % of all flow time; nothing here touches it.",
        "Start an experiment there, or raise it as an impediment.",
    )


def test_a_bottleneck_that_is_not_clear_in_both_periods() -> None:
    doubtful = Bottleneck(stage="Ready", share=0.68, stability=0.79)
    other = Bottleneck(stage="Build", share=0.68, stability=0.9)

    for recent in (doubtful, other, None):
        assert not make.fires(looked(waiting_stream(recent=recent)), "BN1")


@pytest.mark.parametrize("stage", ["Ready", "Analysis"])
def test_an_experiment_there_or_right_behind(stage: str) -> None:
    assert not make.fires(looked(experiments=(experiment(stage=stage),)), "BN1")


def test_an_experiment_that_is_over_or_elsewhere() -> None:
    over = experiment(stage="Ready", to_on=make.TODAY)

    assert make.fires(looked(experiments=(over,)), "BN1")
    assert make.fires(looked(experiments=(experiment(stage="Build"),)), "BN1")


def test_a_key_result_or_an_impediment_there() -> None:
    of_stage = make.lowering(make.flow(Measure.STAGE_VISIT_P85, stage="Ready"))
    raised = impediment(days=1)

    assert not make.fires(looked(impediments=(raised,)), "BN1")
    seen = replace(looked(), objectives=(make.objective(key_results=(of_stage,)),))
    assert not make.fires(seen, "BN1")


def test_too_little_history_silences_all_but_itself() -> None:
    seen = looked(waiting_stream(finished=NEW))

    assert make.silenced(seen, "BN1") and not make.fires(seen, "BN1")
    assert make.said(seen, "BN4") == (
        "7 finished items in 3 weeks: figures will jump.",
        "Use “establish the baseline”, or wait 10 days.",
    )


@pytest.mark.parametrize(("items", "days", "fires"), [(10, 28, False), (9, 28, True), (10, 27, True)])
def test_ten_items_and_four_weeks_are_enough(items: int, days: int, *, fires: bool) -> None:
    finished = Finished(items=items, first_on=make.TODAY - timedelta(days=days))

    assert make.fires(looked(waiting_stream(finished=finished)), "BN4") == fires


def test_nothing_finished_yet() -> None:
    assert make.said(looked(waiting_stream(finished=Finished())), "BN4")[0] == (
        "Nothing is finished yet: figures will jump."
    )


def chances(chance: float | None, **fields: Any) -> Snapshot:
    return make.snapshot(
        make.objective(key_results=(make.lowering(chance=chance, title="Faster"),)), **fields
    )


def test_an_aim_beyond_history() -> None:
    assert make.said(chances(0.03), "BN2")[0] == "History alone gives it a chance of 3 %."
    assert not make.fires(chances(0.05), "BN2")
    assert not make.fires(chances(None), "BN2")


def test_with_an_experiment_it_is_a_good_ambition() -> None:
    assert not make.fires(chances(0.03, experiments=(experiment(key_result=make.uuid("Faster")),)), "BN2")


def test_for_the_organisation_an_experiment_may_be_on_a_contribution() -> None:
    parent = make.objective("All", stream=None, key_results=(make.key_result("Whole", chance=0.03),))
    seen = make.snapshot(parent, experiments=(experiment(key_result=make.uuid("Faster")),))
    link = Contribution(of=make.uuid("Faster"), to=make.uuid("Whole"))

    assert make.fires(seen, "BN2")
    assert not make.fires(replace(seen, contributions=(link,)), "BN2")


def test_too_little_history_silences_the_chance() -> None:
    assert make.silenced(chances(0.03, streams=(make.stream(finished=NEW),)), "BN2")


def based(typed: str, computed: str, **fields: Any) -> Snapshot:
    result = make.lowering(
        baseline=Decimal(typed), computed_baseline=Decimal(computed), baseline_on=date(2026, 7, 1), **fields
    )
    return make.snapshot(make.objective(key_results=(result,)))


def test_a_baseline_typed_over_the_computed_one() -> None:
    assert make.one(based("15", "19.8"), "BN3").severity == Severity.BLOCK
    assert make.said(based("15", "19.8"), "BN3") == (
        "On 1 Jul 2026 it was 19.8 days, not 15.0 days.",
        "Use 19.8 days.",
    )


@pytest.mark.parametrize(("typed", "computed"), [("18", "19.8"), ("0.1", "0.2"), ("19.8", "19.8")])
def test_a_baseline_within_a_tenth_or_a_digit(typed: str, computed: str) -> None:
    assert not make.fires(based(typed, computed), "BN3")


def test_late_data_that_moved_history_is_a_hint() -> None:
    assert make.one(based("15", "19.8", computed_when_published=Decimal(15)), "BN3").severity == Severity.HINT


def aims(load: int, velocity: int, days: int) -> Snapshot:
    counted = {"unit_kind": UnitKind.COUNT, "unit": "items"}
    results = (
        make.lowering(
            make.flow(Measure.LOAD_MEAN, today=Decimal(40), **counted), title="Load", target=Decimal(load)
        ),
        make.key_result(
            "Velocity",
            metric=make.flow(Measure.VELOCITY, today=Decimal(24), better="up", **counted),
            target=Decimal(velocity),
        ),
        make.lowering(title="Time", target=Decimal(days)),
    )
    return make.snapshot(make.objective(key_results=results))


def test_aims_that_do_not_fit() -> None:
    """Today 40 items, 6 a week, 24 days. To 12 a week in 6 days belong 40 x (12 / 6) x (6 / 24) = 20 items."""
    assert make.said(aims(30, 48, 6), "BN5") == (
        "Load 30, 12 a week and 6 days don't fit: 12 a week x 6 days is 20.",
        "Drop or change one.",
    )


@pytest.mark.parametrize("load", [20, 17, 23])
def test_aims_that_fit(load: int) -> None:
    assert not make.fires(aims(load, 48, 6), "BN5")


def test_what_is_not_aimed_at_stays_as_it_is() -> None:
    results = [each for each in aims(30, 48, 6).objectives[0].key_results if each.title != "Velocity"]
    seen = make.snapshot(make.objective(key_results=tuple(results)))

    assert make.said(seen, "BN5")[0] == "Load 30, 6 a week and 6 days don't fit: 6 a week x 6 days is 10."


def test_one_aim_always_fits() -> None:
    assert not make.fires(make.snapshot(make.objective()), "BN5")


def waits(for_platform: float, **fields: Any) -> Snapshot:
    waiting = (
        Waiting(stage="Ready", item_days=100 - for_platform),
        Waiting(stage="At Platform", item_days=for_platform, owner=PLATFORM),
    )
    return looked(make.stream(waiting=waiting), **fields)


def test_waiting_for_another_stream() -> None:
    assert make.said(waits(31), "BN6") == (
        "31 % of the waiting is for Platform.",
        "Raise an impediment; Platform sees it.",
    )
    assert make.one(waits(31), "BN6").concerns == (PLATFORM,)
    assert not make.fires(waits(20), "BN6")


def test_waiting_that_somebody_works_on() -> None:
    assert not make.fires(waits(31, experiments=(experiment(stage="At Platform"),)), "BN6")
    theirs = experiment(stage="At Platform", stream=PLATFORM)
    assert not make.fires(waits(31, experiments=(theirs,)), "BN6")


def impediment(days: int, **fields: Any) -> Impediment:
    given = {"stage_stream": POLICY, "stage": "Ready"} if "limits" not in fields else {}
    return Impediment(
        uuid=make.uuid("impediment"),
        title="No test data",
        raised_by=POLICY,
        raised_on=make.TODAY - timedelta(days=days),
        **(given | fields),
    )


def test_an_impediment_without_an_answer() -> None:
    assert make.said(looked(impediments=(impediment(34),)), "BN7") == (
        "Policy has waited 34 days for an answer.",
        "Address it in an objective, or say why not.",
    )


@pytest.mark.parametrize(
    "fine",
    [
        impediment(21),
        impediment(34, answered=True),
        impediment(34, addressed=True),
        impediment(34, stage="Build"),
    ],
)
def test_an_impediment_that_is_young_answered_or_elsewhere(fine: Impediment) -> None:
    assert not make.fires(looked(impediments=(fine,)), "BN7")


def test_an_impediment_that_limits_a_published_key_result() -> None:
    limited = make.sound_three()[0].uuid

    assert make.fires(looked(impediments=(impediment(34, limits=limited),)), "BN7")
