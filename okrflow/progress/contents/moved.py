"""What moved: the stream whose flow time of features fell most since the cycle began, and what went with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from okrflow.experiments.models import Experiment
from okrflow.flow import Clock, Kind, StageReport
from okrflow.okrs.progress import KeyResultStanding, ObjectiveStanding
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window, trailing

DAYS: Final = 28
ENOUGH: Final = 0.2
"""Flow time must have fallen by this share to be called moved."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    stream: ValueStream
    stage: str
    share_before: float
    share_now: float
    p50_before: float
    p50_now: float
    clock: Clock
    since: date
    followers: Sequence[KeyResultStanding]
    experiment: Experiment | None

    @property
    def is_gone(self) -> bool:
        """The stage that held most of the time holds next to nothing of what it held."""
        return self.share_now < self.share_before / 4


def what_moved(
    streams: Sequence[ValueStream],
    objectives: Sequence[ObjectiveStanding],
    *,
    since: date | None,
    now: datetime,
) -> Moved | None:
    """The greatest fall of the median flow time of features, 28 days before a day against the last 28; None under 20 %."""
    if since is None:
        return None
    found = [moved for stream in streams if (moved := _moved(stream, objectives, since, now))]
    return min(found, key=lambda moved: moved.p50_now / moved.p50_before, default=None)


def _moved(
    stream: ValueStream, objectives: Sequence[ObjectiveStanding], since: date, now: datetime
) -> Moved | None:
    former = Window.of(stream.organisation, first=since - timedelta(days=DAYS), to=since)
    present = trailing(stream.organisation, days=DAYS, now=now)
    if present.first < since:
        return None
    before = flow.figures([stream.pk], former, now=now, kind=Kind.FEATURE).flow_time.p50
    after = flow.figures([stream.pk], present, now=now, kind=Kind.FEATURE).flow_time.p50
    if not before or after is None or after > before * (1 - ENOUGH):
        return None
    stage, share_before, share_now = _relieved(
        flow.stages(stream, former, now=now), flow.stages(stream, present, now=now)
    )
    if stage is None:
        return None
    return Moved(
        stream=stream,
        stage=Status.objects.get(pk=stage).name,
        share_before=share_before,
        share_now=share_now,
        p50_before=before,
        p50_now=after,
        clock=present.clock,
        since=since,
        followers=_followers(stream, objectives),
        experiment=_experiment(stream, stage, since),
    )


def _relieved(before: StageReport, after: StageReport) -> tuple[int | None, float, float]:
    """The stage whose item-days fell most, with its share of the time before and after."""
    later = {each.stage.status: each for each in after.stages}
    falls = [
        ((each.item_days or 0) - (later[each.stage.status].item_days or 0), each)
        for each in before.stages
        if each.stage.status in later
    ]
    fall, stage = max(falls, key=lambda pair: pair[0], default=(0.0, None))
    if stage is None or fall <= 0:
        return None, 0.0, 0.0
    return stage.stage.status, stage.share or 0.0, later[stage.stage.status].share or 0.0


def _experiment(stream: ValueStream, stage: int, since: date) -> Experiment | None:
    """The latest experiment of the stream on that stage since then."""
    tried = Experiment.objects.of_stream(stream).filter(stage=stage, from_on__gte=since)
    return tried.select_related("value_stream__organisation").newest_first().first()


def _followers(stream: ValueStream, objectives: Sequence[ObjectiveStanding]) -> list[KeyResultStanding]:
    """The business key results of the stream that went the right way."""
    return [
        each
        for standing in objectives
        if standing.objective.value_stream_id == stream.pk
        for each in standing.key_results
        if each.metric is not None and each.metric.kind == "business" and (each.progress or 0) > 0
    ]
