"""What effects say in words."""

import pytest

from okrflow.experiments.models import Experiment, ExperimentState
from okrflow.experiments.sentences import (
    Shown,
    caution_sentence,
    effect_sentence,
    measure_name,
    shown,
    standing_words,
)
from okrflow.flow import Reason
from okrflow.flow.effect_groups import Measured
from okrflow.flow.effects import Caution, Effect, Warned
from okrflow.value_streams.models import Status
from okrflow.work_items.models import Kind


def an_effect(change: float | None, low: float | None, high: float | None) -> Effect:
    return Effect(
        before=20.12,
        after=6.04,
        before_items=100,
        settling_items=20,
        after_items=80,
        open_items=5,
        settling_days=14,
        change=change,
        low=low,
        high=high,
        reason=None if change is not None else Reason.SETTLING,
    )


FELL = an_effect(-0.698, -0.72, -0.66)


def an_experiment(measure: Measured, kind: Kind | None = None) -> Experiment:
    return Experiment(measure=measure.value, item_kind=kind, stage=Status(name="Build"))


@pytest.mark.parametrize(
    ("measure", "kind", "name"),
    [
        (Measured.FLOW_TIME_P50, Kind.FEATURE, "flow time of features, p50"),
        (Measured.EFFICIENCY, None, "flow efficiency"),
        (Measured.STAGE_VISIT_P85, Kind.DEBT, "time in Build of debts, p85"),
    ],
)
def test_measures_are_called_like_the_metrics(measure: Measured, kind: Kind | None, name: str) -> None:
    assert measure_name(an_experiment(measure, kind)) == name


@pytest.mark.parametrize(
    ("measure", "effect", "expected"),
    [
        (Measured.FLOW_TIME_P50, FELL, Shown.BETTER),
        (Measured.EFFICIENCY, FELL, Shown.WORSE),
        (Measured.EFFICIENCY, an_effect(0.2, 0.1, 0.3), Shown.BETTER),
        (Measured.FLOW_TIME_MEAN, an_effect(0.2, 0.1, 0.3), Shown.WORSE),
        (Measured.FLOW_TIME_MEAN, an_effect(-0.1, -0.2, 0.0), Shown.UNSURE),
        (Measured.FLOW_TIME_P50, an_effect(None, None, None), Shown.UNSURE),
    ],
)
def test_better_only_where_the_whole_interval_is(measure: Measured, effect: Effect, expected: Shown) -> None:
    assert shown(measure, effect) == expected


def test_the_effect_in_a_sentence() -> None:
    features = an_experiment(Measured.FLOW_TIME_P50, Kind.FEATURE)
    efficiency = an_experiment(Measured.EFFICIENCY)

    assert (
        effect_sentence(features, FELL, unit="days")
        == "Flow time of features, p50, fell by 70 %: from 20.1 days to 6.0 days"
    )
    assert effect_sentence(efficiency, an_effect(0.5, 0.2, 0.8), unit="days").startswith(
        "Flow efficiency rose by 50 %: from 2"
    )
    assert (
        effect_sentence(features, an_effect(-0.05, -0.14, 0.04), unit="days")
        == "Flow time of features, p50: no effect is shown. It moved by −5 %, which may be chance"
    )
    assert effect_sentence(features, an_effect(None, None, None), unit="days") == ""


def test_how_it_stands() -> None:
    assert standing_words(ExperimentState.RUNNING, FELL) == "running, −70 % (−72 % to −66 %)"
    assert standing_words(ExperimentState.PLANNED, None) == "planned"


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        (Warned.MANY_OPEN, 0.31, "31 % of the items that went through the change are still open."),
        (Warned.ARRIVALS_CHANGED, 0.25, "arrivals a day are 25 % more than before"),
        (Warned.ARRIVALS_CHANGED, -0.25, "arrivals a day are 25 % fewer than before"),
        (Warned.FEW_BEFORE, 12, "Only 12 items are counted before. Under 30"),
        (Warned.FEW_AFTER, 1, "Only 1 item is counted after."),
        (Warned.TREND_BEFORE, -0.4, "by −40 % from the first to the second half of the 90 days before"),
    ],
)
def test_warnings_in_words(code: Warned, number: float, words: str) -> None:
    assert words in caution_sentence(Caution(code, number))
