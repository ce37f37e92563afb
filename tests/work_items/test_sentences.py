"""Headings say no more than the numbers."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from okrflow.flow import Kind, Period, PeriodFigures, Reason
from okrflow.flow.durations import Efficiency, FlowTime
from okrflow.flow.figures import Load
from okrflow.value_streams.models import FlowState
from okrflow.work_items import sentences
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july


def figures(**given: object) -> PeriodFigures:
    defaults = {
        "period": Period(0, 7),
        "reason": None,
        "flow_time": FlowTime(),
        "efficiency": Efficiency(),
        "load": Load(),
    }
    return PeriodFigures(**defaults | given)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (24, 20, "12.0 items finished a week, 20 % more than in the period before"),
        (16, 20, "8.0 items finished a week, 20 % less than in the period before"),
        (20, 20, "10.0 items finished a week, as in the period before"),
        (20, 0, "10.0 items finished a week"),
        (200, 2, "100.0 items finished a week, 100 times the period before"),
        (0, 20, "Nothing was finished"),
    ],
)
def test_velocity(now: int, before: int, sentence: str) -> None:
    assert sentences.velocity_sentence(figures(velocity=now), figures(velocity=before), weeks=2) == sentence


def test_flow_time_stands_with_its_p85_and_the_median_is_compared() -> None:
    now = figures(flow_time=FlowTime(count=3, mean=8, p50=6, p85=12, p95=20))
    before = figures(flow_time=FlowTime(count=3, mean=8, p50=12, p85=20, p95=30))

    sentence = sentences.flow_time_sentence(now, before)

    assert (
        sentence
        == "Half the items took up to 6.0 days, 85 % up to 12.0, 50 % shorter than in the period before"
    )


def test_load_is_held_against_the_limit() -> None:
    now = figures(load=Load(at_end=92, mean=80.0))

    assert sentences.load_sentence(now, now, limit=50) == "92 items in progress, over the limit of 50"
    assert sentences.load_sentence(now, now, limit=None) == "92 items in progress, as in the period before"


def test_distribution_names_the_two_largest_kinds() -> None:
    shares = {Kind.FEATURE: 0.58, Kind.DEFECT: 0.2, Kind.RISK: 0.09, Kind.DEBT: 0.13}

    sentence = sentences.distribution_sentence(figures(distribution=shares))

    assert sentence == "58 % of what was finished are features, 20 % defects"
    only = sentences.distribution_sentence(figures(distribution={Kind.RISK: 1.0}))
    assert only == "Only risks are shown, so they are all of it"


@pytest.mark.parametrize(
    "sentence",
    [
        lambda now: sentences.velocity_sentence(now, now, weeks=4),
        lambda now: sentences.flow_time_sentence(now, now),
        sentences.efficiency_sentence,
        lambda now: sentences.load_sentence(now, now, limit=5),
        sentences.distribution_sentence,
    ],
)
def test_a_period_to_come_has_no_finding(sentence: Callable[[PeriodFigures], str]) -> None:
    assert sentence(figures(reason=Reason.FUTURE_PERIOD)) == "This period has not begun yet"


@pytest.mark.django_db
def test_the_bottleneck_is_named_with_its_growth() -> None:
    states = {"Build": FlowState.ACTIVE, "Ready for test": FlowState.WAITING, "Done": FlowState.DONE}
    policy = make.value_stream(make.organisation(), states=states)
    for number in range(1, 25):
        make.item(
            policy,
            f"P-{number}",
            make.event(july(number), "Build"),
            make.event(july(number, 12), "Ready for test"),
        )
    refresh_stream(policy, now=july(31))
    window = Window(first=date(2026, 7, 1), to=date(2026, 7, 29), zone=ZoneInfo("UTC"))
    report = flow.stages(policy, window, now=july(31))
    names = {
        stage.stage.status: policy.stages.get(status=stage.stage.status).status.name
        for stage in report.stages
    }

    sentence = sentences.bottleneck_sentence(report, names)

    assert sentence == "Ready for test holds 97 % of all flow time, and grows by 6.0 a week"
