"""What was observed: the visits of items, and who came into the stream's progress when."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from okrflow.flow.codes import DAY_US, OPEN, BoolArray, CodeArray, FloatArray, IntArray
from okrflow.flow.intervals import Intervals
from okrflow.flow.stages import Stage
from okrflow.flow.what_if.places import DONE, FIRST_STAGE, OUT, STAYS, places_of


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Visits:
    """Unbroken stays of items at places, without gaps, from their first stage on: equal-length arrays, by (item, began).

    Instants are days from the window's start; `ended` is infinite and `goes_to` STAYS where the stay goes on at the window's
    end. `kind` is the one held at the end.
    """

    item: IntArray
    place: IntArray
    kind: CodeArray
    began: FloatArray
    ended: FloatArray
    goes_to: IntArray

    @property
    def in_stage(self) -> BoolArray:
        """Which visits are of a stage."""
        return self.place >= FIRST_STAGE

    @property
    def ended_in_stage(self) -> BoolArray:
        """Which visits are of a stage and ended in the window."""
        return self.in_stage & np.isfinite(self.ended) & (self.ended > 0)

    def where(self, chosen: BoolArray | IntArray) -> Self:
        """The visits of a mask or of ascending numbers."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Entries:
    """Items that come into progress in the window for their first time in it, or are there at its start.

    Equal-length arrays: `entered` in days from the window's start, negative for those who are there since then; the place
    that they enter; `age` and `active`, the days since they started and those in active stages, when they enter.
    """

    entered: FloatArray
    place: IntArray
    kind: CodeArray
    age: FloatArray
    active: FloatArray

    def where(self, chosen: BoolArray | IntArray) -> Self:
        """The entries of a mask or of numbers."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def joined(self, other: Self) -> Self:
        """These entries and others behind them."""
        columns = {
            field.name: np.concatenate([getattr(self, field.name), getattr(other, field.name)])
            for field in fields(self)
        }
        return type(self)(**columns)


def observe(intervals: Intervals, *, stages: Sequence[Stage], start: int, end: int) -> Visits:
    """The visits that the intervals of one stream show up to the window's end, those to no stage at all left out.

    Time outside the stream is a visit to OUT, after `done` it prolongs the stay there.
    """
    rows = intervals.where(intervals.began < end)
    place = places_of(rows, stages)
    ended = np.where(rows.ended >= end, OPEN, rows.ended)
    next_began = np.append(rows.began[1:], OPEN)[: len(rows)]
    next_began[np.append(rows.item[1:] != rows.item[:-1], True)[: len(rows)]] = OPEN
    gap = np.flatnonzero(ended < next_began)
    away = np.where(place[gap] == DONE, DONE, OUT)
    place = np.insert(place, gap + 1, away)
    item = np.insert(rows.item, gap + 1, rows.item[gap])
    kind = np.insert(rows.kind, gap + 1, rows.kind[gap])
    began = np.insert(rows.visit_began, gap + 1, ended[gap])
    ended = np.insert(ended, gap + 1, next_began[gap])
    return _merged(item, place, kind, _days(began, start), _days(ended, start))


def _days(at: IntArray, start: int) -> FloatArray:
    """Instants in days from a start; infinite for OPEN."""
    return np.where(at == OPEN, np.inf, (at - start) / DAY_US)


def _merged(item: IntArray, place: IntArray, kind: CodeArray, began: FloatArray, ended: FloatArray) -> Visits:
    """Visits of rows without gaps: neighbours at one place are one; what lies before an item's first stage is dropped."""
    opens = np.ones(len(item), np.bool_)
    opens[1:] = (item[1:] != item[:-1]) | (place[1:] != place[:-1])
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(item))[: len(first)] - 1
    item, place = item[first], place[first]
    kept = _from_first_stage(item, place)
    goes_to = np.append(place[1:], STAYS)[: len(place)]
    goes_to[np.append(item[1:] != item[:-1], True)[: len(item)]] = STAYS
    visits = Visits(
        item=item, place=place, kind=kind[last], began=began[first], ended=ended[last], goes_to=goes_to
    )
    return visits.where(kept)


def _from_first_stage(item: IntArray, place: IntArray) -> BoolArray:
    """Which visits are their item's first one in a stage, or later than that."""
    number = np.arange(len(item))
    stage = np.flatnonzero(place >= FIRST_STAGE)
    if not len(stage):
        return np.zeros(len(item), np.bool_)
    items, firsts = np.unique(item[stage], return_index=True)
    found = np.minimum(np.searchsorted(items, item), len(items) - 1)
    kept: BoolArray = (items[found] == item) & (stage[firsts[found]] <= number)
    return kept


def entry_visits(visits: Visits) -> IntArray:
    """For each item that is in progress at some time of the window the number of the visit with which it comes in."""
    chosen = np.flatnonzero(visits.in_stage & (visits.ended > 0))
    _, first = np.unique(visits.item[chosen], return_index=True)
    return chosen[first]


def entries(visits: Visits, active: BoolArray) -> Entries:
    """Who came in; `active` says which places are active stages."""
    chosen = entry_visits(visits)
    _, first, number = np.unique(visits.item, return_index=True, return_inverse=True)
    first = first[number[chosen]]
    # Only the last visit of an item may be endless, and no item enters behind it.
    ended = np.where(np.isfinite(visits.ended), visits.ended, visits.began)
    spent = np.cumsum(np.where(active[visits.place], ended - visits.began, 0.0))
    before = np.concatenate([[0.0], spent])
    return Entries(
        entered=visits.began[chosen],
        place=visits.place[chosen],
        kind=visits.kind[chosen],
        age=visits.began[chosen] - visits.began[first],
        active=before[chosen] - before[first],
    )
