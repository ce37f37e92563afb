"""From histories to everything that is derived from them; arrays in, arrays out."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np

from okrflow.flow import (
    OPEN,
    Days,
    Events,
    Facts,
    Intervals,
    Rollup,
    StateMap,
    cut,
    facts,
    flow_rollup,
    stage_rollup,
)
from okrflow.work_items.instants import instant


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What is stored of a set of items: their intervals, and what these add to the days of streams and stages."""

    intervals: Intervals
    facts: Facts
    flow: Rollup
    stages: Rollup


def derive(events: Events, states: StateMap, *, zone: ZoneInfo, as_of: int) -> Derived:
    """What follows from events up to `as_of` (microseconds)."""
    return derive_from_intervals(cut(events, states, as_of=as_of), zone=zone)


def derive_from_intervals(intervals: Intervals, *, zone: ZoneInfo) -> Derived:
    """What follows from intervals, just cut or stored; the same either way."""
    days = _days_of(intervals, zone)
    of_items = facts(intervals)
    return Derived(
        intervals=intervals,
        facts=of_items,
        flow=flow_rollup(intervals, of_items, days),
        stages=stage_rollup(intervals, days),
    )


def _days_of(intervals: Intervals, zone: ZoneInfo) -> Days:
    """The days from the first crossing to the last."""
    if not len(intervals):
        today = instant(0).date()
        return Days.build(zone, first=today, last=today)
    ended = intervals.ended[intervals.ended != OPEN]
    first, last = int(intervals.began.min()), int(max(intervals.began.max(), ended.max(initial=0)))
    # A day of room on each side: the date in the zone may differ from the one in UTC.
    return Days.build(
        zone, first=instant(first).date() - timedelta(days=1), last=instant(last).date() + timedelta(days=1)
    )


def streams_of(events: Events, stored: Intervals) -> set[int]:
    """The ids of all streams that hold one of the items, now or before the change."""
    both = np.unique(np.concatenate([events.stream, stored.stream]))
    return {int(stream) for stream in both if stream}
