"""CP1 to CP5."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from okrflow.review.findings import Severity
from okrflow.review.snapshot import Finished, Objective, PlanEntry, Snapshot, Stream
from tests.review import make


def of(stream: Stream, *objectives: Objective, today: date = make.TODAY) -> Snapshot:
    return replace(make.snapshot(*(objectives or (make.objective(),)), streams=(stream,)), today=today)


def planned(waiting: int, features: int = 0, **fields: Any) -> Stream:
    entry = PlanEntry(
        uuid=make.uuid("entry"),
        title="Cover check",
        from_on=make.QUARTER.starts_on,
        to_on=make.QUARTER.ends_on,
        items=waiting + 1,
        waiting_items=waiting,
        open_features=features,
    )
    return make.stream(**({"plan": (entry,), "in_progress": 30} | fields))


@pytest.mark.parametrize(
    ("waiting", "severity"), [(11, None), (12, Severity.WARN), (30, Severity.WARN), (31, Severity.BLOCK)]
)
def test_more_committed_than_fits(waiting: int, severity: Severity | None) -> None:
    found = make.found(of(planned(waiting)), "CP1")

    assert [each.severity for each in found] == ([severity] if severity else [])


def test_what_is_said_of_too_much() -> None:
    assert make.said(of(planned(34)), "CP1") == ("64 items, 41 likely.", "What waits for the next period?")


def test_without_a_commitment_there_is_nothing_to_fit() -> None:
    assert not make.fires(of(make.stream(in_progress=90)), "CP1")


@pytest.mark.parametrize("fields", [{"reach": {}}, {"finished": Finished(items=3)}])
def test_without_a_forecast_it_is_silent(fields: dict[str, Any]) -> None:
    seen = of(planned(90, **fields))

    assert make.silenced(seen, "CP1") and not make.fires(seen, "CP1")


def pushed(before: int, now: int, *, day: int = 45) -> Snapshot:
    today = make.QUARTER.starts_on + timedelta(days=day)
    daily = make.DailyLoads(
        first=make.QUARTER.starts_on - timedelta(days=28), loads=(before,) * 28 + (now,) * day
    )
    return of(make.stream(loads=daily, limit=None), today=today)


def test_work_pushed_in() -> None:
    assert make.said(pushed(52, 88, day=20), "CP2")[0] == "Load went from 52 to 88 since the cycle began."


@pytest.mark.parametrize(("before", "now", "day"), [(40, 50, 20), (10, 14, 20), (52, 88, 13), (52, 88, 43)])
def test_little_more_work_too_early_or_too_late(before: int, now: int, day: int) -> None:
    assert not make.fires(pushed(before, now, day=day), "CP2")


@pytest.mark.parametrize("day", [14, 42])
def test_from_day_14_to_day_42(day: int) -> None:
    assert make.fires(pushed(52, 88, day=day), "CP2")


def test_an_unknown_load_before_the_cycle_silences_it() -> None:
    short = of(make.stream(loads=make.loads([90] * 20)), today=make.QUARTER.starts_on + timedelta(days=20))

    assert make.silenced(short, "CP2")


def published(load: int, **fields: Any) -> Snapshot:
    busy = make.stream(loads=make.loads([load] * 90), **fields)
    return of(busy, make.objective(published_on=date(2026, 7, 20)))


def test_a_further_aim_and_nothing_stopped() -> None:
    assert make.said(published(97), "CP3") == ("New aim, load 97 of 50, nothing stopped.", "What stops?")
    assert not make.fires(published(50), "CP3")


@pytest.mark.parametrize(("stopped_on", "fires"), [(date(2026, 7, 27), False), (date(2026, 7, 28), True)])
def test_something_stopped_around(stopped_on: date, *, fires: bool) -> None:
    assert make.fires(published(97, stopped_on=(stopped_on,)), "CP3") == fires


def test_another_objective_was_closed_around() -> None:
    closed = make.objective("Old", state="closed", closed_on=date(2026, 7, 13))
    seen = published(97)

    assert not make.fires(replace(seen, objectives=(*seen.objectives, closed)), "CP3")


@pytest.mark.parametrize(
    ("last", "fires"),
    [
        ([60, 60, 60], True),
        ([60, 60], False),
        ([60, 60, 50, 60, 60], False),
        ([60, 60, 60, 40, 40], True),
        ([60, 60, 60, 40, 60, 40, 40], True),
        ([60, 60, 60, 40, 40, 40], False),
    ],
)
def test_over_the_limit_for_three_days_until_three_days_within(last: list[int], *, fires: bool) -> None:
    over = make.stream(loads=make.loads([50] * 9 + last), in_progress=97)

    assert make.fires(of(over), "CP4") == fires
    if fires:
        assert make.said(of(over), "CP4")[0] == "97 in progress, limit 50, oldest 61 days."


def test_without_a_limit_nothing_is_over_it() -> None:
    assert not make.fires(of(make.stream(loads=make.loads([900] * 9), limit=None)), "CP4")


def test_no_room_for_the_unplanned() -> None:
    """111 of 307 finished items were no features: 36 %, so that 26 of 41 items are left for features."""
    assert make.said(of(planned(0, features=27)), "CP5") == (
        "36 % of what you finish is unplanned.",
        "Plan at most 26 features.",
    )
    assert not make.fires(of(planned(0, features=26)), "CP5")
