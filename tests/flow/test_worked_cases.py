"""The worked cases of "How we count", section 7, each by its number."""

from datetime import date

import pytest

from okrflow.flow import DAY_US, MISSING, NO_STREAM, Kind, Reason, day_number, difference
from tests.flow.histories import STREAMS, Answer, asked, instant, july

REOPENED = "active 1, done 3, active 5, done 6"


def finished_days(answer: Answer, *, stream: str = "A", kind: Kind | None = None) -> list[int]:
    """The days of July on which an item was finished."""
    return [d for d in range(1, 31) if answer.period(d, d + 1, stream=stream, kind=kind).velocity]


def times(answer: Answer) -> tuple[float, float]:
    """Flow time and active time of the one item, in days."""
    return answer.fact("flow_us") / DAY_US, answer.fact("active_us") / DAY_US


def test_case_01_straight_through():
    answer = asked("new 1, active 2, waiting 4, active 5, done 6")

    figures = answer.period()
    assert times(answer) == (4, 3)
    assert figures.flow_time.p50 == figures.flow_time.mean == figures.flow_time.p95 == 4
    assert figures.efficiency.value == 0.75


def test_case_02_done_without_having_been_in_progress():
    answer = asked("new 1, done 3")

    figures = answer.period()
    assert answer.fact("never_in_progress")
    assert (figures.velocity, figures.flow_time.p50, figures.arrivals) == (1, 0, 0)
    assert (figures.efficiency.value, figures.efficiency.reason) == (None, Reason.NOTHING_MEASURABLE)


def test_case_03_reopened():
    answer = asked(REOPENED)

    assert answer.fact("finished") == instant("6")
    assert times(answer) == (5, 3)
    assert answer.period().efficiency.value == 0.6
    assert answer.fact("reopened") == answer.period().reopened == 1
    assert answer.period(5, 6).reopened == 1
    assert answer.load_days() == [1, 2, 5]


def test_case_04_reopened_as_of_the_time_back_in_progress():
    answer = asked(REOPENED, as_of="5T12:00")

    assert answer.fact("finished") == MISSING
    assert answer.period().velocity == 0
    assert answer.period().load.at_end == 1
    assert answer.as_of - answer.fact("started") == 4.5 * DAY_US


def test_case_05_back_to_new():
    answer = asked("active 1, new 3, active 6, done 8")

    assert times(answer) == (7, 4)
    assert answer.load_days() == [1, 2, 6, 7]
    assert (answer.period().entered, answer.period().left, answer.period().reopened) == (2, 2, 0)


def test_case_06_cancelled():
    answer = asked("active 1, cancelled 4")

    assert answer.period().velocity == 0
    assert answer.period().cancelled == answer.period(4, 5).cancelled == 1
    assert answer.load_days() == [1, 2, 3]


def test_case_07_only_waited():
    answer = asked("waiting 1, done 3")

    figures = answer.period()
    assert figures.flow_time.mean == 2
    assert (figures.efficiency.value, figures.efficiency.unmeasured) == (None, 1)


def test_case_08_kind_changes_on_the_way_and_after():
    answer = asked("defect active 1, feature active 5, done 10, defect done 11")

    assert answer.load_days(kind=Kind.DEFECT) == [1, 2, 3, 4]
    assert answer.load_days(kind=Kind.FEATURE) == [5, 6, 7, 8, 9]
    assert answer.load_days() == list(range(1, 10))
    assert finished_days(answer) == finished_days(answer, kind=Kind.FEATURE) == [10]
    assert finished_days(answer, kind=Kind.DEFECT) == []
    assert answer.period().distribution == {
        Kind.FEATURE: 1, Kind.DEFECT: 0, Kind.RISK: 0, Kind.DEBT: 0
    }  # fmt: skip


def test_case_09_moved():
    answer = asked("A active 1, B active 4, B done 6")

    assert (answer.period().velocity, answer.period(stream="B").velocity) == (0, 1)
    assert answer.period(stream="B").flow_time.mean == 5
    assert answer.load_days() == [1, 2, 3]
    assert answer.load_days(stream="B") == [4, 5]
    assert (answer.stage("active").item_days, answer.stage("active", stream="B").item_days) == (3, 2)


def test_case_10_clocks_change():
    answer = asked("active 2026-03-28T12:00, done 2026-03-29T12:00", zone="Europe/Berlin")

    assert answer.fact("flow_us") == 23 * 3_600_000_000


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_case_11_finished_at_local_midnight(zone):
    answer = asked("active 1, done 5", zone=zone)

    assert finished_days(answer) == [5]
    assert [answer.period(day, day + 1).flow_time.count for day in (4, 5)] == [0, 1]


def test_case_12_descoped_after_done():
    answer = asked("active 1, done 3, out 9")

    assert answer.fact("finished") == instant("3")
    assert times(answer)[0] == 2
    assert answer.fact("reopened") == 0


def test_case_13_descoped_in_progress():
    answer = asked("active 1, out 4")

    assert answer.fact("finished") == MISSING
    assert answer.period().velocity == 0
    assert answer.load_days() == [1, 2, 3]


def test_case_14_two_statuses_that_are_done():
    answer = asked("active 1, Resolved 3, Closed 5")

    assert answer.fact("finished") == instant("3")
    assert times(answer)[0] == 2
    assert answer.fact("reopened") == 0


def test_case_15_moved_when_done():
    answer = asked("A active 1, A done 3, B done 5")

    assert finished_days(answer) == [3]
    assert finished_days(answer, stream="B") == []
    assert times(answer)[0] == 2


def test_case_16_done_again_in_another_stream():
    answer = asked("A active 1, A done 3, out 5, B active 7, B done 9")

    assert (answer.period().velocity, answer.period(stream="B").velocity) == (0, 1)
    assert times(answer) == (8, 4)
    assert answer.period(stream="B").efficiency.value == 0.5
    assert answer.fact("reopened") == 1
    assert (answer.period().reopened, answer.period(stream="B").reopened) == (0, 1)
    assert answer.load_days() == [1, 2]
    assert answer.load_days(stream="B") == [7, 8]


def test_case_17_taken_up_by_another_stream_when_done():
    answer = asked("A active 1, A done 3, out 5, B done 7")

    assert finished_days(answer) == [3]
    assert finished_days(answer, stream="B") == []
    assert answer.fact("reopened") == 0


def test_case_18_kind_changed_before_the_start():
    answer = asked("defect new 1, feature new 2, active 3, done 5")

    feature, defect = answer.period(kind=Kind.FEATURE), answer.period(kind=Kind.DEFECT)
    assert (feature.arrivals, feature.velocity) == (1, 1)
    assert (defect.arrivals, defect.velocity, defect.entered, defect.left, defect.load.mean) == (
        0,
        0,
        0,
        0,
        0,
    )


def test_case_19_created_in_done():
    answer = asked("done 3")

    figures = answer.period()
    assert answer.fact("never_in_progress")
    assert (figures.velocity, figures.flow_time.mean, figures.arrivals) == (1, 0, 0)
    assert figures.efficiency.unmeasured == 1


def test_case_20_last_of_one_instant_rules():
    answer = asked("active 1, done 3, active 3, done 5")

    assert len(answer.intervals.where(answer.intervals.state == 1)) == 1
    assert times(answer)[0] == 4
    assert answer.fact("reopened") == 0
    assert answer.stage("active").visits == 1


def test_case_21_done_after_cancelled():
    answer = asked("active 1, cancelled 4, done 6")

    assert times(answer) == (5, 3)
    assert (answer.period().velocity, answer.period().cancelled) == (1, 0)
    assert answer.period().efficiency.value == 0.6


def test_case_22_cancelled_after_done():
    answer = asked("active 1, done 4, cancelled 6")

    assert answer.period().velocity == 0
    assert answer.period().cancelled == answer.period(6, 7).cancelled == 1
    assert answer.fact("reopened") == 0


def test_case_23_event_in_the_future():
    answer = asked("active 1, done 20", as_of="10")

    figures = answer.period()
    assert (figures.velocity, figures.load.at_end, figures.load.mean) == (0, 1, 1)
    assert answer.stage("active").item_days == answer.stage("active").age_days_p85 == 9
    assert asked("active 1, done 20", as_of="20T00:01").period().velocity == 1


def test_case_24_status_mapped_differently():
    history = "A active 1, A Review 3, B Review 5, B done 7"

    early, late = asked(history, as_of="4"), asked(history, as_of="8")

    assert (early.fact("finished"), early.fact("finished_stream")) == (instant("3"), STREAMS["A"])
    assert (late.period().velocity, late.period(stream="B").velocity) == (0, 1)
    assert times(late) == (6, 4)
    assert late.period(stream="B").efficiency.value == pytest.approx(2 / 3)
    assert late.fact("reopened") == 1
    assert late.stage("active").item_days == 2
    assert late.stage("Review", stream="B").item_days == 2


def test_case_25_started_at_the_instant_asked():
    answer = asked("new 1, active 10", as_of="10")

    figures = answer.period()
    assert (figures.arrivals, figures.load.at_end, figures.load.mean) == (1, 1, 0)
    assert answer.stage("active").age_days_p85 == 0


def test_case_26_started_after_a_first_done():
    answer = asked("new 1, done 2, active 4, done 5")

    assert (answer.fact("started"), answer.fact("finished")) == (instant("4"), instant("5"))
    assert times(answer) == (1, 1)
    assert answer.fact("reopened") == 1
    assert finished_days(answer) == [5]


def test_case_27_status_set_outside():
    answer = asked("active 1, out 3, out done 5")

    assert answer.fact("finished") == MISSING
    assert answer.load_days() == [1, 2]


def test_case_28_out_and_back():
    answer = asked("active 1, out 3, A active 5, done 6")

    assert times(answer) == (5, 3)
    assert answer.period().efficiency.value == 0.6
    assert (answer.stage("active").visits, answer.stage("active").item_days) == (2, 3)


def test_case_29_kind_changed_inside_a_stage():
    answer = asked("defect active 1, feature active 3, done 5")

    both, defect, feature = (answer.stage("active", kind=k) for k in (None, Kind.DEFECT, Kind.FEATURE))
    assert (both.visits, both.entered, both.left, both.visit_days_p50) == (1, 1, 1, 4)
    assert (defect.visits, defect.entered, defect.left, defect.visit_days_p50) == (0, 1, 1, None)
    assert defect.visit_reason == Reason.NOTHING_LEFT
    assert (feature.visits, feature.entered, feature.left, feature.visit_days_p50) == (1, 1, 1, 4)


def test_case_30_on_the_edge_of_periods():
    answer = asked("active 5")

    before, after = answer.period(1, 5), answer.period(5, 10)
    assert (before.arrivals, before.load.at_end) == (0, 0)
    assert (after.entered, after.arrivals) == (1, 1)


def test_case_31_one_leaves_as_the_other_comes():
    answer = asked("active 1, done 4", "active 4, done 6")

    stage = answer.stage("active", 4, 6)
    assert answer.stage("active", 1, 4).current == 1
    assert (stage.entered, stage.left, stage.current) == (1, 1, 1)
    assert (stage.mean_load, stage.max, stage.visits) == (1, 1, 1)


def test_case_32_day_of_23_hours():
    answer = asked("active 2026-03-28T00:00", zone="Europe/Berlin")

    stage = answer.stage("active", first=day_number(date(2026, 3, 29)))
    assert stage.item_days == pytest.approx(23 / 24)
    assert stage.mean_load == 1


def test_case_33_refreshed_between_the_events():
    before, after = asked(REOPENED, as_of="4").flow, asked(REOPENED, as_of="5").flow

    change = difference(after, before)

    finished = {
        (int(day), int(kind)): int(count)
        for day, kind, count in zip(
            change.keys["day"], change.keys["kind"], change.columns["finished"], strict=True
        )
        if count
    }
    assert finished == {(july(3), Kind.FEATURE): -1, (july(3), 4): -1}
    assert before.columns["finished"].sum() == 2
    assert after.columns["finished"].sum() == 0
    assert NO_STREAM not in change.keys["stream"]
