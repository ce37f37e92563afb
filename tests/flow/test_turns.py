"""When a series left its usual band."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrflow.flow.turns import Turn, turn

CALM = [10, 11, 10, 9, 10, 10]  # sd 0.577, so the band is ± 1.155


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ([10, 12, 12, 13], 2),
        ([12, 10, 12, 10], None),  # never twice running
        ([12, 8, 8], 2),  # the two are on the same side
        ([11.1, 11.1, 11.1], None),  # inside the band
        ([8, 8], 1),
        ([8], None),
        ([], None),
    ],
)
def test_it_turned_at_the_second_of_two_values_outside_the_band(
    after: list[float], place: int | None
) -> None:
    found = turn(CALM, after)

    assert (found.place if found else None) == place


def test_it_tells_the_change_and_the_band() -> None:
    found = turn(CALM, [7, 6])

    assert found == Turn(1, -4.0, 10.0, pytest.approx(2 * float(np.std(CALM))))


def test_too_short_a_past_has_no_usual_band() -> None:
    assert turn([10, 10, 10, 10, 10], [50, 50]) is None


def test_a_series_that_never_moved_turns_with_the_first_two_changes() -> None:
    assert turn([5] * 6, [5, 5.1, 5.1]) is not None


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=20), st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_negating_all_values_changes_no_turn(before: list[float], after: list[float]) -> None:
    found, mirrored = turn(before, after), turn([-each for each in before], [-each for each in after])

    assert (found and found.place) == (mirrored and mirrored.place)
