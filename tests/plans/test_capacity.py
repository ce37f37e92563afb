"""How far down a plan one comes."""

from datetime import date

import pytest

from okrflow.flow import Reason
from okrflow.flow.forecasts import HowMany
from okrflow.plans.capacity import capacity, day_of_interest
from okrflow.plans.models import PlanEntry

BY = date(2026, 7, 31)
TODAY = date(2026, 7, 20)


def entry(items: int, done: int = 0, dropped: int = 0, days: tuple[int, int] | None = None) -> PlanEntry:
    made = PlanEntry(title="Photos")
    made.item_count, made.done_count, made.dropped_count = items, done, dropped  # type: ignore[attr-defined]
    if days:
        made.from_on, made.to_on = date(2026, 7, days[0]), date(2026, 7, days[1])
    return made


@pytest.mark.parametrize(
    ("how_many", "entries"),
    [((0, 1, 2), [0, 0, 0]), ((3, 4, 6), [1, 2, 2]), ((7, 8, 100), [3, 3, 3])],
)
def test_the_marks_stand_below_what_is_done_whole(how_many: tuple[int, ...], entries: list[int]) -> None:
    # left: 3; one that has no items yet, which counts as one; 3 of 5, one of them being done and one cancelled
    plan = [entry(3), entry(0), entry(5, 1, 1)]
    forecast = HowMany(p15=how_many[0], p50=how_many[1], p85=how_many[2])

    found = capacity(plan, forecast, by=BY)

    assert [(mark.chance, mark.items) for mark in found.marks] == list(
        zip((0.85, 0.5, 0.15), how_many, strict=True)
    )
    assert [mark.entries for mark in found.marks] == entries


def test_without_a_forecast_there_are_no_marks_and_why() -> None:
    found = capacity([entry(3)], HowMany(reason=Reason.TOO_FEW_DAYS), by=BY)

    assert (found.marks, found.reason) == ((), Reason.TOO_FEW_DAYS)


@pytest.mark.parametrize(
    ("periods", "day"),
    [
        ([], date(2026, 8, 16)),
        ([None, (1, 10)], date(2026, 8, 16)),  # over
        ([(25, 29), (10, 31), (10, 25)], date(2026, 7, 30)),  # the first that runs
        ([(25, 31), (22, 26)], date(2026, 7, 25)),  # none runs: the next to end
        ([(1, 21)], TODAY),  # its last day
    ],
)
def test_the_day_asked_about_unless_one_is_chosen(periods: list[tuple[int, int] | None], day: date) -> None:
    assert day_of_interest([entry(1, days=days) for days in periods], today=TODAY) == day
