"""The daily rollups of streams and of their stages, as if nothing happened after the last event.

Loads are stored as what changes them, so that one item's change touches only the days on which it crosses:

- load at the end of a day = the sum of `entered - left` up to and including that day;
- item-microseconds of a day = load at the end of the day before x length of the day + `microseconds`, which sums, over the
  crossings of the day, the time from the crossing to the day's end, in counted as +, out as -.
"""

from typing import Final

import numpy as np

from okrflow.flow.codes import MISSING, OPEN, BoolArray, CodeArray, IntArray, in_progress
from okrflow.flow.days import Days
from okrflow.flow.facts import Facts
from okrflow.flow.intervals import Intervals
from okrflow.flow.ledger import Amounts, Ledger, ranks
from okrflow.flow.rollups import Rollup, without_zeros

FLOW_COLUMNS: Final = (
    "arrivals",
    "entered",
    "left",
    "finished",
    "cancelled",
    "reopened",
    "measured",
    "microseconds",
    "flow_microseconds",
    "active_microseconds",
)
STAGE_COLUMNS: Final = ("entered", "left", "microseconds")

_ENTERED: Final[Amounts] = {"entered": None}
_LEFT: Final[Amounts] = {"left": None}


def flow_rollup(intervals: Intervals, facts: Facts, days: Days) -> Rollup:
    """The rows (stream, day, kind or ALL_KINDS) of items' intervals and their facts, with FLOW_COLUMNS.

    `entered` and `left` cross the stream's progress; under a kind, a change of kind crosses too. `measured`,
    `flow_microseconds` and `active_microseconds` are of the measurable finished. Raises ValueError when an instant lies
    outside the days.
    """
    streams, _ = ranks(intervals.stream)
    ledger = Ledger(days=days)
    _post_progress(ledger, streams, intervals.where(in_progress(intervals.state)))
    _post_facts(ledger, streams, facts)
    line, day, kind, sums = ledger.close(FLOW_COLUMNS)
    return without_zeros(Rollup({"stream": streams[line], "day": day, "kind": kind}, sums))


def stage_rollup(intervals: Intervals, days: Days) -> Rollup:
    """The rows (stream, status, day, kind or ALL_KINDS) of intervals, with STAGE_COLUMNS, for statuses of every state.

    Under ALL_KINDS visits are counted; under a kind, a change of kind inside a visit enters and leaves too. Raises
    ValueError when an instant lies outside the days.
    """
    width = int(intervals.status.max(initial=0)) + 1
    pairs, line = ranks(intervals.stream * width + intervals.status)
    ledger = Ledger(days=days)
    begins_visit = intervals.began == intervals.visit_began
    ledger.post(line, intervals.began, intervals.kind, _ENTERED, whole=begins_visit, crossing=1)
    closed = intervals.ended != OPEN
    gone = intervals.where(closed)
    ledger.post(line[closed], gone.ended, gone.kind, _LEFT, whole=gone.ends_visit, crossing=-1)
    line, day, kind, sums = ledger.close(STAGE_COLUMNS)
    stream, status = np.divmod(pairs[line], width)
    return without_zeros(Rollup({"stream": stream, "status": status, "day": day, "kind": kind}, sums))


def _post_progress(ledger: Ledger, streams: IntArray, progress: Intervals) -> None:
    """Post the crossings of the streams' progress by intervals in progress."""
    line = np.searchsorted(streams, progress.stream)
    stays, same_kind = _stays(progress)
    comes = ~same_kind
    ledger.post(
        line[comes], progress.began[comes], progress.kind[comes], _ENTERED, whole=~stays[comes], crossing=1
    )
    # A row ends a stay where the next one does not go on with it.
    goes = ~_next(same_kind) & (progress.ended != OPEN)
    ledger.post(
        line[goes], progress.ended[goes], progress.kind[goes], _LEFT, whole=~_next(stays)[goes], crossing=-1
    )


def _stays(progress: Intervals) -> tuple[BoolArray, BoolArray]:
    """Whether a row's item was in the stream's progress just before it, and whether under the same kind."""
    stays = np.zeros(len(progress), np.bool_)
    stays[1:] = (progress.item[1:] == progress.item[:-1]) & (progress.began[1:] == progress.ended[:-1])
    stays[1:] &= progress.stream[1:] == progress.stream[:-1]
    same_kind = stays.copy()
    same_kind[1:] &= progress.kind[1:] == progress.kind[:-1]
    return stays, same_kind


def _next(flags: BoolArray) -> BoolArray:
    """Each row's flag as seen from the row before it; False for the last."""
    return np.append(flags[1:], False)[: len(flags)]


def _post_facts(ledger: Ledger, streams: IntArray, facts: Facts) -> None:
    """Post arrivals, finished (with the sums of the measurable), cancelled and reopened items on their days."""

    def post(chosen: BoolArray, at: IntArray, stream: IntArray, kind: CodeArray, amounts: Amounts) -> None:
        ledger.post(np.searchsorted(streams, stream[chosen]), at[chosen], kind[chosen], amounts)

    arrived = (facts.started != MISSING) & ~facts.never_in_progress
    post(arrived, facts.started, facts.started_stream, facts.started_kind, {"arrivals": None})
    finished = facts.finished != MISSING
    post(finished, facts.finished, facts.finished_stream, facts.finished_kind, {"finished": None})
    measured: Amounts = {
        "measured": None,
        "flow_microseconds": facts.flow_us[facts.measurable],
        "active_microseconds": facts.active_us[facts.measurable],
    }
    post(facts.measurable, facts.finished, facts.finished_stream, facts.finished_kind, measured)
    cancelled = facts.cancelled != MISSING
    post(cancelled, facts.cancelled, facts.cancelled_stream, facts.cancelled_kind, {"cancelled": None})
    reopened = facts.reopened > 0
    post(reopened, facts.reopened_at, facts.reopened_stream, facts.reopened_kind, {"reopened": None})
