"""Titles of charts say no more than the numbers."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from okrflow.analysis import sentences
from okrflow.flow import (
    Bin,
    Bottleneck,
    FlowTime,
    Kind,
    Period,
    Predictability,
    Reason,
    Stage,
    StageFigures,
    StageReport,
    State,
)
from okrflow.work_items.figures.ageing import Ageing, AgeingItem

NAMES = {1: "Ready for test", 2: "Test", 3: "Ready for release"}
TIME = FlowTime(count=20, mean=4, p50=3, p85=6, p95=17.5)


def bins(*counts: int) -> list[Bin]:
    last = len(counts) - 1
    return [
        Bin(number * 2, None if number == last else number * 2 + 2, count, {})
        for number, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((3, 9, 2), "Most often 2 to 4 days; one item in 20 takes over 17.5"),
        ((9, 9, 2), "Most often under 2 days; one item in 20 takes over 17.5"),
        ((1, 2, 9), "Most often 4 days and more; one item in 20 takes over 17.5"),
        ((), "Nothing was finished, so there is no flow time"),
    ],
)
def test_the_histogram(counts: tuple[int, ...], sentence: str) -> None:
    assert sentences.histogram_sentence(bins(*counts), TIME, days="days") == sentence


def test_bins_are_named_in_the_days_of_their_clock() -> None:
    assert sentences.bin_words(Bin(0, 1, 3, {}), "working days") == "under 1 working day"
    assert sentences.bin_words(Bin(0.25, 0.5, 3, {}), "days") == "0.25 to 0.5 days"


def stage(status: int, state: State, item_days: float) -> StageFigures:
    return StageFigures(stage=Stage(status, state), item_days=item_days)


@pytest.mark.parametrize(
    ("first", "active", "second", "sentence"),
    [
        (60, 25, 15, "75\u202f% of the time in the stages is waiting, most of it in Ready for test"),
        (15, 25, 60, "75\u202f% of the time in the stages is waiting, most of it in Ready for release"),
        (30, 40, 30, "60\u202f% of the time in the stages is waiting, the largest part in Ready for test"),
        (0, 25, 0, "0\u202f% of the time in the stages is waiting"),
        (0, 0, 0, "No item spent time in a stage"),
    ],
)
def test_active_and_waiting(first: float, active: float, second: float, sentence: str) -> None:
    stages = [stage(1, State.WAITING, first), stage(2, State.ACTIVE, active), stage(3, State.WAITING, second)]

    assert sentences.waiting_sentence(stages, NAMES) == sentence


@pytest.mark.parametrize(
    ("in_progress", "sentence"),
    [
        ([66, 90, 81], "Items in progress grew from 66 to 81"),
        ([81, 66], "Items in progress fell from 81 to 66"),
        ([100, 300, 104], "Items in progress stayed at about 104"),
        ([0, 0], "Items in progress stayed at about 0"),
        ([7], "This period has not begun yet"),
    ],
)
def test_cumulative_flow(in_progress: list[int], sentence: str) -> None:
    assert sentences.cumulative_sentence(in_progress) == sentence


@pytest.mark.parametrize(
    ("entered", "left", "sentence"),
    [
        (60, 30, "More enters than leaves: 30 items, 3.0 a week"),
        (30, 60, "More leaves than enters: 30 items, 3.0 a week"),
        (30, 34, "As much leaves as enters"),
        (0, 0, "Nothing entered and nothing left"),
        (None, None, "This period has not begun yet"),
    ],
)
def test_entered_and_left(entered: int | None, left: int | None, sentence: str) -> None:
    assert sentences.crossings_sentence(entered, left, weeks=10) == sentence


def ageing(*ages: float) -> Ageing:
    since = datetime(2026, 7, 1, tzinfo=UTC)
    items = [
        AgeingItem(
            uuid=UUID(int=number),
            key=f"P-{number}",
            title="",
            kind=Kind.FEATURE,
            status="Test",
            started_at=since,
            age_days=age,
            in_stage_days=1,
        )
        for number, age in enumerate(ages)
    ]
    return Ageing(items=items, stages=[])


@pytest.mark.parametrize(
    ("ages", "time", "sentence"),
    [
        ((7, 8, 1), TIME, "2 of 3 items in progress are older than 85 % of those finished were"),
        ((7, 6, 1), TIME, "1 of 3 items in progress is older than 85 % of those finished were"),
        ((1, 2), TIME, "None of 2 items in progress is older than 85 % of those finished were"),
        ((1,), FlowTime(), "1 item in progress, and nothing finished to compare with"),
        ((), TIME, "Nothing is in progress"),
    ],
)
def test_ageing(ages: tuple[float, ...], time: FlowTime, sentence: str) -> None:
    assert sentences.ageing_sentence(ageing(*ages), time) == sentence


def test_predictability() -> None:
    kept = Predictability(value=0.72, committed=25, finished=18, written_afterwards=0)
    none = Predictability(
        value=None, committed=0, finished=0, written_afterwards=0, reason=Reason.NOTHING_COMMITTED
    )
    future = Predictability(
        value=None, committed=None, finished=None, written_afterwards=None, reason=Reason.FUTURE_PERIOD
    )

    said = [sentences.predictability_sentence(each) for each in (kept, none, future)]

    assert said == [
        "72\u202f% of what the plan committed to was finished in time: 18 of 25 items",
        "Nothing on the plan was committed to this period",
        "This period has not begun yet",
    ]


def month(status: int | None) -> StageReport:
    found = None
    if status is not None:
        found = Bottleneck(status=status, in_front_of=None, share=0.5, growth_per_week=0, stability=0.9)
    return StageReport(period=Period(0, 30), stages=(), bottleneck=found, candidates=(), reason=None)


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        ([1, 1, 2], "Ready for test was the bottleneck in 2 of 3 months, now Test is"),
        ([2, 1, 1], "Ready for test was the bottleneck in 2 of 3 months"),
        ([1, None], "Ready for test was the bottleneck in 1 of 2 months, and the last has no clear one"),
        ([1], "Ready for test was the bottleneck in 1 of 1 month"),
        ([None, None], "No month has a clear bottleneck"),
    ],
)
def test_the_bottlenecks_history(months: list[int | None], sentence: str) -> None:
    assert sentences.history_sentence([month(status) for status in months], NAMES) == sentence
