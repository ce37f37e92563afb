"""The flow of streams: bottlenecks, waiting and measures. Dear to compute, so it is kept until the figures are new."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.core.cache import cache

from okrflow.flow import Kind, Period, PeriodFigures, StageReport, State, day_number, period_figures
from okrflow.metrics.measures import definition
from okrflow.metrics.models import Measure
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import Bottleneck, Figure, Waiting
from okrflow.value_streams.models import Stage, Status, ValueStream
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.figures.windows import Window, trailing
from okrflow.work_items.instants import microseconds

RECENT_DAYS: Final = 28
QUARTER_DAYS: Final = 90
KEPT_SECONDS: Final = 86_400
MEASURES: Final = (
    Measure.FLOW_TIME_P85,
    Measure.FLOW_TIME_P50,
    Measure.VELOCITY,
    Measure.LOAD_MEAN,
    Measure.EFFICIENCY,
)
KINDS: Final = (None, *Kind)


@dataclass(frozen=True, kw_only=True)
class StreamFlow:
    """What a stream's figures say of it."""

    recent: Bottleneck | None
    quarter: Bottleneck | None
    waiting: tuple[Waiting, ...]
    figures: tuple[Figure, ...]


def read_flow(moment: Moment, streams: Collection[ValueStream]) -> dict[int, StreamFlow]:
    """By the stream's primary key. Some ten queries for each stream whose figures are new."""
    versions = cache.get_many([_version_key(stream.pk) for stream in streams])
    keys = {
        stream.pk: f"review-flow-{stream.pk}-{versions.get(_version_key(stream.pk), '')}-{moment.today}"
        for stream in streams
    }
    kept = cache.get_many(keys.values())
    found = {
        stream.pk: kept[keys[stream.pk]] if keys[stream.pk] in kept else _flow(moment, stream)
        for stream in streams
    }
    new = {keys[pk]: each for pk, each in found.items() if keys[pk] not in kept}
    if new:
        cache.set_many(new, KEPT_SECONDS)
    return found


def forget(stream_ids: Iterable[int]) -> None:
    """The figures of these streams are new."""
    cache.set_many({_version_key(pk): uuid4().hex for pk in stream_ids}, None)


def _version_key(stream_id: int) -> str:
    return f"review-flow-version-{stream_id}"


def _flow(moment: Moment, stream: ValueStream) -> StreamFlow:
    window = trailing(moment.organisation, days=QUARTER_DAYS, now=moment.now)
    last = window.period.to_day
    periods = [Period(last - RECENT_DAYS, last), window.period]
    recent, quarter = flow.stages_of(stream, window, periods, now=moment.now)
    names = dict(
        Status.objects.filter(pk__in=[each.stage.status for each in quarter.stages]).values_list("pk", "name")
    )
    return StreamFlow(
        recent=_bottleneck(recent, names),
        quarter=_bottleneck(quarter, names),
        waiting=_waiting(stream, quarter, names),
        figures=_figures(moment, stream),
    )


def _bottleneck(report: StageReport, names: Mapping[int, str]) -> Bottleneck | None:
    """The clear one, else the stage that comes first most often; whether that is clear, the thresholds say."""
    first = max(report.candidates, key=lambda each: each.stability, default=None)
    named = report.bottleneck or first
    if named is None:
        return None
    order = [each.stage.status for each in report.stages]
    stage = report.stages[order.index(named.status)]
    behind = report.stages[order.index(named.status) + 1 :]
    active = next((each.stage.status for each in behind if each.stage.state == State.ACTIVE), None)
    is_waiting = stage.stage.state == State.WAITING
    return Bottleneck(
        stage=names[named.status],
        share=stage.share or 0.0,
        stability=named.stability,
        in_front_of=names[active] if is_waiting and active is not None else "",
        visit_days_p85=stage.visit_days_p85,
    )


def _waiting(stream: ValueStream, report: StageReport, names: Mapping[int, str]) -> tuple[Waiting, ...]:
    owned = Stage.objects.filter(value_stream=stream, owner_stream__isnull=False)
    owners: Mapping[int, UUID] = dict(owned.values_list("status_id", "owner_stream__uuid"))
    return tuple(
        Waiting(
            stage=names[each.stage.status],
            item_days=each.item_days or 0.0,
            owner=owners.get(each.stage.status),
        )
        for each in report.stages
        if each.stage.state == State.WAITING
    )


def _figures(moment: Moment, stream: ValueStream) -> tuple[Figure, ...]:
    """Each measure, of all items and of each kind, in the last 28 days and in the 90 before. Two queries."""
    window = trailing(moment.organisation, days=RECENT_DAYS + QUARTER_DAYS, now=moment.now)
    last = day_number(window.to)
    periods = [Period(last - RECENT_DAYS, last), Period(window.period.from_day, last - RECENT_DAYS)]
    rows, finished = reading.flow_days([stream.pk], window), reading.finished([stream.pk], window)
    found: list[Figure] = []
    for kind in KINDS:
        now, before = period_figures(
            rows,
            finished,
            days=window.days,
            periods=periods,
            as_of=microseconds(moment.now),
            kind=kind,
        )
        found += [_figure(measure, kind, now, before, window) for measure in MEASURES]
    return tuple(found)


def _figure(
    measure: Measure, kind: Kind | None, now: PeriodFigures, before: PeriodFigures, window: Window
) -> Figure:
    given = definition(measure)
    read = given.of_period
    assert read is not None
    was, is_now = read(before, kind)[0], read(now, kind)[0]
    if measure == Measure.VELOCITY and was is not None:
        was *= RECENT_DAYS / QUARTER_DAYS
    return Figure(
        measure=measure,
        name=given.called(kind=kind, stage=""),
        item_kind=kind,
        now=is_now,
        before=was,
        unit_kind=given.unit_kind,
        unit=given.unit_for(RECENT_DAYS, window.clock),
        digits=given.digits,
        better=given.better,
    )
