"""CR7 and CR8."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Measure, UnitKind
from okrflow.review.families.measured import since_last_shift
from okrflow.review.findings import Severity
from okrflow.review.snapshot import History, Metric, Snapshot
from tests.review import make


def weekly(values: list[float]) -> History:
    last = len(values) - 1
    return tuple((make.TODAY - timedelta(weeks=last - place), value) for place, value in enumerate(values))


def aimed(change: str, values: list[float]) -> Snapshot:
    moving = make.metric(history=weekly(values))
    result = make.key_result(metric=moving, baseline=Decimal(20), target=Decimal(20) + Decimal(change))
    return make.snapshot(make.objective(key_results=(result,)))


WAVE = [20 + step for step in (0, 1, 2, 1)] * 10
"""Between 20 and 22 in 40 weeks, whose values a cycle later differ by -1 or 1: one standard deviation is 1.0."""


def test_an_aim_within_what_happens_anyway() -> None:
    assert make.said(aimed("0.6", WAVE), "CR7") == (
        "It moves by ±1.0 points on its own; you aim at 0.6 points.",
        "Aim further, or make it a stay-aim.",
    )


def test_an_aim_beyond_it() -> None:
    assert not make.fires(aimed("1.1", WAVE), "CR7")


def test_a_short_history_silences_it() -> None:
    assert make.silenced(aimed("0.6", WAVE[:26]), "CR7") and not make.fires(aimed("0.6", WAVE[:26]), "CR7")


def test_what_was_before_a_shift_of_the_level_tells_nothing() -> None:
    shifted = [value + 50 for value in WAVE[:20]] + WAVE[:20]

    assert since_last_shift(weekly(shifted)) == weekly(shifted)[20:]
    assert since_last_shift(weekly(WAVE)) == weekly(WAVE)
    assert make.silenced(aimed("0.6", shifted), "CR7")


def targeted(metric: Metric, target: str, **fields: Any) -> Snapshot:
    return make.snapshot(
        make.objective(key_results=(make.key_result(metric=metric, target=Decimal(target), **fields),))
    )


NPS = make.metric("Mobile NPS")
SHARE = make.flow(Measure.EFFICIENCY, unit_kind=UnitKind.PERCENT, unit="%")
PERCENT = make.metric("Customers who came back", unit_kind=UnitKind.PERCENT, unit="%", history=())
RETENTION = make.metric(
    "Net revenue retention", unit_kind=UnitKind.PERCENT, unit="%", history=((make.TODAY, 1.04),)
)


@pytest.mark.parametrize(
    ("metric", "target", "message", "severity"),
    [
        (NPS, "101", "An NPS can't pass 100.", Severity.BLOCK),
        (NPS, "-101", "An NPS can't be under −100.", Severity.BLOCK),
        (SHARE, "1.1", "A share can't pass 100 %.", Severity.BLOCK),
        (PERCENT, "1.1", "A percentage of a whole can't pass 100 %.", Severity.WARN),
        (make.flow(), "-1", "A duration can't be under 0.", Severity.BLOCK),
    ],
)
def test_impossible_targets(metric: Metric, target: str, message: str, severity: Severity) -> None:
    seen = targeted(metric, target)

    assert make.one(seen, "CR8").severity == severity
    assert make.said(seen, "CR8")[0] == message


@pytest.mark.parametrize(
    ("metric", "target"),
    [(NPS, "100"), (SHARE, "1"), (RETENTION, "1.1"), (make.flow(), "0"), (make.metric(), "999")],
)
def test_possible_targets(metric: Metric, target: str) -> None:
    assert not make.fires(targeted(metric, target), "CR8")


def test_a_draft_of_a_cycle_that_is_over() -> None:
    assert make.said(make.snapshot(make.draft(cycle=make.SECOND.uuid)), "CR8")[0] == "Q2 2026 is over."
    assert not make.fires(make.snapshot(make.objective(cycle=make.SECOND.uuid)), "CR8")
