"""The summary of one value stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from okrflow.experiments.settling import Settling, settling_within
from okrflow.flow.forecasts import HowMany
from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.progress.contents.flow_row import FlowRow, flow_row
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.flow import Unmapped, unmapped_with_items
from okrflow.work_items.figures.forecasts import throughput
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import IN_PROGRESS, WorkItem

OLDEST = 5
FORECAST_DAYS = 28
"""How far to look ahead while no cycle is running."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """`how_many` items are foretold to be finished `by` a day: the first on which a running cycle ends.

    Drawn from `sampled` days, on some of which experiments may have settled.
    """

    stream: ValueStream
    row: FlowRow
    objectives: Sequence[ObjectiveStanding]
    oldest: Sequence[WorkItem]
    unmapped: Sequence[Unmapped]
    by: date
    how_many: HowMany
    sampled: int
    settling: Settling
    now: datetime


def summary_of(stream: ValueStream, *, now: datetime) -> Summary:
    organisation = stream.organisation
    day = today(organisation, now=now)
    running = Cycle.objects.for_organisation(organisation).running_on(day).filter(closed_at=None)
    by = min((cycle.last_on for cycle in running), default=day + timedelta(days=FORECAST_DAYS - 1))
    published = Objective.objects.for_organisation(organisation).filter(
        value_stream=stream, state=ObjectiveState.PUBLISHED, cycle__in=running
    )
    past = throughput(stream, now=now)
    return Summary(
        stream=stream,
        row=flow_row(stream, now=now),
        objectives=standing(list(published.with_names().by_rank()), now=now),
        oldest=oldest_in_progress(stream),
        unmapped=unmapped_with_items(stream),
        by=by,
        how_many=past.how_many(by),
        sampled=len(past.sample),
        settling=settling_within(stream, first=past.sampled_from, to=past.today),
        now=now,
    )


def oldest_in_progress(stream: ValueStream) -> list[WorkItem]:
    """The few items of the stream that have been in progress for the longest time. One query."""
    in_progress = WorkItem.objects.for_organisation(stream.organisation).filter(
        facts__value_stream=stream, facts__state__in=IN_PROGRESS
    )
    by_age = in_progress.select_related("facts__status", "organisation").order_by("facts__started_at", "pk")
    return list(by_age[:OLDEST])
