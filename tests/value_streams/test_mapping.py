"""What statuses mean."""

from collections.abc import Iterator
from typing import Any

import pytest

from okrflow.organisations.services import create_organisation
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.value_streams.services import StageGiven, create_value_stream, map_statuses
from okrflow.value_streams.services.mapping import BadMapping
from okrflow.value_streams.signals import mapping_changed
from tests import people
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[bool]]:
    """`states_changed` of every signal."""
    told: list[bool] = []

    def hear(**given: Any) -> None:
        told.append(given["states_changed"])

    mapping_changed.connect(hear)
    yield told
    mapping_changed.disconnect(hear)


def policy() -> ValueStream:
    return create_value_stream(organisation=people.cast().organisation, name="Policy", slug="policy")


def given(name: str, state: FlowState | None, **rest: Any) -> StageGiven:
    return StageGiven(status_name=name, flow_state=state, **rest)


def test_statuses_are_made_and_mapped(heard: list[bool]) -> None:
    stream = policy()

    changed = map_statuses(
        value_stream=stream,
        mapping=[given(" Build ", FlowState.ACTIVE, order=2), given("Done", FlowState.DONE, order=3)],
    )

    assert changed
    rows = Stage.objects.order_by("order").values_list("status__name", "flow_state", "order")
    assert list(rows) == [("Build", FlowState.ACTIVE, 2), ("Done", FlowState.DONE, 3)]
    assert heard == [True]


def test_the_same_mapping_again_changes_and_tells_nothing(heard: list[bool]) -> None:
    stream, mapping = policy(), [given("Build", FlowState.ACTIVE)]
    map_statuses(value_stream=stream, mapping=mapping)

    assert map_statuses(value_stream=stream, mapping=mapping) is False
    assert heard == [True]


def test_what_is_not_named_stays(heard: list[bool]) -> None:
    stream = policy()
    map_statuses(value_stream=stream, mapping=[given("Build", FlowState.ACTIVE)])

    map_statuses(value_stream=stream, mapping=[given("Done", FlowState.DONE)])

    assert Stage.objects.count() == 2


def test_another_order_moves_no_figure(heard: list[bool]) -> None:
    stream = policy()
    map_statuses(value_stream=stream, mapping=[given("Build", FlowState.ACTIVE)])

    assert map_statuses(value_stream=stream, mapping=[given("Build", FlowState.ACTIVE, order=7)])
    assert heard == [True, False]


def test_a_mapping_is_taken_away(heard: list[bool]) -> None:
    stream = policy()
    map_statuses(value_stream=stream, mapping=[given("Build", FlowState.ACTIVE)])

    assert map_statuses(value_stream=stream, mapping=[given("Build", None)])
    assert not Stage.objects.exists()
    assert Status.objects.filter(name="Build").exists(), "items may be in it"
    assert heard == [True, True]


def test_only_a_wait_has_an_owner() -> None:
    stream = policy()
    other = create_value_stream(organisation=stream.organisation, name="Platform", slug="platform")

    map_statuses(
        value_stream=stream,
        mapping=[
            given("Ready", FlowState.WAITING, owner_stream=other),
            given("Build", FlowState.ACTIVE, owner_stream=other),
        ],
    )

    assert dict(Stage.objects.values_list("status__name", "owner_stream")) == {
        "Ready": other.pk,
        "Build": None,
    }


def test_bad_mappings_write_nothing(heard: list[bool]) -> None:
    stream = policy()
    elsewhere = create_organisation(name="Other", slug="other", time_zone="UTC", owner=people.person("Oscar"))
    foreign = create_value_stream(organisation=elsewhere, name="Theirs", slug="theirs")

    for mapping in (
        [given("A", FlowState.NEW), given(" A", FlowState.DONE)],
        [given("  ", FlowState.NEW)],
        [given("x" * 201, FlowState.NEW)],
        [given("A", FlowState.WAITING, owner_stream=foreign)],
    ):
        with pytest.raises(BadMapping):
            map_statuses(value_stream=stream, mapping=mapping)

    assert not Status.objects.exists()
    assert heard == []


def test_a_refusal_of_a_receiver_undoes_the_change() -> None:
    stream = policy()

    def refuse(**given: Any) -> None:
        raise RuntimeError

    mapping_changed.connect(refuse)
    with pytest.raises(RuntimeError):
        map_statuses(value_stream=stream, mapping=[given("Build", FlowState.ACTIVE)])
    mapping_changed.disconnect(refuse)

    assert not Stage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_may_map_at_once() -> None:
    stream = policy()
    mapping = [given(name, FlowState.ACTIVE, order=place) for place, name in enumerate("CAB")]

    results = at_once(
        lambda: map_statuses(value_stream=stream, mapping=mapping),
        lambda: map_statuses(value_stream=stream, mapping=list(reversed(mapping))),
    )

    assert sorted(map(str, results)) == ["False", "True"]
    assert Stage.objects.count() == 3
