"""Sparse daily sums that can be added to and taken from each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from okrflow.flow.codes import BoolArray, IntArray


@dataclass(frozen=True, eq=False, slots=True)
class Rollup:
    """Rows of integers: `keys` name a row, `columns` hold its sums; every array has one entry per row.

    As made here the rows are canonical: sorted by the keys in their order, none twice, none with nothing but zeros.
    """

    keys: Mapping[str, IntArray]
    columns: Mapping[str, IntArray]

    def __len__(self) -> int:
        """The number of rows."""
        return len(next(iter(self.keys.values())))

    def where(self, chosen: BoolArray) -> Self:
        """The rows of a mask."""
        return type(self)(_each(self.keys, chosen), _each(self.columns, chosen))

    def of_stream(self, stream: int) -> Self:
        """The rows of one stream."""
        return self.where(self.keys["stream"] == stream)


def difference(new: Rollup, old: Rollup) -> Rollup:
    """What has to be added to `old` to make it `new`, key by key; canonical. Both have the same keys and columns."""
    keys = {name: np.concatenate([new.keys[name], old.keys[name]]) for name in new.keys}
    order = np.lexsort(list(reversed(keys.values())))
    keys = _each(keys, order)
    opens = np.zeros(len(order), np.bool_)
    opens[:1] = True
    for values in keys.values():
        opens[1:] |= values[1:] != values[:-1]
    first = np.flatnonzero(opens)
    columns = {
        name: np.add.reduceat(np.concatenate([new.columns[name], -old.columns[name]])[order], first)
        for name in new.columns
    }
    return without_zeros(Rollup(_each(keys, first), columns))


def without_zeros(rollup: Rollup) -> Rollup:
    """The rows that hold anything but zeros."""
    return rollup.where(np.any(list(rollup.columns.values()), axis=0))


def _each(arrays: Mapping[str, IntArray], chosen: BoolArray | IntArray) -> dict[str, IntArray]:
    """The chosen rows of each array."""
    return {name: values[chosen] for name, values in arrays.items()}
