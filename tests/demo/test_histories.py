"""What the generated histories look like, apart from the story's figures."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from okrflow.demo.anchors import ZONE, Anchors
from okrflow.demo.clock import instants
from okrflow.flow import MISSING, day_number
from tests.demo.arithmetic import Organisation


@pytest.fixture(scope="module")
def made() -> Organisation:
    return Organisation.made(Anchors.of(date(2026, 11, 22)), seed=3)


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(ZONE)


def test_even_time_falls_into_working_hours_and_keeps_its_order() -> None:
    monday = day_number(date(2026, 10, 19))
    even = np.linspace(monday, monday + 14, 5_000, endpoint=False)  # the clocks change on the 25th

    at = instants(even)

    times = [local(each) for each in at.tolist()]
    assert (np.diff(at) > 0).all()
    assert {time.hour for time in times} == set(range(8, 18))
    assert times[0].isoformat() == "2026-10-19T08:00:00+02:00"
    assert np.mean([time.weekday() >= 5 for time in times]) == pytest.approx(0.15, abs=0.001)


def test_about_15_percent_of_events_are_at_weekends_and_all_are_by_day(made: Organisation) -> None:
    times = [local(at) for at in made.histories.events.at.tolist()]

    assert np.mean([time.weekday() >= 5 for time in times]) == pytest.approx(0.15, abs=0.02)
    assert all(8 <= time.hour < 18 for time in times)


def test_a_few_items_are_reopened_cancelled_moved_and_turn_out_to_be_something_else(
    made: Organisation,
) -> None:
    items, facts, events = len(made.histories.keys), made.facts, made.histories.events

    same = events.item[1:] == events.item[:-1]
    moved = same & (events.stream[1:] != events.stream[:-1])
    turned = same & (events.kind[1:] != events.kind[:-1])

    assert (facts.reopened > 0).sum() / items == pytest.approx(0.04, abs=0.01)
    assert (facts.cancelled != MISSING).sum() / items == pytest.approx(0.03, abs=0.01)
    assert moved.sum() / items == pytest.approx(0.005, abs=0.003)
    assert turned.sum() / items == pytest.approx(0.01, abs=0.005)


def test_keys_are_numbered_in_each_stream_in_order_of_creation(made: Organisation) -> None:
    began = dict(zip(made.histories.keys, made.histories.events.at[first_rows(made)].tolist(), strict=True))
    policy = sorted((key for key in began if key.startswith("POL-")), key=lambda key: int(key[4:]))

    assert len(began) == len(made.histories.keys)
    assert policy[0] == "POL-101"
    assert "POL-812" in policy
    assert [began[key] for key in policy] == sorted(began[key] for key in policy)


def first_rows(made: Organisation) -> np.ndarray:
    return np.unique(made.histories.events.item, return_index=True)[1]


def test_titles_are_sentences_of_the_trade(made: Organisation) -> None:
    titles = made.histories.titles

    assert all(title and title[0].isupper() and "{" not in title for title in titles)
    assert len(set(titles)) > len(titles) / 2
