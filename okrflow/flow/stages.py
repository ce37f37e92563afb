"""The figures of a stream's stages over a period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from okrflow.flow import bottleneck
from okrflow.flow.bottleneck import Bottleneck, Candidate
from okrflow.flow.clock import ELAPSED, Clock
from okrflow.flow.codes import ALL_KINDS, DAY_US, IntArray, Kind, Reason, State
from okrflow.flow.days import Days
from okrflow.flow.durations import percentiles
from okrflow.flow.intervals import Intervals
from okrflow.flow.periods import Clip, Period, clip
from okrflow.flow.presence import Presence, places
from okrflow.flow.rollups import Rollup
from okrflow.flow.series import DailySeries


class Stage(NamedTuple):
    """A status of a stream and its flow state there."""

    status: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """One stage in a period. All is None, and every reason the same, where the period as a whole has no figures.

    `share` is None when no stage held an item, visit percentiles when no visit left, the age when nobody is there.
    """

    stage: Stage
    visits: int | None = None
    item_days: float | None = None
    mean_load: float | None = None
    share: float | None = None
    share_reason: Reason | None = None
    entered: int | None = None
    left: int | None = None
    growth_per_week: float | None = None
    current: int | None = None
    max: int | None = None
    visit_days_p50: float | None = None
    visit_days_p85: float | None = None
    visit_reason: Reason | None = None
    age_days_p85: float | None = None
    age_reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """The stages in order, and the bottleneck or, with a reason, none; the candidates are named either way."""

    period: Period
    stages: tuple[StageFigures, ...]
    bottleneck: Bottleneck | None
    candidates: tuple[Candidate, ...]
    reason: Reason | None


def stage_figures(
    rows: Rollup,
    intervals: Intervals,
    *,
    stages: Sequence[Stage],
    days: Days,
    period: Period,
    as_of: int,
    seed: Sequence[int],
    kind: Kind | None = None,
    clock: Clock = ELAPSED,
) -> StageReport:
    """The figures of one stream's stages in a period, for one kind or, without one, all together.

    `rows` are StageDay rows of the stream with the keys `status`, `day` and `kind` and STAGE_COLUMNS; `days` is a window that
    covers the period, and rows before it carry load into it: they may be summed up to one row a status and kind.
    `intervals` are at least those of the stream that began before the period's end and ended at its start or later, sorted
    by (item, began). `stages` are the stream's statuses in its order, unmapped ones behind, each with its state; those not in
    progress are passed over. Lengths of visits and ages are in days of `clock`, all else is elapsed time. `seed` are
    integers of 0 or more. Raises ValueError when the period is empty or outside the days.
    """
    clipped = clip(period, days=days, as_of=as_of)
    shown = _shown(stages)
    if clipped.reason is not None:
        return _nothing(period, shown, clipped.reason)
    presence = Presence.of(
        intervals, statuses=[stage.status for stage in shown], clip=clipped, kind=kind, clock=clock
    )
    series = _series(rows, shown, days, kind)
    figures = _figures(series, presence, shown, period, days)
    blocks = bottleneck.blocks(period, clipped, days=days)
    fractions = bottleneck.stabilities(_item_us(series, blocks), seed=seed)
    named, reason = _bottleneck(figures, presence, fractions, len(blocks))
    return StageReport(
        period=period,
        stages=figures,
        bottleneck=named,
        candidates=bottleneck.candidates([stage.status for stage in shown], fractions),
        reason=reason,
    )


def stage_loads(
    rows: Rollup,
    *,
    stages: Sequence[Stage],
    days: Days,
    period: Period,
    as_of: int,
    kind: Kind | None = None,
) -> tuple[StageFigures, ...]:
    """Of the stages' figures those that daily rows can tell: item-days, mean load, share, crossings, growth, current.

    What only single visits can tell is None. The rest is as in `stage_figures`.
    """
    clipped = clip(period, days=days, as_of=as_of)
    shown = _shown(stages)
    if clipped.reason is not None:
        return _nothing(period, shown, clipped.reason).stages
    return _loads(_series(rows, shown, days, kind), clipped, shown, period, days)


def _shown(stages: Sequence[Stage]) -> list[Stage]:
    return [stage for stage in stages if stage.state in (State.ACTIVE, State.WAITING)]


def _nothing(period: Period, stages: list[Stage], reason: Reason) -> StageReport:
    """The report of a period without figures."""
    figures = tuple(
        StageFigures(stage=stage, share_reason=reason, visit_reason=reason, age_reason=reason)
        for stage in stages
    )
    return StageReport(period=period, stages=figures, bottleneck=None, candidates=(), reason=reason)


def _series(rows: Rollup, stages: list[Stage], days: Days, kind: Kind | None) -> DailySeries:
    """The rows of the kind by the stages' places."""
    group = places(rows.keys["status"], [stage.status for stage in stages])
    chosen = (group >= 0) & (rows.keys["kind"] == (ALL_KINDS if kind is None else kind))
    picked = rows.where(chosen)
    return DailySeries(
        picked.columns, day=picked.keys["day"], group=group[chosen], groups=len(stages), days=days
    )


def _item_us(series: DailySeries, periods: Sequence[Period]) -> IntArray:
    """Item-microseconds of stages in whole past periods, shape (stages, periods)."""
    ends = np.array(periods, np.int64).reshape(-1, 2)
    return series.total("microseconds", ends[:, 0], ends[:, 1])


def _figures(
    series: DailySeries, presence: Presence, stages: list[Stage], period: Period, days: Days
) -> tuple[StageFigures, ...]:
    """The figures of every stage."""
    loads = _loads(series, presence.clip, stages, period, days)
    return tuple(_with_durations(each, place, presence) for place, each in enumerate(loads))


def _loads(
    series: DailySeries, clipped: Clip, stages: list[Stage], period: Period, days: Days
) -> tuple[StageFigures, ...]:
    """Of every stage what its daily rows tell."""
    from_day, to_day = (np.array([day]) for day in period)
    to_come = np.array([days.start_of(period.to_day) - clipped.end])
    item_us = series.item_us(from_day, to_day, to_come=to_come)[:, 0].tolist()
    entered = series.total("entered", from_day, to_day)[:, 0].tolist()
    left = series.total("left", from_day, to_day)[:, 0].tolist()
    current = series.load(to_day)[:, 0].tolist()
    everything = sum(item_us)
    return tuple(
        StageFigures(
            stage=stage,
            item_days=item_us[place] / DAY_US,
            mean_load=item_us[place] / DAY_US / clipped.days,
            share=item_us[place] / everything if everything else None,
            share_reason=None if everything else Reason.NOTHING_THERE,
            entered=entered[place],
            left=left[place],
            growth_per_week=(entered[place] - left[place]) / (clipped.days / 7),
            current=current[place],
        )
        for place, stage in enumerate(stages)
    )


def _with_durations(figures: StageFigures, place: int, presence: Presence) -> StageFigures:
    """A stage's figures with those that only single visits can tell."""
    visits_us, ages_us = presence.visits_us(place), presence.ages_us(place)
    day_us = presence.clock.day_us
    p50, p85 = percentiles(visits_us, 50, 85, day_us=day_us) if len(visits_us) else (None, None)
    return replace(
        figures,
        visits=presence.visits(place),
        max=presence.most(place),
        visit_days_p50=p50,
        visit_days_p85=p85,
        visit_reason=None if len(visits_us) else Reason.NOTHING_LEFT,
        age_days_p85=percentiles(ages_us, 85, day_us=day_us)[0] if len(ages_us) else None,
        age_reason=None if len(ages_us) else Reason.NOTHING_THERE,
    )


def _bottleneck(
    figures: Sequence[StageFigures], presence: Presence, fractions: list[float], block_count: int
) -> tuple[Bottleneck | None, Reason | None]:
    """The stage with the largest share, the earlier of equals, or why none is named."""
    place = max(range(len(figures)), key=lambda each: figures[each].item_days or 0, default=None)
    stability = 0.0 if place is None else fractions[place]
    reason = bottleneck.doubt(items=presence.items(), block_count=block_count, stability=stability)
    if reason is not None or place is None:
        return None, reason
    found = figures[place]
    # There are items that spent time in a stage, so there are shares.
    assert found.share is not None and found.growth_per_week is not None
    return Bottleneck(
        status=found.stage.status,
        in_front_of=_in_front_of(presence, [each.stage for each in figures], place),
        share=found.share,
        growth_per_week=found.growth_per_week,
        stability=stability,
    ), None


def _in_front_of(presence: Presence, stages: list[Stage], place: int) -> int | None:
    """The active status that a waiting stage's visits enter next by most, the earlier of equals; else None."""
    if stages[place].state != State.WAITING:
        return None
    active = np.array([stage.state == State.ACTIVE for stage in stages])
    went = presence.next_stages(place, len(stages)) * active
    return stages[int(np.argmax(went))].status if went.any() else None
