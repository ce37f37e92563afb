"""An experiment as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from okrflow.experiments import pictures
from okrflow.experiments.foretelling import Foretelling, foretelling
from okrflow.experiments.measuring import Week, kept_effect, weeks_of
from okrflow.experiments.models import Experiment, ExperimentState
from okrflow.experiments.rights import sees
from okrflow.experiments.sentences import (
    Shown,
    between,
    caution_sentence,
    effect_sentence,
    interval,
    measure_name,
    shown,
    standing_words,
    value,
)
from okrflow.flow.effect_groups import Measured
from okrflow.flow.effects import Effect
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.calendars import clock_of
from okrflow.web import charts
from okrflow.web.numbers import format_share
from okrflow.work_items.figures.windows import today


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of the comparison, or those that stand on none: how many items, where they are listed, their value."""

    name: str
    group: str
    items: int
    value: str
    words: str


class Presented:
    """What a page says of one experiment to one reader."""

    def __init__(self, experiment: Experiment, rights: OkrRights, *, now: datetime) -> None:
        self.experiment, self._rights, self._now = experiment, rights, now
        self.effect: Effect | None = kept_effect(experiment)

    @property
    def state(self) -> ExperimentState:
        return self.experiment.state_on(today(self.experiment.organisation, now=self._now))

    @property
    def standing(self) -> str:
        return standing_words(self.state, self.effect)

    @property
    def measure(self) -> str:
        return measure_name(self.experiment)

    @property
    def _measured(self) -> Measured:
        return Measured(self.experiment.measure)

    @cached_property
    def unit(self) -> str:
        return clock_of(self.experiment.organisation).unit

    @property
    def sentence(self) -> str:
        return effect_sentence(self.experiment, self.effect, unit=self.unit) if self.effect else ""

    @property
    def change(self) -> str:
        change = self.effect.change if self.effect else None
        return "–" if change is None else format_share(change, signed=True)

    @property
    def interval(self) -> str:
        return interval(self.effect) if self.effect else ""

    @property
    def verdict(self) -> Shown | None:
        """The measured one."""
        measured = self.effect is not None and self.effect.change is not None
        return shown(self._measured, self.effect) if self.effect and measured else None

    @property
    def cautions(self) -> list[str]:
        return [caution_sentence(each) for each in self.effect.warnings] if self.effect else []

    @property
    def sides(self) -> list[Side]:
        """Before, settling, after, still open."""
        effect = self.effect
        if effect is None:
            return []
        settling = f"finished in the first {round(effect.settling_days)} days, so not counted"
        through = "came into the stage" if self.experiment.stage_id else "started"
        rows = [
            ("Before", "before", effect.before_items, effect.before, "finished in the 90 days before"),
            ("Settling", "settling", effect.settling_items, None, settling),
            ("After", "after", effect.after_items, effect.after, f"{through} since, and finished"),
            ("Still open", "still_open", effect.open_items, None, f"{through} since, not finished"),
        ]
        return [
            Side(
                name=name,
                group=group,
                items=items,
                value=value(self._measured, amount, unit=self.unit),
                words=words,
            )
            for name, group, items, amount, words in rows
        ]

    @cached_property
    def foretelling(self) -> Foretelling | None:
        return foretelling(self.experiment, self.effect)

    @property
    def foretold(self) -> str:
        found = self.foretelling
        return format_share(found.mean, signed=True) if found and found.mean is not None else ""

    @property
    def foretold_interval(self) -> str:
        found = self.foretelling
        if found is None or found.low is None or found.high is None:
            return ""
        return between(found.low, found.high)

    @property
    def key_result(self) -> KeyResult | None:
        """What it serves, if this reader may know."""
        serves = self.experiment.key_result
        return serves if serves is not None and sees(self._rights, serves) else None

    @cached_property
    def weeks(self) -> Sequence[Week]:
        return weeks_of(self.experiment, now=self._now)

    @property
    def week_rows(self) -> list[tuple[date, int, str]]:
        return [
            (week.first, week.items, value(self._measured, week.value, unit=self.unit)) for week in self.weeks
        ]

    @property
    def chart(self) -> str:
        """The picture; "" where no week has a value."""
        if not any(week.value is not None for week in self.weeks):
            return ""
        spec = pictures.weekly(self.experiment, self.weeks, self.effect, unit=self.unit)
        marks = pictures.marks(self.experiment, self.effect)
        title = self.sentence or f"{self.measure[:1].upper()}{self.measure[1:]} week by week"
        return charts.svg(spec, title=title, marks=marks)
