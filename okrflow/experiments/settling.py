"""When experiments settle: what was stored is released then once, and does not come again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from okrflow.experiments.measuring import kept_effect
from okrflow.experiments.models import Experiment
from okrflow.flow.effects import Effect
from okrflow.value_streams.models import ValueStream


def settled_on(experiment: Experiment, effect: Effect) -> date:
    """The first day on which finished items count."""
    return experiment.from_on + timedelta(days=ceil(effect.settling_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """The days of some period on which experiments of a stream settled; `days` are in order, each once."""

    experiments: Sequence[Experiment]
    days: Sequence[date]


def settling_within(value_stream: ValueStream, *, first: date, to: date) -> Settling:
    """The settling within the days [first, to), as far as experiments were measured; the earliest first. One query."""
    begun = Experiment.objects.of_stream(value_stream).filter(from_on__lt=to, effect__isnull=False)
    experiments, days = [], set[date]()
    for experiment in begun.order_by("from_on", "pk"):
        found = _days_of(experiment, first, to)
        if found:
            experiment.value_stream = value_stream
            experiments.append(experiment)
            days |= found
    return Settling(experiments=experiments, days=sorted(days))


def _days_of(experiment: Experiment, first: date, to: date) -> set[date]:
    """The days of its settling within [first, to); those after its last day count, as what was stored still leaves."""
    effect = kept_effect(experiment)
    assert effect is not None
    start, end = max(experiment.from_on, first), min(settled_on(experiment, effect), to)
    return {start + timedelta(days=number) for number in range((end - start).days)}
