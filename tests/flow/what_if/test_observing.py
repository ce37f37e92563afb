"""What is read out of intervals: visits, who came in, and what lengths are drawn from."""

import numpy as np
import pytest

from okrflow.flow import Kind, Stage, State
from okrflow.flow.what_if.journeys import draw, observed
from okrflow.flow.what_if.places import BACK, CANCELLED, DONE, FIRST_STAGE, OUT, STAYS, active_places
from okrflow.flow.what_if.pools import Pools
from okrflow.flow.what_if.visits import Entries, Visits, entries, observe
from okrflow.flow.what_if.window import Window
from tests.flow.histories import asked, instant, status_id

STAGES = (Stage(status_id("active"), State.ACTIVE), Stage(status_id("waiting"), State.WAITING))
ACTIVE, WAITING = FIRST_STAGE, FIRST_STAGE + 1
INF = np.inf


def visits(*histories: str, start: str = "1", end: str = "31") -> Visits:
    """The visits of items of stream A to a window of days of July."""
    intervals = asked(*histories).intervals
    rows = intervals.where(intervals.stream == 1)
    return observe(rows, stages=STAGES, start=instant(start), end=instant(end))


def as_rows(found: Visits) -> list[tuple[int, float, float, int]]:
    """Place, began, ended and what follows of each visit; days count from the window's start."""
    columns = (found.place, found.began, found.ended, found.goes_to)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def came_in(found: Visits) -> Entries:
    return entries(found, active_places(STAGES))


def test_a_plain_history() -> None:
    found = visits("new 1, waiting 2, active 4, done 6")

    assert as_rows(found) == [(WAITING, 1, 3, ACTIVE), (ACTIVE, 3, 5, DONE), (DONE, 5, INF, STAYS)]


def test_what_lies_before_the_first_stage_is_left_out_and_so_is_an_item_without_any() -> None:
    found = visits("done 2, active 4, done 5", "new 1, done 3", "new 2, cancelled 3, active 5")

    assert as_rows(found) == [(ACTIVE, 3, 4, DONE), (DONE, 4, INF, STAYS), (ACTIVE, 4, INF, STAYS)]


def test_a_visit_goes_on_through_a_change_of_kind_and_has_the_last_one() -> None:
    found = visits("defect active 2, feature active 4, done 5")

    assert as_rows(found)[0] == (ACTIVE, 1, 4, DONE)
    assert found.kind.tolist() == [Kind.FEATURE, Kind.FEATURE]


def test_out_of_the_stream_and_back() -> None:
    found = visits("active 2, out 4, A active 7, B active 8, A waiting 10, done 11")

    assert as_rows(found) == [
        (ACTIVE, 1, 3, OUT),
        (OUT, 3, 6, ACTIVE),
        (ACTIVE, 6, 7, OUT),
        (OUT, 7, 9, WAITING),
        (WAITING, 9, 10, DONE),
        (DONE, 10, INF, STAYS),
    ]


def test_who_leaves_the_stream_when_done_stays_done() -> None:
    found = visits("active 2, done 4, out 6, A done 8", "active 2, Resolved 4, Closed 5, out 6, A active 8")

    assert as_rows(found) == [
        (ACTIVE, 1, 3, DONE),
        (DONE, 3, INF, STAYS),
        (ACTIVE, 1, 3, DONE),
        (DONE, 3, 7, ACTIVE),
        (ACTIVE, 7, INF, STAYS),
    ]


def test_back_and_cancelled() -> None:
    found = visits("active 2, new 3, active 5, cancelled 6")

    assert [row[0] for row in as_rows(found)] == [ACTIVE, BACK, ACTIVE, CANCELLED]


def test_what_happens_from_the_end_on_is_not_known() -> None:
    found = visits("active 2, done 10, active 12", "active 2, out 10, active 12", "active 10", end="10")

    assert as_rows(found) == [(ACTIVE, 1, INF, STAYS), (ACTIVE, 1, INF, STAYS)]


def test_an_interval_in_progress_belongs_to_one_of_the_stages() -> None:
    intervals = asked("waiting 2").intervals

    with pytest.raises(ValueError, match="none of the stages"):
        observe(intervals, stages=STAGES[:1], start=instant("1"), end=instant("9"))


def test_who_comes_in_and_who_is_there_at_the_start() -> None:
    """The first is there since two days, started five days before and worked for three; the second comes back done."""
    found = visits(
        "active 5, waiting 8, active 11, done 12",
        "active 3, done 5, active 12, done 13",
        "waiting 14, active 15",
        "active 2, done 4",
        start="10",
    )

    entered = came_in(found)

    assert entered.entered.tolist() == [-2, 2, 4]
    assert entered.place.tolist() == [WAITING, ACTIVE, WAITING]
    assert entered.age.tolist() == [3, 9, 0]
    assert entered.active.tolist() == [3, 2, 0]


def test_without_earlier_rows_an_item_counts_from_its_present_visit() -> None:
    intervals = asked("active 5, waiting 8, active 11, done 12").intervals
    rows = intervals.where(intervals.ended >= instant("10"))

    entered = came_in(observe(rows, stages=STAGES, start=instant("10"), end=instant("20")))

    assert (entered.entered.tolist(), entered.age.tolist()) == ([-2], [0])


def test_observed_journeys_have_the_figures_of_the_window() -> None:
    """One item finished after 4 of the 10 days with 2 at work, one after 6 with 6; load 4 + 6 days."""
    intervals = asked("waiting 1, active 3, done 5", "active 2, done 8").intervals

    window = Window.of(intervals, stages=STAGES, start=instant("1"), end=instant("11"))

    assert (window.measures.flow_time_p50, window.measures.finished) == (5, (1, 1))
    assert (window.measures.load, window.measures.efficiency) == (pytest.approx(1.0), pytest.approx(0.8))


def test_an_item_done_again_in_the_window_counts_once_as_long_as_it_is_done() -> None:
    intervals = asked("active 1, done 3, active 5, done 8", "active 1, done 3, active 5").intervals

    window = Window.of(intervals, stages=STAGES, start=instant("1"), end=instant("11"))

    assert (window.measures.flow_time_p50, window.measures.finished) == (7, (0, 1))


def pools(*histories: str) -> Pools:
    return Pools.of(visits(*histories), places=FIRST_STAGE + 2)


def test_lengths_are_drawn_with_where_they_led() -> None:
    found = pools("active 1, done 3", "active 1, cancelled 6")

    rows = found.draw(np.array([ACTIVE, ACTIVE]), np.array([0, 0], np.int8), np.array([0.1, 0.9]))

    assert (found.length[rows].tolist(), found.goes_to[rows].tolist()) == ([2, 5], [DONE, CANCELLED])


def test_a_kind_has_its_own_lengths_from_thirty_visits_on() -> None:
    features = ["feature active 1, done 3"] * 30
    defects = ["defect active 1, done 6"] * 29

    found = pools(*features, *defects)

    assert found.count[ACTIVE].tolist() == [30, 59, 59, 59]
    assert pools(*features, *defects, defects[0]).count[ACTIVE].tolist() == [30, 30, 60, 60]


def test_what_is_left_is_drawn_from_longer_visits_or_is_half_a_draw() -> None:
    found = pools("active 1, done 3", "active 1, done 5", "active 1, done 9")
    place, kind = np.full(3, ACTIVE), np.zeros(3, np.int8)

    _, length = found.draw_longer(place, kind, np.array([0.0, 3.0, 8.0]), np.array([0.0, 0.0, 0.4]))

    assert length.tolist() == [2, 4, 8 + 4 / 2]


def test_some_of_those_who_are_done_come_back() -> None:
    found = pools("active 1, done 3, active 5, done 8", "active 1, done 3")

    assert found.count[DONE, 0] == 3
    assert sorted(found.goes_to[found.begin[DONE, 0] :][:3].tolist()) == [STAYS, STAYS, ACTIVE]


def test_journeys_are_drawn_to_their_end() -> None:
    found = visits(
        *["waiting 1, active 3, done 5, active 6, done 8"] * 3, *["waiting 1, active 2, done 5"] * 9
    )

    journeys = draw(came_in(found), Pools.of(found, places=FIRST_STAGE + 2), np.random.default_rng(1))

    assert set(journeys.place[journeys.last].tolist()) == {DONE}
    assert set(journeys.place[journeys.first].tolist()) == {WAITING}
    assert set(np.unique(journeys.count).tolist()) >= {3, 5}


def test_who_goes_round_for_ever_comes_to_an_end_as_well() -> None:
    found = visits("active 1, waiting 2, active 3, waiting 4, active 5", start="1", end="4")

    journeys = draw(came_in(found), Pools.of(found, places=FIRST_STAGE + 2), np.random.default_rng(1))

    assert journeys.count.tolist() == [500]


def test_observed_journeys_begin_where_the_window_does() -> None:
    found = visits("active 5, waiting 8, active 11, done 12", start="10")

    journeys = observed(found, came_in(found))

    assert (journeys.place.tolist(), journeys.length.tolist()) == ([WAITING, ACTIVE, DONE], [3, 1, 0])


def test_an_empty_window() -> None:
    found = visits("new 1, done 3")

    journeys = observed(found, came_in(found))

    assert (len(found.place), len(journeys.first), len(journeys.place)) == (0, 0, 0)
