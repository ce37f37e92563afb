"""Joining given events with stored ones."""

import pytest

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.histories import EventGiven, EventStored, HistoryError, HistoryGiven, Result, append
from okrflow.work_items.models import Event, Kind, StaleItem
from okrflow.work_items.services import write_histories
from tests import make
from tests.make import july

A = ValueStream(pk=1, slug="a")


def given(day: int, status: str, **more: object) -> EventGiven:
    return EventGiven(**{"at": july(day), "status": status, "value_stream": A, "kind": Kind.FEATURE} | more)


def stored(day: int, status: str, sequence: int = 0, kind: Kind = Kind.FEATURE) -> EventStored:
    return EventStored(at=july(day), sequence=sequence, status=status, value_stream_id=1, kind=kind)


def test_what_is_there_is_not_added_again() -> None:
    assert append([stored(1, "new"), stored(2, "active")], [given(1, "new"), given(2, "active")]) == []


def test_a_left_out_field_comes_from_the_event_before() -> None:
    late = EventGiven(at=july(3), status="Review")

    assert append([stored(1, "new"), stored(5, "done", kind=Kind.DEBT)], [late]) == [stored(3, "Review")]


def test_several_at_one_instant_are_a_subsequence_in_their_order() -> None:
    there = [stored(1, "new"), stored(1, "active", 1), stored(1, "done", 2)]

    assert append(there, [given(1, "new"), given(1, "done")]) == []
    assert append(there, [given(1, "done"), given(1, "active")]) == [stored(1, "active", 3)]


def test_statuses_are_trimmed_and_compared_exactly() -> None:
    assert append([stored(1, "In Review")], [given(1, "  In Review ")]) == []
    assert append([stored(1, "In Review")], [given(1, "In review")]) == [stored(1, "In review", 1)]


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (EventGiven(at=july(1)), "status"),
        (EventGiven(at=july(1), status="new"), "value_stream"),
        (given(1, "  "), "status"),
        (given(1, "x" * 201), "status"),
        (given(1, "new", at=july(1).replace(year=9999)), "at"),
        (given(1, "new", at=july(1).replace(year=1)), "at"),
    ],
)
def test_what_no_history_can_hold_is_refused_by_field(event: EventGiven, field: str) -> None:
    with pytest.raises(HistoryError) as refused:
        append([], [event])

    assert refused.value.error[0] == field


@pytest.mark.django_db
def test_a_rejected_history_keeps_nothing_else_from_being_written() -> None:
    policy = make.value_stream(make.organisation())
    good = [EventGiven(at=july(1), status="new", value_stream=policy, kind=Kind.RISK)]
    histories = [
        HistoryGiven(source="s", external_id="1", events=good),
        HistoryGiven(source="s", external_id=" ", events=good),
        HistoryGiven(source="s", external_id="1", events=good),
        HistoryGiven(source="s", external_id="2", events=[EventGiven(at=july(1), status="new")]),
        HistoryGiven(source="s", external_id="3"),
        HistoryGiven(source="s", external_id="4", events=good),
    ]

    outcomes = write_histories(organisation=policy.organisation, histories=histories)
    again = write_histories(organisation=policy.organisation, histories=histories)

    created, rejected, unchanged = Result.CREATED, Result.REJECTED, Result.UNCHANGED
    assert [outcome.result for outcome in outcomes] == [
        created,
        rejected,
        rejected,
        rejected,
        rejected,
        created,
    ]
    assert [outcome.errors[0][1] for outcome in outcomes if outcome.errors] == [
        "blank",
        "duplicate",
        "required",
        "required",
    ]
    assert [outcome.result for outcome in again if not outcome.errors] == [unchanged, unchanged]
    assert policy.organisation.work_items.count() == Event.objects.count() == StaleItem.objects.count() == 2
