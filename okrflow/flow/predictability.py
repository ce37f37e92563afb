"""Flow Predictability: of what a stream committed to, what it finished in time. SAFe's sixth flow metric."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from okrflow.flow.codes import MISSING, BoolArray, CodeArray, IntArray, Kind, Reason
from okrflow.flow.days import Days
from okrflow.flow.periods import Period, clip


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Commitments:
    """Work items committed to periods, a row for each item of each plan entry: an item in two entries counts twice.

    `from_day` and `to_day` are day numbers, `[from, to)`. `withdrawn` is when the entry was cancelled, `finished` when the
    item was finished, both in microseconds or MISSING; `finished_here`, whether in the stream that committed to it.
    `kind` is the item's kind at its finish, else the one it has.
    """

    from_day: IntArray
    to_day: IntArray
    withdrawn: IntArray
    finished: IntArray
    finished_here: BoolArray
    kind: CodeArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictability:
    """Items committed to, those finished in time, and their share; None, with the reason, where there is none."""

    value: float | None
    committed: int | None
    finished: int | None
    reason: Reason | None = None


def standing(rows: Commitments, days: Days) -> BoolArray:
    """Which commitments count: one that was withdrawn before its period began does not, one given up later does."""
    begin = days.starts[rows.from_day - days.first]
    counts: BoolArray = (rows.withdrawn == MISSING) | (rows.withdrawn >= begin)
    return counts


def kept(rows: Commitments, days: Days, *, as_of: int) -> BoolArray:
    """Which commitments were kept: finished by this stream within the period committed to."""
    begin, end = days.starts[rows.from_day - days.first], days.starts[rows.to_day - days.first]
    in_time = (rows.finished >= begin) & (rows.finished < end) & (rows.finished <= as_of)
    return rows.finished_here & in_time


def predictability(
    rows: Commitments,
    *,
    days: Days,
    periods: Sequence[Period],
    as_of: int,
    kind: Kind | None = None,
) -> list[Predictability]:
    """For each period, of the commitments whose own period lies in it; `days` must cover all of both."""
    counted = standing(rows, days)
    if kind is not None:
        counted &= rows.kind == kind
    done = kept(rows, days, as_of=as_of)
    found = []
    for period in periods:
        inside = counted & (rows.from_day >= period.from_day) & (rows.to_day <= period.to_day)
        reason = clip(period, days=days, as_of=as_of).reason
        found.append(_of(int(np.sum(inside)), int(np.sum(inside & done)), reason))
    return found


def _of(committed: int, finished: int, reason: Reason | None) -> Predictability:
    if reason is not None:
        return Predictability(value=None, committed=None, finished=None, reason=reason)
    if not committed:
        return Predictability(value=None, committed=0, finished=0, reason=Reason.NOTHING_COMMITTED)
    return Predictability(value=finished / committed, committed=committed, finished=finished)
