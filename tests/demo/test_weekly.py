"""The measured series end where the story says, and turn in its order."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from okrflow.demo.anchors import Anchors
from okrflow.demo.weekly import measured
from tests.demo.days import DAYS, SEEDS

TODAY = {
    "Time to provision a policy": (20.5, 20.9),
    "Mobile NPS": (34.5, 35.3),
    "Market share": (0.117, 0.1185),
    "Storage cost a month": (29_500, 30_500),
    "Hosting cost per policy": (2.55, 2.65),
    "Claims NPS": (16.5, 17.5),
}
PROGRESS = {
    "Time to provision a policy": (32, 16, 0.66, 0.74),
    "Mobile NPS": (31, 37.2, 0.56, 0.70),
    "Storage cost a month": (120_000, 30_000, 0.95, 1.05),
}


@pytest.mark.parametrize("day", DAYS)
def test_today_each_series_is_where_the_story_says(day: date) -> None:
    anchors = Anchors.of(day)
    for seed in SEEDS:
        last = {name: points[-1][1] for name, points in measured(anchors, seed=seed).items()}
        for name, (low, high) in TODAY.items():
            assert 0.9 * low <= last[name] <= 1.1 * high, (name, seed)
        for name, (baseline, target, low, high) in PROGRESS.items():
            progress = (last[name] - baseline) / (target - baseline)
            assert 0.9 * low <= progress <= 1.1 * high, (name, seed)


def test_a_series_is_measured_weekly_until_yesterday_and_a_silent_one_is_not() -> None:
    anchors = Anchors.of(date(2026, 11, 22))
    series = measured(anchors, seed=1)

    days = np.array([day for day, _ in series["Mobile NPS"]])

    assert np.allclose(np.diff(days), 7)
    assert int(days[-1]) == anchors.today - 1
    assert int(days[0]) - anchors.first < 7
    assert anchors.today - series["Complaints a week"][-1][0] > 24


def turns_on(anchors: Anchors, series: list[tuple[float, float]], better: int) -> int:
    """Days after the experiment's start: the second of two values running that are better than at C by 2 sd."""
    before = [value for day, value in series if anchors.cycle - 91 <= day < anchors.cycle]
    spread = 2 * float(np.std(before))
    after = [(day, better * (value - before[-1]) > spread) for day, value in series if day >= anchors.cycle]
    second = next(day for (_, moved), (day, again) in pairwise(after) if moved and again)
    return int(second) - anchors.experiment


@pytest.mark.parametrize("day", DAYS)
def test_results_follow_in_the_story_s_order(day: date) -> None:
    anchors = Anchors.of(day)
    for seed in SEEDS:
        series = measured(anchors, seed=seed)

        provision = turns_on(anchors, series["Time to provision a policy"], better=-1)
        nps = turns_on(anchors, series["Mobile NPS"], better=+1)
        share = turns_on(anchors, series["Market share"], better=+1)

        assert 26 <= provision < nps < share, (seed, provision, nps, share)
        assert nps >= 36
        assert share >= 47


def test_the_same_day_and_seed_give_the_same_values() -> None:
    anchors = Anchors.of(date(2026, 3, 31))

    assert measured(anchors, seed=4) == measured(anchors, seed=4)
    assert measured(anchors, seed=4) != measured(anchors, seed=5)
