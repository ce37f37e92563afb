"""What is true of each item: started, finished, cancelled, reopened, and how long it took."""

from dataclasses import dataclass

import numpy as np

from okrflow.flow.clock import ELAPSED, Clock
from okrflow.flow.codes import MISSING, NO_KIND, NO_STREAM, BoolArray, CodeArray, IntArray, State, in_progress
from okrflow.flow.intervals import Intervals


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Facts:
    """One row per item, sorted by item. What has not happened is MISSING, of NO_STREAM and of NO_KIND.

    - `started`: first instant in progress; of an item finished without one, `finished`, flagged `never_in_progress`.
      Such an item is no arrival.
    - `reopened`: how often; `reopened_at` the latest time, with the stream and kind held right after it.
    - `flow_us`, `active_us`: microseconds within `[started, finished)`; 0 for items that are not finished.
    - `measurable`: finished with an efficiency, that is, with time in `active`.
    """

    item: IntArray
    started: IntArray
    started_stream: IntArray
    started_kind: CodeArray
    finished: IntArray
    finished_stream: IntArray
    finished_kind: CodeArray
    cancelled: IntArray
    cancelled_stream: IntArray
    cancelled_kind: CodeArray
    reopened: IntArray
    reopened_at: IntArray
    reopened_stream: IntArray
    reopened_kind: CodeArray
    flow_us: IntArray
    active_us: IntArray
    measurable: BoolArray
    never_in_progress: BoolArray


_NONE = -1
"""The row number of something that has not happened."""


def facts(intervals: Intervals) -> Facts:
    """The facts of every item in the intervals, fresh from `cut` or stored; gaps outside every stream are skipped."""
    opens = _opens(intervals.item)
    first = np.flatnonzero(opens)
    ending = _last_run(intervals.state, opens, first)
    finish = np.where(intervals.state[ending] == State.DONE, ending, _NONE)
    cancel = np.where(intervals.state[ending] == State.CANCELLED, ending, _NONE)
    progress = _first_row(in_progress(intervals.state), first)
    never = (finish != _NONE) & (progress == _NONE)
    reopens = _reopens(intervals.item, intervals.state)
    started, started_stream, started_kind = _held(intervals, np.where(never, finish, progress))
    finished, finished_stream, finished_kind = _held(intervals, finish)
    cancelled, cancelled_stream, cancelled_kind = _held(intervals, cancel)
    reopened_at, reopened_stream, reopened_kind = _held(intervals, _last_row(reopens, first))
    flow_us, active_us = time_taken(intervals, started, finished, clock=ELAPSED)
    return Facts(
        item=intervals.item[first],
        started=started,
        started_stream=started_stream,
        started_kind=started_kind,
        finished=finished,
        finished_stream=finished_stream,
        finished_kind=finished_kind,
        cancelled=cancelled,
        cancelled_stream=cancelled_stream,
        cancelled_kind=cancelled_kind,
        reopened=np.add.reduceat(reopens.astype(np.int64), first),
        reopened_at=reopened_at,
        reopened_stream=reopened_stream,
        reopened_kind=reopened_kind,
        flow_us=flow_us,
        active_us=active_us,
        measurable=active_us > 0,
        never_in_progress=never,
    )


def time_taken(
    intervals: Intervals, started: IntArray, finished: IntArray, *, clock: Clock
) -> tuple[IntArray, IntArray]:
    """Per item its flow time and the active time in it, in microseconds of a clock; 0 for items that are not finished.

    `started` and `finished` are those of the items' facts. Of a finished item all active time lies before its finish.
    """
    first = np.flatnonzero(_opens(intervals.item))
    done = finished != MISSING
    flow_us, active_us = np.zeros(len(first), np.int64), np.zeros(len(intervals), np.int64)
    flow_us[done] = clock.between(started[done], finished[done])
    active = (intervals.state == State.ACTIVE) & np.repeat(done, np.diff(first, append=len(intervals)))
    active_us[active] = clock.between(intervals.began[active], intervals.ended[active])
    return flow_us, np.add.reduceat(active_us, first)


def _opens(values: IntArray) -> BoolArray:
    """Which rows differ from the row before them, the first one included."""
    opens = np.ones(len(values), np.bool_)
    opens[1:] = values[1:] != values[:-1]
    return opens


def _last_run(state: CodeArray, opens: BoolArray, first: IntArray) -> IntArray:
    """Per item the row with which its last unbroken run of one state opened, gaps and streams ignored."""
    changes = opens.copy()
    changes[1:] |= state[1:] != state[:-1]
    last = np.append(first[1:], len(state))[: len(first)] - 1
    row: IntArray = np.maximum.accumulate(np.where(changes, np.arange(len(state)), 0))[last]
    return row


def _first_row(chosen: BoolArray, first: IntArray) -> IntArray:
    """Per item its first chosen row, or _NONE."""
    row = np.minimum.reduceat(np.where(chosen, np.arange(len(chosen)), len(chosen)), first)
    return np.where(row == len(chosen), _NONE, row)


def _last_row(chosen: BoolArray, first: IntArray) -> IntArray:
    """Per item its last chosen row, or _NONE."""
    return np.maximum.reduceat(np.where(chosen, np.arange(len(chosen)), _NONE), first)


def _reopens(item: IntArray, state: CodeArray) -> BoolArray:
    """Which rows reopen their item: in no final state, and in `done` before, stays in `cancelled` skipped."""
    rows = np.flatnonzero(state != State.CANCELLED)
    was_done = (item[rows[1:]] == item[rows[:-1]]) & (state[rows[:-1]] == State.DONE)
    reopens = np.zeros(len(item), np.bool_)
    reopens[rows[1:]] = was_done & (state[rows[1:]] != State.DONE)
    return reopens


def _held(intervals: Intervals, row: IntArray) -> tuple[IntArray, IntArray, CodeArray]:
    """When these rows began, in which stream and of which kind."""
    happened = row != _NONE
    return (
        np.where(happened, intervals.began[row], MISSING),
        np.where(happened, intervals.stream[row], NO_STREAM),
        np.where(happened, intervals.kind[row], NO_KIND).astype(np.int8),
    )
