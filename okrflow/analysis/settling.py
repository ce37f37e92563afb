"""What a forecast would be without the days on which experiments settled, and how those days differ from the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from okrflow.experiments.models import Experiment
from okrflow.experiments.settling import settling_within
from okrflow.flow.codes import IntArray
from okrflow.value_streams.models import ValueStream
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import unit
from okrflow.work_items.figures.forecasts import Throughput


@dataclass(frozen=True, kw_only=True)
class Settled:
    """`past` is what the forecast is drawn from; `experiments` settled on `days` of its days."""

    past: Throughput
    experiments: Sequence[Experiment]
    days: int
    others: Throughput

    @cached_property
    def a_day(self) -> float:
        """Items finished on each of these days."""
        return (self.past.finished - self.others.finished) / self.days

    @cached_property
    def a_day_otherwise(self) -> float | None:
        """Items finished on each of the other days; None without any."""
        return _mean(self.others.sample)

    @property
    def sentence(self) -> str:
        """ "An experiment settled on 14 of these 90 days: 3.2 items a day were finished then, 1.9 on the others"."""
        experiments = "An experiment" if len(self.experiments) == 1 else "Experiments"
        text = f"{experiments} settled on {self.days} of these {unit(len(self.past.sample), 'day,days')}"
        if self.a_day_otherwise is None:
            return text
        then, otherwise = format_number(self.a_day, 1), format_number(self.a_day_otherwise, 1)
        return f"{text}: {then} items a day were finished then, {otherwise} on the others"


def settled(value_stream: ValueStream, past: Throughput) -> Settled | None:
    """The settling among the days that a forecast is drawn from; None where nothing settled. One query."""
    found = settling_within(value_stream, first=past.sampled_from, to=past.today)
    if not found.days:
        return None
    return Settled(
        past=past,
        experiments=found.experiments,
        days=len(found.days),
        others=past.without(found.days),
    )


def _mean(counts: IntArray) -> float | None:
    return float(counts.mean()) if len(counts) else None
