"""What holds among the figures of any history."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrflow.flow import (
    DAY_US,
    Days,
    Grain,
    Kind,
    Period,
    Stage,
    StageFigures,
    State,
    cumulative_flow,
    cut_period,
    stage_loads,
)
from tests.flow.histories import Answer, events_of
from tests.flow.strategies import (
    BASE,
    HOUR,
    STATES,
    STATUSES,
    STREAMS,
    WINDOW,
    asked_at,
    histories,
    mapping,
    periods,
    zones,
)

thorough = settings(max_examples=100, deadline=None)
KINDS = [None, *Kind]
AFTERWARDS = BASE + 400 * HOUR


def answered(events, *, as_of=AFTERWARDS, zone="Europe/Berlin", shift_days=0) -> Answer:
    """The answer to a history, all of which happens so many days later."""
    moved = [(item, at + shift_days * DAY_US, *held) for item, at, *held in events]
    days = Days.build(ZoneInfo(zone), first=date(2026, 3, 1), last=date(2026, 6, 30))
    return Answer(events_of(moved), mapping(), as_of=as_of + shift_days * DAY_US, days=days)


def stages_of(answer: Answer, stream: int, period: Period, kind: Kind | None) -> tuple[StageFigures, ...]:
    stages = [Stage(status, STATES.get((stream, status), State.WAITING)) for status in STATUSES]
    return answer.report(stream, period, stages, kind=kind).stages


@thorough
@given(histories(), asked_at, zones)
def test_load_grows_by_what_enters_less_what_leaves(events, as_of, zone):
    answer = answered(events, as_of=as_of, zone=zone)
    weeks = cut_period(WINDOW, by=Grain.WEEK)

    for stream in STREAMS:
        for kind in KINDS:
            known = [week for week in answer.figures(stream, weeks, kind) if week.reason is None]
            for before, week in pairwise(known):
                assert week.load.at_end - before.load.at_end == week.entered - week.left


@thorough
@given(histories(), asked_at, zones, periods())
def test_kinds_add_up_to_all(events, as_of, zone, period):
    answer = answered(events, as_of=as_of, zone=zone)

    for stream in STREAMS:
        (every,), *by_kind = (answer.figures(stream, [period], kind) for kind in KINDS)
        if every.reason is None:
            of_kinds = [figures for (figures,) in by_kind]
            assert every.velocity == sum(each.velocity for each in of_kinds)
            assert every.load.at_end == sum(each.load.at_end for each in of_kinds)
            assert every.load.mean == pytest.approx(sum(each.load.mean for each in of_kinds))


@thorough
@given(histories(), asked_at, zones, periods())
def test_shares_add_up_to_1(events, as_of, zone, period):
    answer = answered(events, as_of=as_of, zone=zone)

    for stream in STREAMS:
        for kind in KINDS:
            shares = [each.share for each in stages_of(answer, stream, period, kind)]
            assert set(shares) == {None} or sum(shares) == pytest.approx(1)
            (figures,) = answer.figures(stream, [period], kind)
            assert not figures.distribution or sum(figures.distribution.values()) == pytest.approx(1)


@thorough
@given(histories(), asked_at, periods(), st.integers(0, 21))
def test_shifting_all_instants_shifts_nothing(events, as_of, period, days):
    there, moved = (answered(events, as_of=as_of, zone="UTC", shift_days=by) for by in (0, days))
    later = Period(period.from_day + days, period.to_day + days)

    for stream in STREAMS:
        for kind in KINDS:
            (before,), (after,) = there.figures(stream, [period], kind), moved.figures(stream, [later], kind)
            assert replace(after, period=period) == before
            assert stages_of(moved, stream, later, kind) == stages_of(there, stream, period, kind)


@thorough
@given(histories(), asked_at, zones, periods())
def test_mean_loads_of_stages_times_days_are_item_days_and_add_up_to_the_streams(events, as_of, zone, period):
    answer = answered(events, as_of=as_of, zone=zone)
    days = (min(answer.days.start_of(period.to_day), as_of) - answer.days.start_of(period.from_day)) / DAY_US

    for stream in STREAMS:
        for kind in KINDS:
            stages = stages_of(answer, stream, period, kind)
            if days > 0:
                (figures,) = answer.figures(stream, [period], kind)
                for each in stages:
                    assert each.mean_load * days == pytest.approx(each.item_days)
                assert sum(each.mean_load for each in stages) == pytest.approx(figures.load.mean)
                assert sum(each.current for each in stages) == figures.load.at_end


@thorough
@given(histories(), zones)
def test_littles_law(events, zone):
    """L = entered rate x mean stay, in a period that begins and ends empty."""
    over = [(item, AFTERWARDS, 0, 1, 0) for item in sorted({item for item, *_ in events})]
    answer = answered(sorted([*events, *over]), as_of=AFTERWARDS, zone=zone)
    period = Period(answer.days.first, answer.days.end)
    intervals, elapsed_days = answer.intervals, (AFTERWARDS - answer.days.starts[0]) / DAY_US

    for stream in STREAMS:
        for each in stages_of(answer, stream, period, None):
            ends = (
                intervals.ends_visit & (intervals.stream == stream) & (intervals.status == each.stage.status)
            )
            stays = (intervals.ended[ends] - intervals.visit_began[ends]) / DAY_US
            assert each.entered == each.left == len(stays)
            if each.entered:
                assert each.mean_load == pytest.approx(each.entered / elapsed_days * stays.mean())


@thorough
@given(histories(), asked_at, zones, periods())
def test_what_daily_rows_tell_of_stages_is_what_visits_tell(events, as_of, zone, period):
    answer = answered(events, as_of=as_of, zone=zone)
    told = {"visits": None, "max": None, "visit_days_p50": None, "visit_days_p85": None, "age_days_p85": None}

    for stream in STREAMS:
        stages = [Stage(status, STATES.get((stream, status), State.WAITING)) for status in STATUSES]
        rows = answer.stages.of_stream(stream)
        loads = stage_loads(rows, stages=stages, days=answer.days, period=period, as_of=as_of)
        whole = stages_of(answer, stream, period, None)
        for load, each in zip(loads, whole, strict=True):
            assert load == replace(each, **told, visit_reason=load.visit_reason, age_reason=load.age_reason)


@thorough
@given(histories(), asked_at, zones)
def test_cumulative_flow_holds_every_item_of_the_stream_once(events, as_of, zone):
    answer = answered(events, as_of=as_of, zone=zone)
    days = cut_period(Period(answer.days.first, answer.days.end), by=Grain.WEEK)
    ends = np.array([answer.days.start_of(day.to_day) for day in days])

    for stream in STREAMS:
        rows = answer.stages.of_stream(stream)
        found = cumulative_flow(rows, statuses=STATUSES, days=answer.days, periods=days)
        held = answer.intervals.where(answer.intervals.stream == stream)
        there = [np.count_nonzero((held.began < end) & (held.ended >= end)) for end in ends]
        assert found[:, 1:].sum(axis=0).tolist() == there
        assert found.min() >= 0
        for kind in Kind:
            found = found - cumulative_flow(
                rows, statuses=STATUSES, days=answer.days, periods=days, kind=kind
            )
        assert not found.any()
