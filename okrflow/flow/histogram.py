"""The histogram of flow times: bins as wide as people count, the last one open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from okrflow.flow.codes import CodeArray, FloatArray, Kind

WIDTHS_DAYS: Final = (0.25, 0.5, 1, 2, 5, 7, 14, 28, 56, 91, 182, 365)
MOST_BINS: Final = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """Items whose flow time lies in [from, to) days, and of them each kind's; the last bin may have no end."""

    from_days: float
    to_days: float | None
    items: int
    by_kind: Mapping[Kind, int]


def flow_time_bins(flow_days: FloatArray, kind: CodeArray) -> list[Bin]:
    """The histogram of flow times in days, from 0 on, with the kind of each; none for no items.

    Bins are equally wide: the least of WIDTHS_DAYS with which 98 % of the items lie in the first MOST_BINS - 1 of them. Items
    that took longer are together in the bin after p98, which is open.
    """
    if not len(flow_days):
        return []
    p98 = float(np.percentile(flow_days, 98))
    width = next((each for each in WIDTHS_DAYS if p98 < each * (MOST_BINS - 1)), WIDTHS_DAYS[-1])
    open_bin = min(int(p98 // width) + 1, MOST_BINS - 1)
    place = np.minimum(flow_days // width, open_bin).astype(np.int64)
    counts = np.zeros((int(place.max()) + 1, len(Kind)), np.int64)
    np.add.at(counts, (place, kind), 1)
    return [
        Bin(
            number * width,
            None if number == open_bin else (number + 1) * width,
            int(row.sum()),
            {each: int(row[each]) for each in Kind},
        )
        for number, row in enumerate(counts)
    ]
