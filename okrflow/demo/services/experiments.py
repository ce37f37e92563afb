"""Policy's experiment: nobody waits for business input any more."""

from collections.abc import Sequence
from typing import Final

from okrflow.demo.anchors import on
from okrflow.demo.okrs import FlowTold
from okrflow.demo.services.northwind import BUSINESS_INPUT, LEADS, Northwind, instant
from okrflow.demo.services.okrs import Written
from okrflow.experiments.given import ExperimentGiven
from okrflow.experiments.measuring import kept_effect
from okrflow.experiments.models import Experiment, Verdict
from okrflow.experiments.sentences import effect_sentence
from okrflow.experiments.services import (
    attach_foretelling,
    give_verdict,
    measure_experiments,
    plan_experiment,
)
from okrflow.flow.effect_groups import Measured
from okrflow.okrs.models import KeyResult
from okrflow.value_streams.models import Status
from okrflow.work_items.models import Kind

_PLANNED_DAYS_BEFORE: Final = 4.5
_JUDGED_AFTER_DAYS: Final = 49.6


def try_without_waiting(northwind: Northwind, written: Sequence[Written]) -> Experiment:
    """Plan it some days before, judge it seven weeks later, measure it today, and have it foretold by a job."""
    stream, start = northwind.streams["policy"], northwind.anchors.experiment
    rights = northwind.rights(LEADS["policy"])
    experiment = plan_experiment(
        rights=rights,
        value_stream=stream,
        given=ExperimentGiven(
            title="0 days waiting for business input",
            hypothesis="If somebody of the business office answers within the day, features are live in a third of the time:"
            " three quarters of it they wait for that answer. Velocity will stay, as nobody works faster.",
            what_changes="The business office sits in our daily and answers what is ready for verification before lunch.",
            stage=Status.objects.get(organisation=northwind.organisation, name=BUSINESS_INPUT),
            from_on=on(start),
            measure=Measured.FLOW_TIME_P50,
            item_kind=Kind.FEATURE,
            key_result=_served(written),
        ),
        now=instant(start - _PLANNED_DAYS_BEFORE),
    )
    judged_at = instant(start + _JUDGED_AFTER_DAYS)
    measure_experiments(value_stream_ids=[stream.pk], now=judged_at)
    experiment.refresh_from_db()
    give_verdict(
        rights=rights, experiment=experiment, verdict=Verdict.KEEP, note=_note(experiment), now=judged_at
    )
    measure_experiments(value_stream_ids=[stream.pk], now=northwind.now)
    return attach_foretelling(
        rights=rights,
        experiment=experiment,
        changes=[{"stage": BUSINESS_INPUT, "no_waiting": True}],
        now=northwind.now,
    )


def _served(written: Sequence[Written]) -> KeyResult:
    """The key result that nobody waits there."""
    return next(
        each.stored
        for each in written
        if isinstance(each.told.metric, FlowTold) and each.told.metric.stage == BUSINESS_INPUT
    )


def _note(experiment: Experiment) -> str:
    """What Ben says, with the figures of that day."""
    effect = kept_effect(experiment)
    assert effect is not None
    return f"{effect_sentence(experiment, effect, unit='days')}. The office stays in the daily. Next we look at Build."
