"""What items are parts of."""

import pytest

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.histories import UNSET, EventGiven, HistoryGiven, Outcome, Result, Unset
from okrflow.work_items.models import Kind, WorkItem
from okrflow.work_items.parents import closing_loops
from okrflow.work_items.services import write_histories
from tests import make
from tests.make import july


@pytest.fixture
def policy(db: None) -> ValueStream:
    return make.value_stream(make.organisation())


def given(
    policy: ValueStream, key: str, parent: str | None | Unset = UNSET, *, source: str = "jira"
) -> HistoryGiven:
    event = EventGiven(at=july(1), status="new", value_stream=policy, kind=Kind.FEATURE)
    return HistoryGiven(source=source, external_id=key, parent=parent, events=[event])


def write(*histories: HistoryGiven) -> list[Outcome]:
    return write_histories(organisation=Organisation.objects.get(slug="northwind"), histories=histories)


def parents() -> dict[str, str | None]:
    return dict(WorkItem.objects.values_list("external_id", "parent__external_id"))


def test_a_parent_may_come_later_in_the_same_call(policy: ValueStream) -> None:
    write(given(policy, "A-2", "A-1"), given(policy, "A-1"))

    assert parents() == {"A-2": "A-1", "A-1": None}


def test_left_out_is_unchanged_and_none_clears(policy: ValueStream) -> None:
    write(given(policy, "A-1"), given(policy, "A-2", "A-1"), given(policy, "A-3", " A-1 "))

    outcomes = write(given(policy, "A-2"), given(policy, "A-3", None))

    assert [outcome.result for outcome in outcomes] == [Result.UNCHANGED, Result.UPDATED]
    assert parents() == {"A-1": None, "A-2": "A-1", "A-3": None}


def test_sent_twice_nothing_changes(policy: ValueStream) -> None:
    sent = [given(policy, "A-1"), given(policy, "A-2", "A-1"), given(policy, "A-3", "gone")]
    write(*sent)

    outcomes = write(*sent)

    assert {outcome.result for outcome in outcomes} == {Result.UNCHANGED}
    assert [outcome.parent_unknown for outcome in outcomes] == [False, False, True]


def test_an_unknown_parent_leaves_the_one_that_is_known(policy: ValueStream) -> None:
    write(given(policy, "A-1"), given(policy, "A-2", "A-1"))

    (outcome,) = write(given(policy, "A-2", "elsewhere"))

    assert (outcome.result, outcome.parent_unknown) == (Result.UNCHANGED, True)
    assert parents()["A-2"] == "A-1"


def test_a_parent_is_of_the_same_tool_and_organisation(policy: ValueStream) -> None:
    other = make.value_stream(make.organisation("other"))
    write_histories(organisation=other.organisation, histories=[given(other, "A-1")])

    outcomes = write(given(policy, "A-1", source="github"), given(policy, "A-2", "A-1"))

    assert outcomes[1].parent_unknown
    assert WorkItem.objects.get(external_id="A-2").parent is None


def test_a_rejected_new_item_is_nobodys_parent(policy: ValueStream) -> None:
    without_events = HistoryGiven(source="jira", external_id="A-1")

    rejected, part = write(without_events, given(policy, "A-2", "A-1"))

    assert rejected.result is Result.REJECTED
    assert part.parent_unknown
    assert parents() == {"A-2": None}


def test_a_loop_is_refused_and_says_so(policy: ValueStream) -> None:
    write(given(policy, "A-1"), given(policy, "A-2", "A-1"), given(policy, "A-3", "A-2"))

    (outcome,) = write(given(policy, "A-1", "A-3"))

    assert outcome.errors == (
        ("parent", "loop", "Its parent “A-3” is itself a part of it. Give another parent, or none."),
    )
    assert parents() == {"A-1": None, "A-2": "A-1", "A-3": "A-2"}


def test_of_a_loop_in_one_call_the_last_is_refused(policy: ValueStream) -> None:
    outcomes = write(given(policy, "A-1", "A-2"), given(policy, "A-2", "A-1"), given(policy, "A-3", "A-3"))

    assert [outcome.result for outcome in outcomes] == [Result.CREATED, Result.REJECTED, Result.REJECTED]
    assert parents() == {"A-1": None}


def test_parents_may_change_places(policy: ValueStream) -> None:
    write(given(policy, "A-1"), given(policy, "A-2", "A-1"))

    write(given(policy, "A-1", "A-2"), given(policy, "A-2", None))

    assert parents() == {"A-1": "A-2", "A-2": None}


@pytest.mark.parametrize(
    ("wanted", "stored", "refused"),
    [
        ({1: 2, 2: 3}, {3: None}, set()),
        ({1: 1}, {}, {1}),
        ({1: 2, 2: 3, 3: 1}, {}, {3}),
        ({3: 1}, {1: 2, 2: 3}, {3}),
        # 1 keeps 2 as its parent, since 1 -> 1 is refused; then 2 -> 1 would close a loop, too
        ({2: 1, 1: 1}, {1: 2}, {1, 2}),
        ({1: 2, 2: 1, 3: 4, 4: 3}, {}, {2, 4}),
    ],
)
def test_closing_loops(
    wanted: dict[int, int | None], stored: dict[int, int | None], refused: set[int]
) -> None:
    assert closing_loops(wanted, stored) == refused


def test_a_long_chain_takes_no_longer_than_its_length() -> None:
    chain: dict[int, int | None] = {number: number + 1 for number in range(100_000)}

    assert closing_loops(chain, {100_000: 0}) == {99_999}
