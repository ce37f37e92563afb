"""Values of metrics by day: measured ones as they are in force, computed ones from the window that ends with the day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models.functions import TruncDate

from okrflow.flow import Kind, Period, StageFigures, day_number, period_figures, stage_figures
from okrflow.metrics.decimals import stored
from okrflow.metrics.measures import definition
from okrflow.metrics.models import Measure, Measurement, Metric
from okrflow.metrics.querysets import MeasurementQuerySet
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.figures.windows import Window, today, zone_of
from okrflow.work_items.instants import instant, microseconds

WEEK: Final = 7


class Point(NamedTuple):
    """The value in force on a day; without a value, the code of the reason."""

    day: date
    value: Decimal | None = None
    reason: str | None = None


NO_VALUE: Final = "no_value"


class Recorded(NamedTuple):
    """A measurement without the rest of its row."""

    about_at: datetime
    recorded_at: datetime
    value: Decimal


def end_of(organisation: Organisation, day: date) -> datetime:
    """The first instant after a day of the organisation."""
    window = Window(first=day, to=day + timedelta(days=1), zone=zone_of(organisation))
    return instant(int(window.days.starts[-1]))


def measurements(
    metrics: Collection[Metric], organisation: Organisation, *, first: date, last: date, as_of: datetime
) -> dict[int, list[Recorded]]:
    """Those about [first, last] and, of each metric, the one in force before, oldest first, as they stood at an instant:
    later values and later corrections are not there yet. Two queries.
    """
    rows = Measurement.objects.for_organisation(organisation).filter(metric__in=metrics).valid_at(as_of)
    found: dict[int, list[Recorded]] = defaultdict(list)
    for chosen in _about(rows, organisation, first, last) if metrics else ():
        for pk, *recorded in chosen.values_list("metric_id", *Recorded._fields):
            found[pk].append(Recorded(*recorded))
    return found


def daily(
    metrics: Collection[Metric], organisation: Organisation, *, first: date, last: date
) -> dict[int, list[Point]]:
    """The values that measured metrics took on the days [first, last], oldest first, and the one in force before.

    Two queries. The database tells the days: an organisation has a hundred thousand values on one page.
    """
    rows = Measurement.objects.for_organisation(organisation).filter(metric__in=metrics).valid()
    day = TruncDate("about_at", tzinfo=zone_of(organisation))
    found: dict[int, dict[date, Decimal]] = defaultdict(dict)
    days: dict[date, date] = {}  # each day once: it is kept and sent with thousands of values
    for chosen in _about(rows, organisation, first, last) if metrics else ():
        for pk, on, value in chosen.values_list("metric_id", day, "value"):
            found[pk][days.setdefault(on, on)] = value  # of one day the last
    return {pk: [Point(day=on, value=value) for on, value in of.items()] for pk, of in found.items()}


def _about(
    rows: MeasurementQuerySet, organisation: Organisation, first: date, last: date
) -> tuple[MeasurementQuerySet, MeasurementQuerySet]:
    """Of each metric the one in force before [first, last], and all within, of each oldest first."""
    start, end = end_of(organisation, first - timedelta(days=1)), end_of(organisation, last)
    before = rows.filter(about_at__lt=start).latest_of_each()
    within = rows.filter(about_at__gte=start, about_at__lt=end)
    return before, within.order_by("metric_id", "about_at", "recorded_at", "pk")


def in_force(
    metrics: Collection[Metric], organisation: Organisation, *, day: date, now: datetime
) -> dict[int, Point]:
    """The value of each metric on a day. One query for all measured ones, few for each set of streams."""
    measured = [metric for metric in metrics if not metric.computed]
    rows = Measurement.objects.for_organisation(organisation).valid().filter(metric__in=measured)
    found: dict[int, Point] = {}
    for each in rows.filter(about_at__lt=end_of(organisation, day)).latest_of_each() if measured else ():
        found[each.metric_id] = Point(day=local_day(organisation, each.about_at), value=each.value)
    flow_metrics = [metric for metric in metrics if metric.computed]
    for pk, points in computed({metric: [day] for metric in flow_metrics}, organisation, now=now).items():
        found[pk] = points[-1]
    return {metric.pk: found.get(metric.pk, Point(day=day, reason=NO_VALUE)) for metric in metrics}


def series(metric: Metric, *, first: date, last: date, now: datetime) -> list[Point]:
    """The days between two days, both included, on which the value is known to be new; a value holds until the next."""
    organisation = metric.organisation
    if metric.computed:
        days = days_of(metric, first, min(last, today(organisation, now=now)))
        return computed({metric: days}, organisation, now=now).get(metric.pk, [])
    return daily([metric], organisation, first=first, last=last).get(metric.pk, [])


def by_day(organisation: Organisation, rows: Iterable[Recorded]) -> list[Point]:
    """Of measurements, oldest first, the last of each day."""
    last = {local_day(organisation, each.about_at): each.value for each in rows}
    return [Point(day=day, value=value) for day, value in last.items()]


def local_day(organisation: Organisation, at: datetime) -> date:
    return at.astimezone(zone_of(organisation)).date()


def days_of(metric: Metric, first: date, last: date) -> list[date]:
    """The days of which a computed metric's series consists: every one; of a stage one a week, the last one included."""
    step = WEEK if Measure(metric.measure).of_stage else 1
    return [last - timedelta(days=back) for back in range(0, (last - first).days + 1, step)][::-1]


def computed(
    days: Mapping[Metric, Sequence[date]], organisation: Organisation, *, now: datetime
) -> dict[int, list[Point]]:
    """The values of computed metrics on days, by metric: two queries for each set of streams, four more for its stages."""
    groups: dict[int | None, list[Metric]] = defaultdict(list)
    for metric, wanted in days.items():
        if wanted:
            groups[metric.value_stream_id].append(metric)
    found: dict[int, list[Point]] = {}
    for stream_id, metrics in groups.items():
        of_stages = [metric for metric in metrics if Measure(metric.measure).of_stage]
        of_streams = [metric for metric in metrics if not Measure(metric.measure).of_stage]
        if of_streams:
            ids = [stream_id] if stream_id else list(organisation.value_streams.values_list("pk", flat=True))
            found |= _of_streams(ids, {metric: days[metric] for metric in of_streams}, organisation, now)
        if of_stages:
            found |= _of_stages({metric: days[metric] for metric in of_stages}, organisation, now)
    return found


def _window(days: Mapping[Metric, Sequence[date]], organisation: Organisation) -> Window:
    """The days that all windows of the metrics lie in."""
    first = min(_first_day(metric, day) for metric, wanted in days.items() for day in wanted)
    last = max(day for wanted in days.values() for day in wanted)
    return Window.of(organisation, first=first, to=last + timedelta(days=1))


def _first_day(metric: Metric, day: date) -> date:
    return day - timedelta(days=metric.window_days - 1)


def _period(metric: Metric, day: date) -> Period:
    """The metric's window that ends with a day."""
    return Period(day_number(_first_day(metric, day)), day_number(day) + 1)


def kind_of(metric: Metric) -> Kind | None:
    """The kind of items that a computed metric is of; None of all."""
    return None if metric.item_kind is None else Kind(metric.item_kind)


def _point(day: date, figure: tuple[float | None, object]) -> Point:
    value, reason = figure
    if value is None:
        return Point(day=day, reason=str(reason or NO_VALUE))
    return Point(day=day, value=stored(value))


def _of_streams(
    stream_ids: Sequence[int],
    days: Mapping[Metric, Sequence[date]],
    organisation: Organisation,
    now: datetime,
) -> dict[int, list[Point]]:
    window = _window(days, organisation)
    rows, finished = reading.flow_days(stream_ids, window), reading.finished(stream_ids, window)
    calendar, as_of = window.days, microseconds(now)
    found: dict[int, list[Point]] = {}
    for metric, wanted in days.items():
        given = definition(metric.measure)
        read, kind = given.of_period, kind_of(metric)
        assert read is not None
        periods = [_period(metric, day) for day in wanted]
        # under one kind alone its share would always be 1
        within = None if given.needs_kind else kind
        figures = period_figures(rows, finished, days=calendar, periods=periods, as_of=as_of, kind=within)
        found[metric.pk] = [_point(day, read(each, kind)) for day, each in zip(wanted, figures, strict=True)]
    return found


def _of_stages(
    days: Mapping[Metric, Sequence[date]], organisation: Organisation, now: datetime
) -> dict[int, list[Point]]:
    """All of one stream."""
    stream: ValueStream | None = next(iter(days)).value_stream
    assert stream is not None
    window = _window(days, organisation)
    rows, stays = reading.stage_days([stream.pk], window), reading.stays(stream.pk, window)
    stages, calendar, as_of = flow.stages_in_order(stream), window.days, microseconds(now)
    reports: dict[tuple[Period, Kind | None], dict[int, StageFigures]] = {}
    found: dict[int, list[Point]] = {}
    for metric, wanted in days.items():
        read = definition(metric.measure).of_stage
        assert read is not None
        points = []
        for day in wanted:
            key = (_period(metric, day), kind_of(metric))
            if key not in reports:
                report = stage_figures(
                    rows,
                    stays,
                    stages=stages,
                    days=calendar,
                    period=key[0],
                    as_of=as_of,
                    seed=(stream.pk,),
                    kind=key[1],
                    clock=window.clock,
                )
                reports[key] = {each.stage.status: each for each in report.stages}
            stage = reports[key].get(metric.stage_id or 0)
            points.append(_point(day, read(stage)) if stage else Point(day=day, reason="nothing_there"))
        found[metric.pk] = points
    return found
