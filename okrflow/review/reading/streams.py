"""Value streams with their work, their flow, their plan and what they are likely to reach."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from okrflow.review.reading.flow import read_flow
from okrflow.review.reading.moment import Moment
from okrflow.review.reading.plans import reach_of, read_plans
from okrflow.review.reading.work import read_work
from okrflow.review.signals import connected_wanted
from okrflow.review.snapshot import Cycle, Stream
from okrflow.value_streams.models import ValueStream


def open_streams(moment: Moment) -> list[ValueStream]:
    """Those that are at work, in order, with the organisation at hand. One query."""
    rows = ValueStream.objects.for_organisation(moment.organisation).in_order()
    streams = [row for row in rows if row.closed_on is None or moment.today < row.closed_on]
    for stream in streams:
        stream.organisation = moment.organisation
    return streams


def read_streams(moment: Moment, rows: Sequence[ValueStream]) -> tuple[Stream, ...]:
    """Their names, limits and daily work. Six queries."""
    work = read_work(moment, [row.pk for row in rows])
    return tuple(
        Stream(
            uuid=row.uuid,
            name=row.name,
            limit=row.load_limit,
            in_progress=work[row.pk].in_progress,
            oldest_days=work[row.pk].oldest_days,
            loads=work[row.pk].loads,
            finished=work[row.pk].finished,
            stopped_on=work[row.pk].stopped_on,
            last_event_on=work[row.pk].last_event_on,
            refresh_failed=work[row.pk].refresh_failed,
        )
        for row in rows
    )


def with_plans(
    moment: Moment, rows: Sequence[ValueStream], streams: Sequence[Stream], cycle: Cycle | None
) -> tuple[Stream, ...]:
    """The same with their plans. Two queries, and one for each that has committed to something within the cycle."""
    plans = read_plans(moment, [row.pk for row in rows])
    return tuple(
        replace(
            stream,
            plan=plans.get(row.pk, ()),
            reach=reach_of(moment, row, cycle, plans.get(row.pk, ())),
        )
        for row, stream in zip(rows, streams, strict=True)
    )


def with_flow(moment: Moment, rows: Sequence[ValueStream], streams: Sequence[Stream]) -> tuple[Stream, ...]:
    """The same with their flow, and whether a source sends them events. As many queries as `read_flow`."""
    flows, connected = read_flow(moment, rows), _connected(moment)
    return tuple(
        replace(
            stream,
            recent=flows[row.pk].recent,
            quarter=flows[row.pk].quarter,
            waiting=flows[row.pk].waiting,
            figures=flows[row.pk].figures,
            connected=row.pk in connected,
        )
        for row, stream in zip(rows, streams, strict=True)
    )


def _connected(moment: Moment) -> set[int]:
    """The streams that some source sends events to."""
    answers: list[tuple[Any, Any]] = connected_wanted.send(
        sender=ValueStream, organisation=moment.organisation
    )
    return {pk for _, ids in answers for pk in ids}
