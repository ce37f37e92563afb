"""Weekly check-ins on what is measured by hand; their notes quote the figures of the day."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from okrflow.demo.anchors import on
from okrflow.demo.okrs import Saying
from okrflow.demo.services.metrics import Values, decimal
from okrflow.demo.services.northwind import Northwind, instant
from okrflow.demo.services.okrs import Written
from okrflow.flow import Kind
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import flow_metric
from okrflow.metrics.values import computed
from okrflow.okrs.services import check_in

_MINUTES_TO_WRITE = 20
_REACHED = 0.75


def recorded_by_check_ins(written: Sequence[Written]) -> dict[str, list[tuple[float, float]]]:
    """Of each series the stretches of days [since, until) whose values come with check-ins."""
    stretches: dict[str, list[tuple[float, float]]] = {}
    for each in written:
        if isinstance(each.told.metric, str) and each.told.sayings and each.told.records:
            stretches.setdefault(each.told.metric, []).append((each.since, _until(each)))
    return stretches


def check_in_weekly(northwind: Northwind, written: Sequence[Written], values: Values) -> int:
    """Check in on every key result that people keep, once a week until its cycle's end; how many times."""
    figures = _Figures(northwind, values)
    count = 0
    for each in written:
        if isinstance(each.told.metric, str) and each.told.sayings:
            count += _check_in(northwind, each, values[each.told.metric], figures)
    return count


def _until(written: Written) -> float:
    """The day number of the first day after the cycle."""
    cycle = written.stored.objective.cycle
    return written.since // 1 + (cycle.ends_on - on(written.since)).days


def _check_in(
    northwind: Northwind, written: Written, points: Sequence[tuple[float, float]], figures: "_Figures"
) -> int:
    told, stored = written.told, written.stored
    assert stored.metric is not None
    rights = northwind.rights(told.keeper or written.writer)
    count = 0
    for (_, before), (day, value) in pairwise(points):
        if not written.since <= day < _until(written):
            continue
        saying = _saying(told.sayings, int(day) - northwind.anchors.experiment)
        check_in(
            rights=rights,
            key_result=stored,
            value=decimal(value) if told.records else None,
            confidence=saying.confidence,
            note=saying.note.format(
                value=shown(stored.metric, decimal(value)),
                before=shown(stored.metric, decimal(before)),
                **figures.on(int(day)),
            ),
            about_at=instant(day),
            now=instant(day) + timedelta(minutes=_MINUTES_TO_WRITE),
        )
        count += 1
    return count


def _saying(sayings: Sequence[Saying], day: int) -> Saying:
    """The last one that holds on a day after the experiment's start."""
    return [saying for saying in sayings if saying.since <= day][-1]


class _Figures:
    """The flow figures that notes quote, by day."""

    def __init__(self, northwind: Northwind, values: Values) -> None:
        days = sorted({int(day) for points in values.values() for day, _ in points})
        policy, claims = northwind.streams["policy"], northwind.streams["claims"]
        organisation = northwind.organisation
        features = flow_metric(
            organisation=organisation,
            value_stream=policy,
            measure=Measure.FLOW_TIME_P50,
            item_kind=Kind.FEATURE,
        )
        load = flow_metric(organisation=organisation, value_stream=claims, measure=Measure.LOAD_AT_END)
        dates = [on(day) for day in days]
        points = computed({features: dates, load: dates}, organisation, now=northwind.now)
        self._texts = {
            day: {"features": shown(features, of_features.value), "load": _number(load, of_load.value)}
            for day, of_features, of_load in zip(days, points[features.pk], points[load.pk], strict=True)
        }

    def on(self, day: int) -> dict[str, str]:
        return self._texts[day]


def _number(metric: Metric, value: object) -> str:
    """A count without its unit: the note says what is counted."""
    return "–" if value is None else f"{value:.0f}"
