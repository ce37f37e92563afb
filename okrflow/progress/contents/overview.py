"""The organisation's overview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.organisations.models import Organisation
from okrflow.progress.contents.flow_row import FlowRow, flow_row
from okrflow.progress.contents.moved import Moved, what_moved
from okrflow.review.leading import leading
from okrflow.review.models import Finding
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import WorkItem


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the first steps of an empty organisation."""

    text: str
    url: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Overview:
    organisation: Organisation
    cycle: Cycle | None
    week: int | None
    weeks: int | None
    own: Sequence[ObjectiveStanding]
    of_streams: Sequence[ObjectiveStanding]
    rows: Sequence[FlowRow]
    stops: FlowRow | None
    moved: Moved | None
    findings: Sequence[Finding]
    steps: Sequence[Step]

    @property
    def is_new(self) -> bool:
        return not all(step.done for step in self.steps)


def overview_of(organisation: Organisation, *, now: datetime) -> Overview:
    """Everything on the page. Some twenty queries for each value stream."""
    day = today(organisation, now=now)
    running = Cycle.objects.for_organisation(organisation).running_on(day).filter(closed_at=None)
    cycle = min(running, key=lambda each: (each.days, -each.starts_on.toordinal()), default=None)
    objectives = _standings(organisation, list(running), now)
    at_work = ValueStream.objects.for_organisation(organisation).at_work()
    streams = list(at_work.select_related("organisation").in_order())
    rows = [flow_row(stream, now=now) for stream in streams]
    return Overview(
        organisation=organisation,
        cycle=cycle,
        week=None if cycle is None else (day - cycle.starts_on).days // 7 + 1,
        weeks=None if cycle is None else -(-cycle.days // 7),
        own=[each for each in objectives if each.objective.value_stream_id is None],
        of_streams=[each for each in objectives if each.objective.value_stream_id is not None],
        rows=rows,
        stops=_stops(rows),
        moved=what_moved(streams, objectives, since=_since(cycle, day), now=now),
        findings=leading(organisation, now=now),
        steps=_steps(organisation, streams, objectives),
    )


def _standings(organisation: Organisation, cycles: Sequence[Cycle], now: datetime) -> list[ObjectiveStanding]:
    published = Objective.objects.for_organisation(organisation).filter(
        state=ObjectiveState.PUBLISHED, cycle__in=cycles
    )
    return standing(list(published.with_names().in_reading_order()), now=now)


def _since(cycle: Cycle | None, day: date) -> date | None:
    """From when to tell what moved: the cycle's start, once it is four weeks old."""
    return cycle.starts_on if cycle is not None and (day - cycle.starts_on).days >= 28 else None


def _stops(rows: Sequence[FlowRow]) -> FlowRow | None:
    """Of the streams whose bottleneck is clear and lasting, the one with the most item-days in it."""
    return max(
        (row for row in rows if row.lasting),
        key=lambda row: (row.bottleneck.item_days or 0) if row.bottleneck else 0,
        default=None,
    )


def _steps(
    organisation: Organisation, streams: Sequence[ValueStream], objectives: Sequence[ObjectiveStanding]
) -> list[Step]:
    root = organisation.get_absolute_url()
    has_items = WorkItem.objects.for_organisation(organisation).exists()
    mapped = any(stream.stages.exists() for stream in streams)
    statuses = f"{streams[0].get_absolute_url()}settings/statuses/" if streams else f"{root}streams/"
    return [
        Step(text="Make a value stream", url=f"{root}streams/new/", done=bool(streams)),
        Step(text="Bring in its work items", url=f"{root}import/", done=has_items),
        Step(text="Say what its statuses mean for flow", url=statuses, done=mapped),
        Step(text="Write an objective", url=f"{root}objectives/new/", done=bool(objectives)),
    ]
