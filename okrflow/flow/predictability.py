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

    `from_day` and `to_day` are day numbers, `[from, to)`. `written` is when the item was committed to, `withdrawn` when the
    entry was cancelled, `finished` when the item was finished, in microseconds, the latter two or MISSING;
    `finished_here`, whether in the stream that committed to it.
    `kind` is the item's kind at its finish, else the one it has.
    """

    from_day: IntArray
    to_day: IntArray
    written: IntArray
    withdrawn: IntArray
    finished: IntArray
    finished_here: BoolArray
    kind: CodeArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictability:
    """Items committed to, those finished in time, and their share; None, with the reason, where there is none.

    `written_afterwards` are those of the committed that were committed to only after the first day of their period.
    """

    value: float | None
    committed: int | None
    finished: int | None
    written_afterwards: int | None
    reason: Reason | None = None


def standing(rows: Commitments, days: Days) -> BoolArray:
    """Which commitments count: one that was withdrawn before its period began does not, one given up later does."""
    begin = days.starts[rows.from_day - days.first]
    counts: BoolArray = (rows.withdrawn == MISSING) | (rows.withdrawn >= begin)
    return counts


def written_afterwards(rows: Commitments, days: Days) -> BoolArray:
    """Which commitments were written after the first day of their period: by then more was known than is usual."""
    after: BoolArray = rows.written >= days.starts[rows.from_day + 1 - days.first]
    return after


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
    late = written_afterwards(rows, days)
    found = []
    for period in periods:
        inside = counted & (rows.from_day >= period.from_day) & (rows.to_day <= period.to_day)
        reason = clip(period, days=days, as_of=as_of).reason
        committed, finished, afterwards = (
            int(np.sum(each)) for each in (inside, inside & done, inside & late)
        )
        found.append(_of(committed, finished, afterwards, reason))
    return found


def _of(committed: int, finished: int, late: int, reason: Reason | None) -> Predictability:
    if reason is not None:
        return Predictability(
            value=None, committed=None, finished=None, written_afterwards=None, reason=reason
        )
    value, why = (finished / committed, None) if committed else (None, Reason.NOTHING_COMMITTED)
    return Predictability(
        value=value, committed=committed, finished=finished, written_afterwards=late, reason=why
    )
