"""What the what-if foretold, beside what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from okrflow.experiments.models import Experiment
from okrflow.flow import State
from okrflow.flow.effect_groups import Measured
from okrflow.flow.effects import Effect
from okrflow.what_if.changes import Change, in_words
from okrflow.what_if.models import Scenario


class Stands(StrEnum):
    """How far a foretelling is."""

    UNDER_WAY = "under_way"
    NOT_SIMULATED = "not_simulated"
    FORETOLD = "foretold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretelling:
    """The relative change of the median flow time of all kinds, as the mean of the runs and their 5th to 95th percentile.

    `agrees`: whether the measured change lies within it, or its mean within the interval of what was measured; None where
    the experiment measures something else, or nothing yet.
    """

    scenario: Scenario
    change: str
    stands: Stands
    trusted: bool = True
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    agrees: bool | None = None


def obvious_change(stage: str, state: State) -> Change:
    """What an experiment on a stage comes down to, where nobody says it more exactly."""
    return {"stage": stage, "no_waiting": True} if state == State.WAITING else {"stage": stage, "places": 1}


def foretelling(experiment: Experiment, effect: Effect | None) -> Foretelling | None:
    """What was foretold of the experiment, if anything was asked."""
    scenario = experiment.scenario
    if scenario is None:
        return None
    change = in_words(scenario.changes)
    result = scenario.result
    if result is None:
        ended = scenario.job is None or scenario.job.ended
        stands = Stands.NOT_SIMULATED if ended else Stands.UNDER_WAY
        return Foretelling(scenario=scenario, change=change, stands=stands)
    band = result["answers"][0]["flow_time_change"] if result["answers"] else None
    if band is None:
        return Foretelling(scenario=scenario, change=change, stands=Stands.NOT_SIMULATED)
    return Foretelling(
        scenario=scenario,
        change=change,
        stands=Stands.FORETOLD,
        trusted=result["trusted"],
        mean=band["mean"],
        low=band["p5"],
        high=band["p95"],
        agrees=_agrees(band, effect) if experiment.measure == Measured.FLOW_TIME_P50 else None,
    )


def _agrees(band: Mapping[str, float], effect: Effect | None) -> bool | None:
    if effect is None or effect.change is None or effect.low is None or effect.high is None:
        return None
    return band["p5"] <= effect.change <= band["p95"] or effect.low <= band["mean"] <= effect.high
