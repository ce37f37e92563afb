"""The figures of streams and stages against the reference, and what must hold among them."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings

from okrflow.flow import DAY_US, Days, Kind, Period, PeriodFigures, Reason, Stage, State
from okrflow.flow.durations import Finished
from okrflow.flow.figures import period_figures
from okrflow.flow.rollups import Rollup
from tests.flow.histories import asked, july
from tests.flow.reference import ALL, IN_PROGRESS, KINDS, Reference, percentile
from tests.flow.strategies import (
    STATES,
    STATUSES,
    STREAMS,
    asked_at,
    both,
    histories,
    periods,
    window,
    zones,
)

thorough = settings(max_examples=150, deadline=None)


@thorough
@given(histories(), asked_at, zones, periods())
def test_period_figures(events, as_of, zone, period):
    answer, reference = both(events, as_of=as_of, zone=zone)

    for stream in STREAMS:
        for kind in KINDS:
            figures = answer.figures(stream, [period], kind, window(zone))[0]
            if reference.start_of(period.from_day) >= as_of:
                assert figures.reason == figures.flow_time.reason == Reason.FUTURE_PERIOD
                assert figures.velocity is figures.load.at_end is figures.arrivals is None
            else:
                check_period(reference, figures, period, stream, ALL if kind is None else kind)


def check_period(
    reference: Reference, figures: PeriodFigures, period: Period, stream: int, kind: int
) -> None:
    """Every figure of a period that has begun."""
    start, edge = reference.start_of(period.from_day), reference.edge(period.to_day)
    end = min(reference.start_of(period.to_day), reference.as_of)
    finished = reference.counted("finished", start, edge, stream, kind)
    measured = [facts for facts in finished if facts.active_us]
    entered, left = reference.crossings(start, edge, stream, kind)
    kinds = list(Kind) if kind == ALL else [Kind(kind)]
    assert figures.velocity == figures.flow_time.count == len(finished)
    assert figures.velocity_by_kind == {
        k: len(reference.counted("finished", start, edge, stream, k)) for k in kinds
    }
    assert (figures.entered, figures.left) == (entered, left)
    for name, fact in (("arrivals", "started"), ("cancelled", "cancelled"), ("reopened", "reopened_in")):
        assert getattr(figures, name) == len(reference.counted(fact, start, edge, stream, kind))
    assert figures.load.at_end == reference.load(edge - 1, stream, kind)
    assert figures.load.mean == pytest.approx(reference.item_us(start, end, stream, kind) / (end - start))
    assert figures.load.at_end_by_kind == {k: reference.load(edge - 1, stream, k) for k in kinds}
    assert sum(figures.load.mean_by_kind.values()) == pytest.approx(figures.load.mean)
    assert figures.load.at_end - reference.load(start - 1, stream, kind) == entered - left
    if finished:
        assert sum(figures.distribution.values()) == pytest.approx(1)
        flow_us = [facts.flow_us for facts in finished]
        assert figures.flow_time.mean == pytest.approx(sum(flow_us) / len(flow_us) / DAY_US)
        for level in (50, 85, 95):
            assert getattr(figures.flow_time, f"p{level}") == pytest.approx(percentile(flow_us, level))
    else:
        assert figures.distribution is figures.flow_time.p50 is figures.efficiency.value is None
        assert figures.distribution_reason == figures.efficiency.reason == Reason.NOTHING_FINISHED
    assert (figures.efficiency.measured, figures.efficiency.unmeasured) == (
        len(measured),
        len(finished) - len(measured),
    )
    if measured:
        active_us, flow_us = sum(f.active_us for f in measured), sum(f.flow_us for f in measured)
        assert figures.efficiency.value == pytest.approx(active_us / flow_us)


@thorough
@given(histories(), asked_at, zones, periods())
def test_stage_figures(events, as_of, zone, period):
    answer, reference = both(events, as_of=as_of, zone=zone)

    for stream in STREAMS:
        stages = [Stage(status, STATES.get((stream, status), State.WAITING)) for status in STATUSES]
        for kind in KINDS:
            report = answer.report(stream, period, stages, kind=kind, days=window(zone))
            assert [each.stage for each in report.stages] == [s for s in stages if s.state in IN_PROGRESS]
            if reference.start_of(period.from_day) >= as_of:
                assert report.reason == Reason.FUTURE_PERIOD
                assert all(each.visits is each.share is None for each in report.stages)
                continue
            for figures in report.stages:
                check_stage(reference, figures, period, stream, ALL if kind is None else kind)
            shares = [each.share for each in report.stages]
            assert sum(shares) == pytest.approx(1) if None not in shares else set(shares) == {None}
            figures = answer.figures(stream, [period], kind, window(zone))[0]
            assert sum(each.mean_load for each in report.stages) == pytest.approx(figures.load.mean)
            assert sum(each.current for each in report.stages) == figures.load.at_end


def check_stage(reference: Reference, figures, period: Period, stream: int, kind: int) -> None:
    """Every figure of a stage in a period that has begun."""
    status = figures.stage.status
    start, edge = reference.start_of(period.from_day), reference.edge(period.to_day)
    end = min(reference.start_of(period.to_day), reference.as_of)
    item_us = reference.item_us(start, end, stream, kind, status)
    entered, left = reference.crossings(start, edge, stream, kind, status)
    visits = reference.visits(stream, status, kind, from_at=start + 1, edge=edge)
    gone = [
        ended - began
        for began, ended in reference.visits(stream, status, kind, from_at=start, edge=edge)
        if ended < edge
    ]
    ages = [end - began for began, ended in visits if ended >= edge]
    elapsed = (end - start) / DAY_US
    assert figures.visits == len(visits)
    assert figures.item_days == pytest.approx(item_us / DAY_US)
    assert figures.mean_load * elapsed == pytest.approx(figures.item_days)
    assert (figures.entered, figures.left) == (entered, left)
    assert figures.growth_per_week == pytest.approx((entered - left) / elapsed * 7)
    assert figures.current == reference.load(edge - 1, stream, kind, status) == len(ages)
    assert figures.max == reference.most(stream, status, kind, start=start, edge=edge)
    for level, name in ((50, "visit_days_p50"), (85, "visit_days_p85")):
        assert getattr(figures, name) == (pytest.approx(percentile(gone, level)) if gone else None)
    assert figures.age_days_p85 == (pytest.approx(percentile(ages, 85)) if ages else None)


@thorough
@given(histories(), asked_at, periods())
def test_shifting_by_whole_days_shifts_nothing(events, as_of, period):
    shift = 3
    moved = [(item, at + shift * DAY_US, *held) for item, at, *held in events]

    here, _ = both(events, as_of=as_of, zone="UTC")
    there, _ = both(moved, as_of=as_of + shift * DAY_US, zone="UTC")

    later = Period(period.from_day + shift, period.to_day + shift)
    stages = [Stage(status, STATES.get((1, status), State.WAITING)) for status in STATUSES]
    assert vars_but_period(here.figures(1, [period])[0]) == vars_but_period(there.figures(1, [later])[0])
    assert here.report(1, period, stages).stages == there.report(1, later, stages).stages


def vars_but_period(figures: PeriodFigures) -> dict[str, object]:
    """All fields of the figures, but for the period."""
    return {name: getattr(figures, name) for name in figures.__slots__ if name != "period"}


def test_many_periods_are_those_one_by_one():
    answer = asked("active 1, done 3, active 5, done 6", "defect active 2, done 4", "risk waiting 9")
    periods = [Period(july(day), july(day + 3)) for day in range(1, 28)]

    together = answer.figures(1, periods)

    assert together == [answer.figures(1, [period])[0] for period in periods]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_carried_may_be_one_row_a_kind(kind):
    answer = asked(
        "active 1", "defect active 2, waiting 4", "risk active 1, done 3", "defect waiting 12, done 15"
    )
    days = Days.build(ZoneInfo("UTC"), first=date(2026, 7, 10), last=date(2026, 7, 20))
    period = Period(july(10), july(21))

    figures = period_figures(
        summed_up(answer.flow, days),
        answer.finished(1),
        days=days,
        periods=[period],
        as_of=answer.as_of,
        kind=kind,
    )

    assert figures == answer.figures(1, [period], kind)


def summed_up(rows: Rollup, days: Days) -> Rollup:
    """The rows of the window, and what came before it as one row a kind on the day before."""
    before = rows.keys["day"] < days.first
    kinds = np.unique(rows.keys["kind"][before])
    carried = {
        name: [int(values[before & (rows.keys["kind"] == each)].sum()) for each in kinds]
        for name, values in rows.columns.items()
    }
    keys = {"day": [days.first - 1] * len(kinds), "kind": kinds}
    return Rollup(
        {name: np.append(keys[name], rows.keys[name][~before]) for name in keys},
        {
            name: np.append(carried[name], values[~before]).astype(np.int64)
            for name, values in rows.columns.items()
        },
    )


def test_nothing_at_all():
    rows = Rollup({"day": none(), "kind": none()}, {name: none() for name in asked("out 1").flow.columns})
    finished = Finished(finished=none(), kind=none(), flow_us=none(), active_us=none(), measurable=none() > 0)
    answer = asked("out 1")

    figures = period_figures(
        rows, finished, days=answer.days, periods=[Period(july(1), july(5))], as_of=answer.as_of
    )

    assert (figures[0].velocity, figures[0].load.mean, figures[0].entered) == (0, 0, 0)
    assert len(answer.intervals) == len(answer.facts.item) == len(answer.flow) == len(answer.stages) == 0


def none() -> np.ndarray:
    """No rows."""
    return np.zeros(0, np.int64)


@pytest.mark.parametrize("end", [1, 0])
def test_period_without_days_is_refused(end):
    with pytest.raises(ValueError, match="at least one day"):
        asked("active 1").period(1, end)


def test_period_outside_the_days_is_refused():
    with pytest.raises(ValueError, match="outside"):
        asked("active 1").period(1, 400)


def test_period_that_begins_at_the_instant_asked_is_future():
    answer = asked("active 1", as_of="10")

    assert answer.period(10, 20).reason == Reason.FUTURE_PERIOD
    assert answer.period(9, 10).load.at_end == 1


def test_under_one_kind_the_distribution_is_that_kind():
    answer = asked("defect active 1, done 3", "active 1, done 4")

    assert answer.period(kind=Kind.DEFECT).distribution == {Kind.DEFECT: 1}
    assert answer.period(kind=Kind.RISK).distribution is None
