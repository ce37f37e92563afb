"""A cycle's page: what is planned in it, how it goes, what is to be closed, what it taught."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from okrflow.cycles.flow_effect import FlowEffect, flow_effects
from okrflow.okrs.models import Cycle, CycleState, Objective, Retrospective
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.plans.capacity import LONGEST, Capacity, Mark, capacity
from okrflow.plans.reading import open_entries
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.forecasts import forecast_how_many
from okrflow.work_items.figures.windows import today


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An objective of the cycle, with what it taught."""

    standing: ObjectiveStanding
    retrospective: Retrospective | None
    may_close: bool

    @property
    def objective(self) -> Objective:
        return self.standing.objective


@dataclass(frozen=True, kw_only=True)
class StreamPlan:
    """What a stream has written for the cycle, as far as the reader sees it, and how far down its plan it comes by the
    cycle's end."""

    stream: ValueStream
    drafts: int
    published: int
    carried: int
    entries: int
    capacity: Capacity | None

    @property
    def telling_marks(self) -> Sequence[Mark]:
        """The marks of the forecast, the surest first, up to the one that takes in everything."""
        marks = self.capacity.marks if self.capacity else ()
        whole = [place for place, mark in enumerate(marks, start=1) if mark.entries == self.entries]
        return marks[: min(whole, default=len(marks))]


@dataclass(frozen=True, kw_only=True)
class CyclePage:
    cycle: Cycle
    state: CycleState
    day: date
    groups: Sequence[tuple[str, Sequence[Shown]]]
    plans: Sequence[StreamPlan]
    effects: Sequence[FlowEffect]

    @property
    def every(self) -> list[Shown]:
        return [each for _, group in self.groups for each in group]

    @property
    def open(self) -> list[Shown]:
        """What is to be closed."""
        return [each for each in self.every if each.objective.is_published]

    @property
    def closed(self) -> list[Shown]:
        return [each for each in self.every if each.objective.is_closed]

    @property
    def mine(self) -> Shown | None:
        """The first that the reader may close."""
        return next((each for each in self.open if each.may_close), None)

    @property
    def is_over(self) -> bool:
        return self.day >= self.cycle.ends_on

    @property
    def week(self) -> int:
        return (self.day - self.cycle.starts_on).days // 7 + 1

    @property
    def weeks(self) -> int:
        return -(-self.cycle.days // 7)


def cycle_page(rights: OkrRights, cycle: Cycle, *, now: datetime) -> CyclePage:
    """Everything on the page as this reader sees it. As many queries as `standing`, and two dozen for each stream."""
    organisation = rights.organisation
    cycle.organisation = organisation
    day = today(organisation, now=now)
    found = list(objectives_of(rights, cycle))
    streams = list(organisation.value_streams.select_related("organisation").in_order())
    state = cycle.state_on(day)
    return CyclePage(
        cycle=cycle,
        state=state,
        day=day,
        groups=_groups(rights, found, now),
        plans=[] if day >= cycle.ends_on else _plans(cycle, streams, found, now),
        effects=flow_effects(cycle, streams, now=now),
    )


def objectives_of(rights: OkrRights, cycle: Cycle) -> Sequence[Objective]:
    """The cycle's objectives that the member may read, in reading order. One query."""
    rows = rights.readable.filter(cycle=cycle).not_archived().with_names()
    return list(rows.in_reading_order())


def next_to_close(rights: OkrRights, cycle: Cycle) -> Objective | None:
    """The first open objective of the cycle that the member may close."""
    found = (each for each in objectives_of(rights, cycle) if each.is_published)
    return next((each for each in found if rights.closes(each.value_stream_id)), None)


def _groups(
    rights: OkrRights, objectives: Sequence[Objective], now: datetime
) -> list[tuple[str, Sequence[Shown]]]:
    taught = _retrospectives(objectives)
    standings = standing(objectives, now=now, stream_ids=rights.stream_ids)
    every = [
        Shown(
            standing=each,
            retrospective=taught.get(each.objective.pk),
            may_close=rights.closes(each.objective.value_stream_id),
        )
        for each in standings
    ]
    by_owner = groupby(every, key=lambda each: str(each.objective.value_stream or "Organisation"))
    return [(name, list(group)) for name, group in by_owner]


def _retrospectives(objectives: Sequence[Objective]) -> Mapping[int, Retrospective]:
    rows = Retrospective.objects.filter(objective__in=objectives).select_related("written_by")
    return {row.objective_id: row for row in rows}


def _plans(
    cycle: Cycle, streams: Sequence[ValueStream], objectives: Sequence[Objective], now: datetime
) -> list[StreamPlan]:
    """Four queries for each stream."""
    states = Counter((each.value_stream_id, each.state) for each in objectives)
    carried = Counter(each.value_stream_id for each in objectives if each.carried_from_id)
    found = []
    for stream in streams:
        entries = open_entries(stream)
        reachable = entries and cycle.last_on - today(cycle.organisation, now=now) <= LONGEST
        forecast = forecast_how_many(stream, cycle.last_on, now=now) if reachable else None
        found.append(
            StreamPlan(
                stream=stream,
                drafts=states[stream.pk, "draft"],
                published=states[stream.pk, "published"],
                carried=carried[stream.pk],
                entries=len(entries),
                capacity=capacity(entries, forecast, by=cycle.last_on) if forecast else None,
            )
        )
    return found
