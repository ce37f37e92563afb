"""The closed registry of what can be computed from flow: how each measure is called, shown and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from okrflow.flow import Clock, Kind, PeriodFigures, Reason, StageFigures
from okrflow.flow.forecasts import Foretell, measures
from okrflow.metrics.models import Better, Measure, UnitKind

Figure = tuple[float | None, Reason | None]
"""A value, or why there is none."""

PLURALS: Final = MappingProxyType(
    {Kind.FEATURE: "features", Kind.DEFECT: "defects", Kind.RISK: "risks", Kind.DEBT: "debts"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """One measure. In `name`, {of} stands for the kind ("of features") and {stage} for the stage's name.

    `of_period` reads measures of whole streams, `of_stage` those of one stage; `foretell` draws what it may be on a day
    to come.
    """

    name: str
    unit_kind: UnitKind
    unit: str
    better: Better
    digits: int
    explanation: str
    foretell: Foretell
    needs_kind: bool = False
    of_period: Callable[[PeriodFigures, Kind | None], Figure] | None = None
    of_stage: Callable[[StageFigures], Figure] | None = None

    @property
    def needs_stage(self) -> bool:
        return self.of_stage is not None

    def called(self, *, kind: Kind | None, stage: str) -> str:
        of = f" of {PLURALS[kind]}" if kind is not None else ""
        return self.name.format(of=of, stage=stage)

    def unit_for(self, window_days: int, clock: Clock) -> str:
        """Durations are in days of the clock."""
        return clock.unit if self.unit_kind == UnitKind.DURATION else self.unit.format(days=window_days)


def _flow_time(statistic: str) -> Callable[[PeriodFigures, Kind | None], Figure]:
    return lambda figures, kind: (getattr(figures.flow_time, statistic), figures.flow_time.reason)


def _share(figures: PeriodFigures, kind: Kind | None) -> Figure:
    if figures.distribution is None or kind is None:
        return None, figures.distribution_reason
    return figures.distribution.get(kind, 0.0), None


def _days(
    name: str,
    explanation: str,
    *,
    foretell: Foretell,
    of_period: Callable[[PeriodFigures, Kind | None], Figure] | None = None,
    of_stage: Callable[[StageFigures], Figure] | None = None,
) -> MeasureDefinition:
    return MeasureDefinition(
        name=name,
        unit_kind=UnitKind.DURATION,
        unit="days",
        better=Better.DOWN,
        digits=1,
        explanation=explanation,
        foretell=foretell,
        of_period=of_period,
        of_stage=of_stage,
    )


MEASURES: Final[Mapping[Measure, MeasureDefinition]] = MappingProxyType(
    {
        Measure.VELOCITY: MeasureDefinition(
            name="Flow velocity{of}",
            unit_kind=UnitKind.COUNT,
            unit="items in {days} days",
            better=Better.UP,
            digits=0,
            explanation="How many items were finished.",
            foretell=measures.velocity,
            of_period=lambda figures, kind: (figures.velocity, figures.reason),
        ),
        Measure.FLOW_TIME_P50: _days(
            "Flow time{of}, p50",
            "Half of the finished items took at most this long from start to finish.",
            foretell=measures.time_percentile(50),
            of_period=_flow_time("p50"),
        ),
        Measure.FLOW_TIME_P85: _days(
            "Flow time{of}, p85",
            "85 % of the finished items took at most this long from start to finish.",
            foretell=measures.time_percentile(85),
            of_period=_flow_time("p85"),
        ),
        Measure.FLOW_TIME_MEAN: _days(
            "Flow time{of}, mean",
            "The mean time from start to finish of the finished items.",
            foretell=measures.time_mean,
            of_period=_flow_time("mean"),
        ),
        Measure.EFFICIENCY: MeasureDefinition(
            name="Flow efficiency{of}",
            unit_kind=UnitKind.PERCENT,
            unit="%",
            better=Better.UP,
            digits=1,
            explanation="The share of flow time in which the finished items were worked on.",
            foretell=measures.efficiency,
            of_period=lambda figures, kind: (figures.efficiency.value, figures.efficiency.reason),
        ),
        Measure.LOAD_MEAN: MeasureDefinition(
            name="Flow load{of}, mean",
            unit_kind=UnitKind.COUNT,
            unit="items",
            better=Better.DOWN,
            digits=1,
            explanation="How many items were in progress, on average over time.",
            foretell=measures.load_mean,
            of_period=lambda figures, kind: (figures.load.mean, figures.reason),
        ),
        Measure.LOAD_AT_END: MeasureDefinition(
            name="Flow load{of}",
            unit_kind=UnitKind.COUNT,
            unit="items",
            better=Better.DOWN,
            digits=0,
            explanation="How many items are in progress at the end of the day.",
            foretell=measures.load_at_end,
            of_period=lambda figures, kind: (figures.load.at_end, figures.reason),
        ),
        Measure.DISTRIBUTION_SHARE: MeasureDefinition(
            name="Share{of} in flow distribution",
            unit_kind=UnitKind.PERCENT,
            unit="%",
            better=Better.NEITHER,
            digits=0,
            explanation="The share of this kind in the finished items.",
            foretell=measures.share,
            needs_kind=True,
            of_period=_share,
        ),
        Measure.STAGE_VISIT_P50: _days(
            "Time in {stage}{of}, p50",
            "Half of the visits that ended took at most this long.",
            foretell=measures.time_percentile(50),
            of_stage=lambda stage: (stage.visit_days_p50, stage.visit_reason),
        ),
        Measure.STAGE_VISIT_P85: _days(
            "Time in {stage}{of}, p85",
            "85 % of the visits that ended took at most this long.",
            foretell=measures.time_percentile(85),
            of_stage=lambda stage: (stage.visit_days_p85, stage.visit_reason),
        ),
        Measure.STAGE_SHARE: MeasureDefinition(
            name="Share of {stage} in the time{of}",
            unit_kind=UnitKind.PERCENT,
            unit="%",
            better=Better.DOWN,
            digits=0,
            explanation="The share of this stage in all the time that items spent in progress.",
            foretell=measures.share,
            of_stage=lambda stage: (stage.share, stage.share_reason),
        ),
        Measure.STAGE_MEAN_LOAD: MeasureDefinition(
            name="Items{of} in {stage}, mean",
            unit_kind=UnitKind.COUNT,
            unit="items",
            better=Better.DOWN,
            digits=1,
            explanation="How many items were in this stage, on average over time.",
            foretell=measures.load_mean,
            of_stage=lambda stage: (
                stage.mean_load,
                None if stage.mean_load is not None else stage.share_reason,
            ),
        ),
    }
)


def definition(measure: str) -> MeasureDefinition:
    return MEASURES[Measure(measure)]
