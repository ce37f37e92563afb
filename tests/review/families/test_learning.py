"""LE1 and LE2."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from okrflow.review.snapshot import Effect, Experiment, Snapshot
from tests.review import make


def closed(days_ago: int, **fields: Any) -> Snapshot:
    cycle = replace(make.SECOND, closed_on=make.TODAY - timedelta(days=days_ago))
    return make.snapshot(
        make.objective(cycle=cycle.uuid, state="closed", **fields), cycles=(make.QUARTER, cycle)
    )


@pytest.mark.parametrize(("days_ago", "fires"), [(13, False), (14, True)])
def test_a_closed_cycle_without_a_retrospective(days_ago: int, *, fires: bool) -> None:
    assert make.fires(closed(days_ago), "LE1") == fires


def test_with_a_retrospective() -> None:
    assert not make.fires(closed(30, has_retrospective=True), "LE1")
    assert make.said(closed(30), "LE1")[0] == "What did it teach you?"


def ended(days_ago: int, **fields: Any) -> Snapshot:
    experiment = Experiment(
        uuid=make.uuid("Swarm"),
        title="Swarm",
        stream=make.uuid("Policy"),
        from_on=make.TODAY - timedelta(days=90),
        to_on=make.TODAY - timedelta(days=days_ago),
        **fields,
    )
    return make.snapshot(make.objective(), experiments=(experiment,))


def test_an_experiment_without_a_verdict() -> None:
    measured = ended(14, effect=Effect(change=-0.7, low=-0.72, high=-0.67))

    assert make.said(measured, "LE2") == ("Effect −70 %, 67 to 72.", "Keep, change or drop it?")
    assert make.said(ended(14), "LE2")[0] == "It ended on 1 Aug 2026 without a verdict."


def test_a_verdict_or_some_days_of_patience() -> None:
    assert not make.fires(ended(13), "LE2")
    assert not make.fires(ended(30, has_verdict=True), "LE2")
