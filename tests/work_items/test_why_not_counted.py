"""Why an item is not counted: case by case, from histories."""

import pytest

from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.models import WorkItem
from okrflow.work_items.refresh import refresh_stream
from okrflow.work_items.why_not_counted import reasons_of, why_not_counted
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db
NOW = july(20)
FINISHED = ("velocity", "flow_time", "efficiency")

Steps = list[tuple[int, str]]


@pytest.fixture
def policy() -> ValueStream:
    return make.value_stream(make.organisation())


def reasons(
    policy: ValueStream, *events: object, others: tuple[ValueStream, ...] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    item = make.item(policy, "P-1", *events)  # type: ignore[arg-type]
    for stream in (policy, *others):
        refresh_stream(stream, now=NOW)
    found = WorkItem.objects.select_related("facts__finished_stream").get(pk=item.pk)
    return [(each.code, each.figures) for each in reasons_of(found, now=NOW)]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(1, "new"), (2, "active"), (3, "waiting"), (5, "done")], []),
        ([(1, "new")], [("not_started", ("load", "arrivals", *FINISHED))]),
        ([(1, "active")], [("in_progress", FINISHED)]),
        ([(1, "active"), (2, "new")], [("back_to_new", ("load",)), ("not_finished", FINISHED)]),
        ([(1, "new"), (2, "done")], [("never_in_progress", ("flow_time", "efficiency", "load", "arrivals"))]),
        ([(1, "waiting"), (2, "done")], [("never_active", ("efficiency",))]),
        ([(1, "active"), (2, "cancelled")], [("cancelled", ("load", *FINISHED))]),
        ([(1, "active"), (2, "done"), (3, "cancelled")], [("cancelled", ("load", *FINISHED))]),
        ([(1, "active"), (2, "done"), (3, "active")], [("reopened", FINISHED)]),
        ([(1, "active"), (2, "done"), (3, "new")], [("back_to_new", ("load",)), ("reopened", FINISHED)]),
        ([(1, "active"), (2, "done"), (3, "active"), (4, "done")], []),
        ([(1, "active"), (2, "QA?"), (3, "done")], [("unmapped_status", ("efficiency", "load"))]),
        ([(1, "QA?")], [("in_progress", FINISHED), ("unmapped_status", ("efficiency", "load"))]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_history(policy: ValueStream, steps: Steps, expected: object) -> None:
    assert reasons(policy, *(make.event(july(day), status) for day, status in steps)) == expected


def test_an_event_of_the_future(policy: ValueStream) -> None:
    found = reasons(policy, make.event(july(1), "active"), make.event(july(25), "done"))

    assert [code for code, _ in found] == ["in_progress", "future_event"]


def test_an_item_whose_first_event_lies_in_the_future(policy: ValueStream) -> None:
    assert [code for code, _ in reasons(policy, make.event(july(25), "active"))] == [
        "no_event_yet",
        "future_event",
    ]


def test_an_item_that_no_stream_holds(policy: ValueStream) -> None:
    found = reasons(policy, make.event(july(1), "active"), make.event(july(3), stream=None))

    assert found == [("outside", ("load", *FINISHED))]


def test_a_finished_item_that_left_stays_counted(policy: ValueStream) -> None:
    events = make.event(july(1), "active"), make.event(july(3), "done"), make.event(july(5), stream=None)

    assert reasons(policy, *events) == []


def test_an_item_finished_in_another_stream(policy: ValueStream) -> None:
    claims = make.value_stream(policy.organisation, "claims")
    events = (
        make.event(july(1), "active"),
        make.event(july(3), "active", stream=claims),
        make.event(july(5), "done"),
    )

    assert reasons(policy, *events, others=(claims,)) == [("finished_elsewhere", FINISHED)]
    text = reasons_of(WorkItem.objects.get(), now=NOW)[0].text
    assert text == "It was finished in Claims: that counts there, not in Policy."


def test_a_stream_that_holds_a_finished_item_later_does_not_count_it(policy: ValueStream) -> None:
    claims = make.value_stream(policy.organisation, "claims", states={"done": FlowState.DONE})
    events = make.event(july(1), "active"), make.event(july(3), "done"), make.event(july(5), stream=claims)

    assert [code for code, _ in reasons(policy, *events, others=(claims,))] == ["finished_elsewhere"]


def test_an_item_that_nobody_counted_yet() -> None:
    (reason,) = why_not_counted(None)

    assert reason.code == "no_event_yet"
    assert reason.names == "Velocity, flow time, flow efficiency, load, arrivals"
