"""What goes in."""

import numpy as np
import pytest

from okrflow.flow import State, StateMap
from tests.flow.histories import events_of


def array(*values: int) -> np.ndarray:
    """An int64 array."""
    return np.array(values, np.int64)


MAPPING = StateMap(
    stream=array(2, 1, 1),
    status=array(5, 5, 7),
    state=np.array([State.DONE, State.ACTIVE, State.NEW], np.int8),
)


def test_states_of_pairs():
    states = MAPPING.of(array(1, 2, 1), array(5, 5, 7))

    assert states.dtype == np.int8
    assert states.tolist() == [State.ACTIVE, State.DONE, State.NEW]


@pytest.mark.parametrize("pair", [(1, 6), (2, 7), (3, 5), (1, 1000), (0, 0), (10**9, 10**9)])
def test_unmapped_is_waiting(pair):
    assert MAPPING.of(array(pair[0]), array(pair[1])).tolist() == [State.WAITING]


def test_nothing_mapped():
    nothing = StateMap(stream=array(), status=array(), state=np.zeros(0, np.int8))

    assert nothing.of(array(1, 2), array(1, 2)).tolist() == [State.WAITING] * 2
    assert MAPPING.of(array(), array()).tolist() == []


@pytest.mark.parametrize("rows", [[(2, 5, 1, 1, 0), (1, 6, 1, 1, 0)], [(1, 6, 1, 1, 0), (1, 5, 1, 1, 0)]])
def test_unsorted_events_are_refused(rows):
    with pytest.raises(ValueError, match="sorted"):
        events_of(rows)


def test_columns_of_different_lengths_are_refused():
    events = events_of([(1, 5, 1, 1, 0)])

    with pytest.raises(ValueError, match="length"):
        type(events)(item=events.item, at=array(), stream=array(), status=array(), kind=events.kind)
