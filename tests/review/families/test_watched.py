"""CR3, CR4 and CR5."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from okrflow.okrs.scoring import Aim, Ambition
from okrflow.review.snapshot import CheckIn, History, KeyResult, Snapshot
from tests.review import make


def of(*key_results: KeyResult, **fields: Any) -> Snapshot:
    return make.snapshot(make.objective(key_results=key_results), **fields)


def heard(days_ago: int | None, **fields: Any) -> Snapshot:
    history: History = () if days_ago is None else ((make.TODAY - timedelta(days=days_ago), 30.0),)
    return of(make.key_result(metric=make.metric(history=history, **fields)))


def test_a_metric_that_nobody_hears_of() -> None:
    assert make.said(heard(19), "CR3") == ("Last heard 19 days ago.", "Add a value.")
    assert make.said(heard(None), "CR3")[0] == "No value for 45 days."


@pytest.mark.parametrize(("days_ago", "cadence", "fires"), [(10, 7, False), (11, 7, True), (33, 30, False)])
def test_its_cadence_and_three_days(days_ago: int, cadence: int, *, fires: bool) -> None:
    assert make.fires(heard(days_ago, cadence_days=cadence), "CR3") == fires


def test_never_on_a_holiday_before_the_start_or_of_a_draft() -> None:
    silent = heard(19)
    holiday = replace(make.NORTHWIND, holidays=frozenset({make.TODAY}))
    later = replace(make.QUARTER, starts_on=make.TODAY + timedelta(days=1))
    drafted = make.draft(key_results=silent.objectives[0].key_results)

    assert not make.fires(replace(silent, organisation=holiday), "CR3")
    assert not make.fires(replace(silent, cycles=(later,)), "CR3")
    assert not make.fires(make.snapshot(drafted), "CR3")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"last_event_on": make.TODAY - timedelta(days=6)}, None),
        ({"last_event_on": make.TODAY - timedelta(days=7)}, "Policy has sent nothing for 7 days."),
        ({"last_event_on": make.TODAY - timedelta(days=90), "connected": False}, None),
        ({"refresh_failed": True}, "Policy's figures could not be worked out."),
    ],
)
def test_flow_is_silent_only_when_its_stream_is(fields: dict[str, Any], message: str | None) -> None:
    seen = of(make.lowering(), streams=(make.stream(**fields),))

    assert make.fires(seen, "CR3") == (message is not None)
    if message:
        assert make.said(seen, "CR3")[0] == message


def test_confidence_against_the_forecast() -> None:
    seen = of(make.key_result(confidence=8, chance=0.12))

    assert make.said(seen, "CR4") == (
        "You say 8; history says 12 %.",
        "What do you know that the figures don't?",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"confidence": 6, "chance": 0.12},
        {"confidence": 8, "chance": 0.2},
        {"confidence": None, "chance": 0.12},
        {"confidence": 8, "chance": 0.12, "aim": Aim.STAY_BELOW},
    ],
)
def test_no_watermelon(fields: dict[str, Any]) -> None:
    assert not make.fires(of(make.key_result(**fields)), "CR4")


def standing(days: int, expected: float) -> Snapshot:
    history = (
        (make.TODAY - timedelta(days=60), 20.0),
        (make.TODAY - timedelta(days=days), 21.0),
        (make.TODAY, 21.0),
    )
    return of(make.key_result(metric=make.metric(history=history), confidence=8, expected=expected))


def test_confidence_against_a_value_that_stands_still() -> None:
    assert make.said(standing(28, 0.4), "CR4")[0] == "You say 8; it has not moved for 28 days."
    assert not make.fires(standing(27, 0.4), "CR4")
    assert not make.fires(standing(28, 0.3), "CR4")


def test_without_a_forecast_it_says_so() -> None:
    assert make.silenced(of(make.key_result(confidence=8)), "CR4")[0].why == "There is no forecast of it."


def sure(*confidences: int, day: int = 3) -> Snapshot:
    on = make.QUARTER.starts_on + timedelta(days=day)
    given = tuple(CheckIn(given_on=on, confidence=each) for each in confidences)
    return of(make.key_result(check_ins=given))


def test_a_sandbag_and_a_fantasy() -> None:
    assert make.said(sure(9, 9, 10), "CR5") == (
        "Mean confidence 9.3 in week 1.",
        "Aim where you are half sure, or mark it committed.",
    )
    assert make.fires(sure(2, 3, 3), "CR5")


@pytest.mark.parametrize("seen", [sure(9, 9, 9), sure(3, 3, 3), sure(10, 10, 10, day=14)])
def test_half_sure_or_later(seen: Snapshot) -> None:
    assert not make.fires(seen, "CR5")


def test_two_confidences_are_too_few() -> None:
    assert make.silenced(sure(10, 10), "CR5") and not make.fires(sure(10, 10), "CR5")


@pytest.mark.parametrize(("confidence", "fires"), [(5, True), (7, False)])
def test_committed_and_not_sure(confidence: int, *, fires: bool) -> None:
    said = (CheckIn(given_on=make.objective().published_on or make.TODAY, confidence=confidence),)
    seen = of(make.key_result(ambition=Ambition.COMMITTED, check_ins=said))

    assert make.fires(seen, "CR5") == fires
    if fires:
        assert make.said(seen, "CR5")[0] == "Committed, but you say 5."
