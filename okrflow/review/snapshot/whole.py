"""The whole of what the review looks at, and the ways through it that many checks take."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Self, TypeVar
from uuid import UUID

from okrflow.review.snapshot.okrs import Contribution, Cycle, KeyResult, Objective, Proposal
from okrflow.review.snapshot.streams import Stream
from okrflow.review.thresholds import Thresholds
from okrflow.review.words.persons import Member, Roster
from okrflow.review.words.similarity import Titles


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """`efficiency` is the flow efficiency of all streams together, today; `holidays` are days on which nobody works."""

    uuid: UUID
    name: str
    members: tuple[Member, ...] = ()
    holidays: frozenset[date] = frozenset()
    efficiency: float | None = None

    @cached_property
    def roster(self) -> Roster:
        """The members by all that a text may call them."""
        return Roster.of(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an experiment changed, as a share of what was before, with its interval."""

    change: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """The days [from_on, to_on), open without `to_on`; `stage` is the name of a status of the stream."""

    uuid: UUID
    title: str
    stream: UUID
    from_on: date
    to_on: date | None = None
    stage: str = ""
    key_result: UUID | None = None
    has_verdict: bool = False
    effect: Effect | None = None

    def is_ahead_or_running(self, day: date) -> bool:
        return self.to_on is None or day < self.to_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Impediment:
    """What a stream says holds it up: a stage of `stage_stream` or a key result that it limits. Only open ones are here."""

    uuid: UUID
    title: str
    raised_by: UUID
    raised_on: date
    stage_stream: UUID | None = None
    stage: str = ""
    limits: UUID | None = None
    addressed: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Tasks:
    """The titles of a stream's open items and plan entries, and how each is called."""

    titles: Titles
    names: tuple[str, ...]


Key = TypeVar("Key")
Value = TypeVar("Value")

Place = tuple[UUID, str]
"""A stage: the stream and the name of its status."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """An organisation at an instant. Nothing in it is read later, and nothing of it is ever changed.

    `writing` is the objective that somebody is just writing: for them it counts, other drafts count for nobody.
    """

    today: date
    organisation: Organisation
    thresholds: Thresholds = field(default_factory=Thresholds)
    cycles: tuple[Cycle, ...] = ()
    streams: tuple[Stream, ...] = ()
    objectives: tuple[Objective, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    impediments: tuple[Impediment, ...] = ()
    writing: UUID | None = None

    def with_objective(self, objective: Objective) -> Self:
        """The same with this objective as it is being written."""
        others = tuple(each for each in self.objectives if each.uuid != objective.uuid)
        return replace(self, objectives=(*others, objective), writing=objective.uuid)

    # -- by uuid ---------------------------------------------------------------------------------------------------

    @cached_property
    def cycle_by_uuid(self) -> Mapping[UUID, Cycle]:
        return {each.uuid: each for each in self.cycles}

    @cached_property
    def stream_by_uuid(self) -> Mapping[UUID, Stream]:
        return {each.uuid: each for each in self.streams}

    @cached_property
    def objective_by_uuid(self) -> Mapping[UUID, Objective]:
        return {each.uuid: each for each in self.objectives}

    def knows(self, *, cycle: UUID, stream: UUID | None) -> bool:
        """Whether an objective of them can be looked at: one may be newer than the snapshot."""
        return cycle in self.cycle_by_uuid and (stream is None or stream in self.stream_by_uuid)

    def cycle_of(self, objective: Objective) -> Cycle:
        return self.cycle_by_uuid[objective.cycle]

    def stream_of(self, objective: Objective) -> Stream | None:
        return self.stream_by_uuid.get(objective.stream) if objective.stream else None

    def tasks_of(self, stream: Stream) -> Tasks:
        """Made once for all key results of the stream."""
        if stream.uuid not in self._tasks:
            named = [(each.title, each.key) for each in stream.open_items]
            named += [(each.title, f"“{each.title}”") for each in stream.plan]
            titles = Titles.of(title for title, _ in named)
            self._tasks[stream.uuid] = Tasks(titles, tuple(name for _, name in named))
        return self._tasks[stream.uuid]

    @cached_property
    def _tasks(self) -> dict[UUID, Tasks]:
        return {}

    def owner_name(self, objective: Objective) -> str:
        stream = self.stream_of(objective)
        return stream.name if stream else self.organisation.name

    # -- what is looked at -----------------------------------------------------------------------------------------

    def is_live(self, objective: Objective) -> bool:
        """A draft, or published while its cycle is not over."""
        over = self.cycle_of(objective).is_over_on(self.today)
        return objective.is_draft or (objective.is_published and not over)

    @cached_property
    def live(self) -> tuple[Objective, ...]:
        return tuple(each for each in self.objectives if self.is_live(each))

    @cached_property
    def published(self) -> tuple[Objective, ...]:
        """Of the live ones."""
        return tuple(each for each in self.live if each.is_published)

    @cached_property
    def counted(self) -> tuple[Objective, ...]:
        """What counts for streams and the organisation: the published ones and the one that is being written."""
        return tuple(each for each in self.live if self.counts(each))

    def counts(self, objective: Objective) -> bool:
        return objective.is_published or objective.uuid == self.writing

    @cached_property
    def counted_of(self) -> Mapping[UUID | None, list[Objective]]:
        """By stream; None: the organisation's."""
        return _grouped((each.stream, each) for each in self.counted)

    @cached_property
    def closed_of(self) -> Mapping[UUID | None, list[Objective]]:
        """The closed ones by stream."""
        return _grouped((each.stream, each) for each in self.objectives if each.closed_on)

    @cached_property
    def current(self) -> Cycle | None:
        """The shortest of the running cycles, the later of equals: the one that streams steer by."""
        running = [each for each in self.cycles if each.runs_on(self.today)]
        return min(running, key=lambda each: (each.days, -each.starts_on.toordinal()), default=None)

    # -- how they hang together ------------------------------------------------------------------------------------

    def parent(self, objective: Objective) -> Objective | None:
        return self.objective_by_uuid.get(objective.supports) if objective.supports else None

    @cached_property
    def supported_by(self) -> Mapping[UUID, list[Objective]]:
        """The objectives that support one."""
        return _grouped((each.supports, each) for each in self.counted if each.supports)

    @cached_property
    def with_metric(self) -> Mapping[UUID, list[tuple[Objective, KeyResult]]]:
        """The key results of published objectives, by their metric."""
        return _grouped(
            (key_result.metric.uuid, (objective, key_result))
            for objective in self.published
            for key_result in objective.key_results
            if key_result.metric
        )

    @cached_property
    def key_result_by_uuid(self) -> Mapping[UUID, tuple[Objective, KeyResult]]:
        return {each.uuid: (objective, each) for objective in self.counted for each in objective.key_results}

    @cached_property
    def contributing_to(self) -> Mapping[UUID, list[UUID]]:
        return _grouped((each.to, each.of) for each in self.contributions)

    @cached_property
    def proposal_of(self) -> Mapping[UUID, Proposal]:
        """By the objective that came of it."""
        return {each.accepted_as: each for each in self.proposals if each.accepted_as}

    # -- improvement under way -------------------------------------------------------------------------------------

    @cached_property
    def open_experiments(self) -> tuple[Experiment, ...]:
        """Planned and running."""
        return tuple(each for each in self.experiments if each.is_ahead_or_running(self.today))

    @cached_property
    def experimented_on(self) -> frozenset[UUID]:
        """The key results that an experiment is to move."""
        return frozenset(each.key_result for each in self.open_experiments if each.key_result)

    @cached_property
    def touched(self) -> frozenset[Place]:
        """The stages that a key result, an open experiment or an open impediment is about."""
        metrics = (metric for objective in self.counted for metric in objective.metrics)
        return frozenset(
            [(each.stream, each.stage) for each in metrics if each.stream and each.stage]
            + [(each.stream, each.stage) for each in self.open_experiments if each.stage]
            + [(each.stage_stream, each.stage) for each in self.impediments if each.stage_stream]
        )


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
