"""The visits that lengths and ways on are drawn from."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from okrflow.flow.codes import ALL_KINDS, BoolArray, CodeArray, FloatArray, IntArray
from okrflow.flow.what_if.visits import Visits

FEWEST_OF_KIND: Final = 30
"""With fewer visits of a kind those of all kinds are drawn from."""


@dataclass(frozen=True, eq=False, slots=True)
class Pools:
    """Observed visits by place and kind, each pool in order of length: how long they were (days) and where they went.

    A length and a way on are drawn together, as one visit had them. The pool of a place and kind are the rows from `begin`
    on, `count` of them; both have the shape (places, kinds).
    """

    length: FloatArray
    goes_to: IntArray
    begin: IntArray
    count: IntArray

    @classmethod
    def of(cls, visits: Visits, *, places: int) -> Self:
        """The pools: of a stage the visits that ended in the window, of places outside those that began in it."""
        chosen = visits.where(visits.ended_in_stage | (~visits.in_stage & (visits.began >= 0)))
        # Who stays for good has no length; nothing comes after it that it would put off.
        length = np.where(np.isfinite(chosen.ended), chosen.ended - chosen.began, 0.0)
        pools = [_sorted(chosen.place == place, length) for place in range(places)]
        rows: list[IntArray] = []
        begin = np.zeros((places, ALL_KINDS), np.int64)
        count = np.zeros((places, ALL_KINDS), np.int64)
        size = 0
        for place, everything in enumerate(pools):
            for kind in range(ALL_KINDS):
                of_kind = everything[chosen.kind[everything] == kind]
                pool = of_kind if len(of_kind) >= FEWEST_OF_KIND else everything
                rows.append(pool)
                begin[place, kind], count[place, kind] = size, len(pool)
                size += len(pool)
        flat = np.concatenate(rows)
        return cls(length[flat], chosen.goes_to[flat], begin, count)

    def known(self, place: IntArray, kind: CodeArray) -> BoolArray:
        """For which places and kinds there is a visit to draw."""
        return self.count[place, kind] > 0

    def draw(self, place: IntArray, kind: CodeArray, chance: FloatArray) -> IntArray:
        """The rows drawn by numbers in [0, 1), for places and kinds that are known."""
        return self.begin[place, kind] + (chance * self.count[place, kind]).astype(np.int64)

    def draw_longer(
        self, place: IntArray, kind: CodeArray, spent: FloatArray, chance: FloatArray
    ) -> tuple[IntArray, FloatArray]:
        """The rows and lengths of visits of which so many days are spent, drawn from those that were longer.

        Where none was, half a draw is added to what is spent.
        """
        shorter = np.zeros(len(place), np.int64)
        for each in np.flatnonzero(spent > 0).tolist():
            shorter[each] = self._shorter(int(place[each]), int(kind[each]), float(spent[each]))
        count = self.count[place, kind]
        shorter = np.where(shorter < count, shorter, 0)
        rows = self.begin[place, kind] + shorter + (chance * (count - shorter)).astype(np.int64)
        length = self.length[rows]
        return rows, np.where(length > spent, length, spent + length / 2)

    def _shorter(self, place: int, kind: int, spent: float) -> int:
        """How many visits of a pool were not longer."""
        begin, count = int(self.begin[place, kind]), int(self.count[place, kind])
        return int(np.searchsorted(self.length[begin : begin + count], spent, side="right"))


def _sorted(chosen: BoolArray, length: FloatArray) -> IntArray:
    """The numbers of the chosen visits, the shortest first."""
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(length[rows], kind="stable")]
