"""The bottleneck of planted lines."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from okrflow.flow import DAY_US, Days, Period, Reason, Stage, StageReport, State, clip, day_number
from okrflow.flow.bottleneck import blocks, stabilities
from tests.flow.histories import STATES, Answer, asked, events_of, instant, july, state_map, status_id

BEGIN = day_number(date(2026, 1, 5))
DAYS = Days.build(ZoneInfo("UTC"), first=date(2026, 1, 1), last=date(2027, 12, 31))
ORDER = [Stage(status_id(name), STATES["B", name]) for name in ("new", "active", "waiting", "Review", "done")]
ACTIVE, WAITING, REVIEW = (status_id(name) for name in ("active", "waiting", "Review"))


def line(active: float, waiting: float, review: float, *, items: int = 150, spread: float = 0.5) -> Answer:
    """One item a day through active, waiting and Review of stream B; mean days in each, spread evenly around it."""
    rng = np.random.default_rng(7)
    rows = []
    for item in range(1, items + 1):
        at = (BEGIN + item) * DAY_US
        for status, mean in ((ACTIVE, active), (WAITING, waiting), (REVIEW, review)):
            rows.append((item, at, 2, status, item % 4))
            at += int(mean * rng.uniform(1 - spread, 1 + spread) * DAY_US)
        rows.append((item, at, 2, status_id("done"), item % 4))
    return Answer(events_of(rows), state_map(STATES), as_of=(BEGIN + 180) * DAY_US, days=DAYS)


def report(answer: Answer, *, begin: int = 0, end: int = 140, seed: tuple[int, ...] = (1, 2)) -> StageReport:
    """The stages from day `begin` of the line to day `end`."""
    return answer.report(2, Period(BEGIN + begin, BEGIN + end), ORDER, seed=seed)


def test_planted_wait_is_found_and_what_it_stands_in_front_of():
    found = report(line(1, 6, 2))

    assert found.bottleneck is not None
    assert (found.bottleneck.status, found.bottleneck.in_front_of) == (WAITING, REVIEW)
    assert found.bottleneck.share == pytest.approx(6 / 9, abs=0.05)
    assert found.bottleneck.stability == 1
    assert [each.status for each in found.candidates] == [WAITING]
    assert found.reason is None


def test_planted_work_stands_in_front_of_nothing():
    found = report(line(6, 1, 2))

    assert found.bottleneck is not None
    assert (found.bottleneck.status, found.bottleneck.in_front_of) == (ACTIVE, None)


def test_growth_of_the_bottleneck():
    found = report(line(1, 60, 2), end=56)

    assert found.bottleneck is not None
    assert found.bottleneck.growth_per_week == found.stages[1].growth_per_week > 6


def test_balanced_line_has_no_clear_bottleneck():
    found = report(line(3, 3, 3, spread=0.9))

    assert (found.bottleneck, found.reason) == (None, Reason.NO_CLEAR_BOTTLENECK)
    assert len(found.candidates) >= 2
    assert all(0.1 <= each.stability < 0.8 for each in found.candidates)


def test_one_seed_gives_one_answer():
    answer = line(3, 3, 3, spread=0.9)

    assert report(answer) == report(answer)
    assert report(answer, seed=(1, 3)).candidates != report(answer).candidates


def test_too_few_items():
    few, enough = report(line(1, 6, 2, items=9)), report(line(1, 6, 2, items=10), end=28)

    assert (few.bottleneck, few.reason) == (None, Reason.TOO_FEW_ITEMS)
    assert enough.bottleneck is not None


def test_too_few_blocks():
    answer = line(3, 18, 6)

    few, enough = report(answer, begin=40, end=43), report(answer, begin=40, end=44)

    assert (few.bottleneck, few.reason) == (None, Reason.TOO_FEW_BLOCKS)
    assert [each.status for each in few.candidates] == [WAITING]
    assert enough.bottleneck is not None


def test_future_period():
    found = report(line(1, 6, 2), begin=200, end=230)

    assert (found.bottleneck, found.candidates, found.reason) == (None, (), Reason.FUTURE_PERIOD)
    assert {each.share_reason for each in found.stages} == {Reason.FUTURE_PERIOD}


def test_stream_without_stages():
    answer = line(1, 6, 2)

    found = answer.report(2, Period(BEGIN, BEGIN + 28), [Stage(status_id("done"), State.DONE)])

    assert (found.stages, found.bottleneck, found.candidates) == ((), None, ())


def test_of_equal_stages_the_earlier_is_first():
    weeks = np.array([[5, 7, 1, 3], [5, 7, 1, 3], [1, 1, 1, 1]])

    assert stabilities(weeks, seed=[1]) == [1, 0, 0]


def test_draws_without_anything_have_no_first():
    assert stabilities(np.zeros((2, 5), np.int64), seed=[1]) == [0, 0]


def test_sums_of_draws_are_shared_out():
    fractions = stabilities(np.array([[9, 0, 9, 0, 9], [0, 9, 0, 9, 0]]), seed=[3])

    assert sum(fractions) == 1
    assert 0.5 < fractions[0] < 0.95


def test_waiting_that_leads_nowhere_active():
    histories = [f"B waiting {day}, done {day + 5}" for day in range(1, 15)]
    stages = [Stage(WAITING, State.WAITING), Stage(REVIEW, State.ACTIVE)]

    found = asked(*histories).report(2, Period(july(1), july(29)), stages)

    assert found.bottleneck is not None
    assert (found.bottleneck.status, found.bottleneck.in_front_of) == (WAITING, None)


def test_of_what_follows_the_most_frequent_counts():
    """Nine go on to Review, six to active; six more only after a gap, which is no way on."""
    histories = [f"B waiting {day}, Review {day + 5}, done {day + 6}" for day in range(1, 10)]
    histories += [f"B waiting {day}, active {day + 5}, done {day + 6}" for day in range(1, 7)]
    histories += [
        f"B waiting {day}, out {day + 5}, B active {day + 6}, done {day + 7}" for day in range(1, 7)
    ]

    found = asked(*histories).report(2, Period(july(1), july(22)), ORDER)

    assert found.bottleneck is not None
    assert (found.bottleneck.status, found.bottleneck.in_front_of) == (WAITING, REVIEW)


@pytest.mark.parametrize(
    ("length", "as_of", "count", "size"),
    [
        (55, 100, 55, 1),
        (56, 100, 8, 7),
        (70, 100, 10, 7),
        (70, 63.5, 9, 7),
        (70, 30.5, 30, 1),
        (70, 0.5, 0, 0),
    ],
)
def test_blocks(length, as_of, count, size):
    period = Period(BEGIN, BEGIN + length)
    clipped = clip(period, days=DAYS, as_of=int((BEGIN + as_of) * DAY_US))

    found = blocks(period, clipped, days=DAYS)

    assert len(found) == count
    assert {block.to_day - block.from_day for block in found} == ({size} if count else set())


def test_blocks_are_weeks_from_monday():
    period = Period(BEGIN + 2, BEGIN + 65)
    clipped = clip(period, days=DAYS, as_of=instant("1"))

    found = blocks(period, clipped, days=DAYS)

    assert (found[0].from_day, found[-1].to_day, len(found)) == (BEGIN + 7, BEGIN + 63, 8)
