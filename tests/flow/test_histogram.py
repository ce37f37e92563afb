"""Bins of flow times."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from okrflow.flow import Kind, flow_time_bins
from okrflow.flow.histogram import MOST_BINS

days = st.lists(st.floats(0, 4000), min_size=1, max_size=60)


def test_by_hand() -> None:
    bins = flow_time_bins(np.array([0.0, 0.9, 1.0, 3.5, 14.2]), np.array([0, 1, 0, 0, 3], np.int8))

    assert [(each.from_days, each.to_days, each.items) for each in bins[:4]] == [
        (0, 1, 2),
        (1, 2, 1),
        (2, 3, 0),
        (3, 4, 1),
    ]
    assert bins[0].by_kind == {Kind.FEATURE: 1, Kind.DEFECT: 1, Kind.RISK: 0, Kind.DEBT: 0}
    assert (bins[-1].from_days, bins[-1].items) == (14, 1)


def test_what_took_far_longer_is_in_the_last_bin_which_is_open() -> None:
    bins = flow_time_bins(np.array([3.0] * 99 + [900.0]), np.zeros(100, np.int8))

    assert (bins[-1].from_days, bins[-1].to_days, bins[-1].items) == (3.25, None, 1)


def test_nothing_finished_has_no_bins() -> None:
    assert flow_time_bins(np.array([]), np.array([], np.int8)) == []


@given(days)
def test_every_item_is_in_one_bin(flow_days: list[float]) -> None:
    bins = flow_time_bins(np.array(flow_days), np.zeros(len(flow_days), np.int8))

    assert sum(each.items for each in bins) == len(flow_days)
    assert len(bins) <= MOST_BINS
    for each in bins:
        inside = [one for one in flow_days if each.from_days <= one < (each.to_days or np.inf)]
        assert each.items == len(inside)
