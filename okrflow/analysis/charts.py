"""The charts of the flow page: each with a title that says the finding and a table of the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.safestring import SafeString

from okrflow.flow import Grain, Kind, PeriodFigures, date_of
from okrflow.value_streams.models import ValueStream
from okrflow.web import charts
from okrflow.web.numbers import format_number
from okrflow.work_items import sentences
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.instants import instant

MOST_POINTS: Final = 4000
"""So many finished items are drawn one by one; of more an even selection, and the chart says so."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    name: str
    title: str
    note: str
    picture: SafeString
    head: Sequence[str]
    rows: Sequence[tuple[date, Sequence[str]]]
    items_url: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """What all charts of one page are drawn from."""

    stream: ValueStream
    choice: Choice
    whole: PeriodFigures
    before: PeriodFigures
    weeks: Sequence[PeriodFigures]
    days: Sequence[PeriodFigures]

    @property
    def kinds(self) -> list[Kind]:
        return list(Kind) if self.choice.kind is None else [self.choice.kind]

    def items_url(self, figure: str) -> str:
        return self.choice.items_url(self.stream, figure)


def read_series(stream: ValueStream, choice: Choice, *, now: datetime) -> Series:
    """The figures of the window as a whole, of the one before, and week by week and day by day. Four queries."""
    window = choice.window
    weeks, days = window.cut(Grain.WEEK), window.cut(Grain.DAY)
    figures = flow.figures_of([stream.pk], window, [window.period, *weeks, *days], now=now, kind=choice.kind)
    return Series(
        stream=stream,
        choice=choice,
        whole=figures[0],
        before=flow.figures([stream.pk], window.before, now=now, kind=choice.kind),
        weeks=[each for each in figures[1 : 1 + len(weeks)] if each.reason is None],
        days=[each for each in figures[1 + len(weeks) :] if each.reason is None],
    )


def charts_of(series: Series) -> list[Chart]:
    """The five metrics over the window. One more query."""
    return [_velocity(series), _flow_time(series), _efficiency(series), _load(series), _distribution(series)]


def _day(figures: PeriodFigures) -> date:
    return date_of(figures.period.from_day)


def _time_axis(title: str | None = None) -> dict[str, Any]:
    return {"field": "day", "type": "temporal", "title": title, "axis": {"format": "%-d %b", "grid": False}}


def _kind_colour(kinds: Sequence[Kind]) -> dict[str, Any]:
    scale = {
        "domain": [kind.name.lower() for kind in kinds],
        "range": [f"var(--{kind.name.lower()})" for kind in kinds],
    }
    return {"field": "kind", "type": "nominal", "scale": scale, "legend": {"title": None, "orient": "bottom"}}


def _stacked(
    rows: Sequence[Mapping[str, Any]], kinds: Sequence[Kind], *, axis: str, mark: str
) -> dict[str, Any]:
    """Bars from `day` to `end`, or an area, one upon the other."""
    # Without the orientation Vega-Lite takes bars between two days for lying ones, and stacks nothing.
    bars = {"mark": {"type": "bar", "orient": "vertical", "stroke": "var(--surface)", "strokeWidth": 1.5}}
    return {
        "data": {"values": list(rows)},
        **(bars if mark == "bar" else {"mark": {"type": mark}}),
        "encoding": {
            "x": _time_axis(),
            **({"x2": {"field": "end"}} if mark == "bar" else {}),
            "y": {"field": "value", "type": "quantitative", "title": axis, "stack": "zero"},
            "color": _kind_colour(kinds),
            "order": {"field": "order"},
        },
    }


def _by_kind(series: Series, groups: Sequence[PeriodFigures], values: str) -> list[dict[str, Any]]:
    """Rows of day, kind and value for a chart; `values` names what is taken of each group."""
    rows = []
    for group in groups:
        by_kind = group.load.at_end_by_kind if values == "load" else getattr(group, values) or {}
        rows += [
            {
                "day": _day(group).isoformat(),
                "end": date_of(group.period.to_day).isoformat(),
                "kind": kind.name.lower(),
                "value": by_kind.get(kind, 0),
                "order": int(kind),
            }
            for kind in series.kinds
        ]
    return rows


def _velocity(series: Series) -> Chart:
    title = sentences.velocity_sentence(series.whole, series.before, weeks=series.choice.window.length / 7)
    rows = _by_kind(series, series.weeks, "velocity_by_kind")
    return Chart(
        name="Flow velocity",
        title=title,
        note="Items finished in each week; the first and last week of the window may be cut short.",
        picture=charts.svg(_stacked(rows, series.kinds, axis="items finished", mark="bar"), title=title),
        head=["Week from", "All", *(kind.name.capitalize() for kind in series.kinds)],
        rows=[
            (
                _day(week),
                [
                    _count(week.velocity),
                    *(_count((week.velocity_by_kind or {}).get(kind)) for kind in series.kinds),
                ],
            )
            for week in series.weeks
        ],
        items_url=series.items_url("velocity"),
    )


def _flow_time(series: Series) -> Chart:
    title = sentences.flow_time_sentence(series.whole, series.before)
    finished = reading.finished([series.stream.pk], series.choice.window)
    if series.choice.kind is not None:
        finished = finished.where(finished.kind == series.choice.kind)
    step = max(1, -(-len(finished.finished) // MOST_POINTS))
    points = [
        {"day": instant(at).isoformat(), "days": us / 86_400_000_000, "kind": Kind(kind).name.lower()}
        for at, us, kind in zip(
            finished.finished[::step].tolist(),
            finished.flow_us[::step].tolist(),
            finished.kind[::step].tolist(),
            strict=True,
        )
    ]
    lines = [
        {"level": name, "days": value}
        for name, value in (("p50", series.whole.flow_time.p50), ("p85", series.whole.flow_time.p85))
        if value is not None
    ]
    spec = {
        "layer": [
            {
                "data": {"values": points},
                "mark": {"type": "point", "filled": True, "opacity": 0.55, "size": 22},
                "encoding": {
                    "x": _time_axis(),
                    "y": {"field": "days", "type": "quantitative", "title": "days from start to finish"},
                    "color": _kind_colour(series.kinds),
                },
            },
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "color": "var(--text)", "strokeDash": [5, 4]},
                "encoding": {"y": {"field": "days", "type": "quantitative"}},
            },
            {
                "data": {"values": lines},
                "mark": {"type": "text", "align": "right", "dx": -2, "dy": -6, "color": "var(--text)"},
                "encoding": {
                    "y": {"field": "days", "type": "quantitative"},
                    "x": {"value": "width"},
                    "text": {"field": "level"},
                },
            },
        ]
    }
    sampled = f" Of {len(finished.finished)} items every {step}th is drawn." if step > 1 else ""
    return Chart(
        name="Flow time",
        title=title,
        note=f"Each point is an item, on the day it was finished.{sampled}",
        picture=charts.svg(spec, title=title),
        head=["Week from", "Items", "p50, days", "p85, days", "p95, days"],
        rows=[
            (
                _day(week),
                [
                    _count(week.flow_time.count),
                    *map(_days, (week.flow_time.p50, week.flow_time.p85, week.flow_time.p95)),
                ],
            )
            for week in series.weeks
        ],
        items_url=series.items_url("flow_time"),
    )


def _efficiency(series: Series) -> Chart:
    title = sentences.efficiency_sentence(series.whole)
    rows = [
        {"day": _day(week).isoformat(), "share": week.efficiency.value}
        for week in series.weeks
        if week.efficiency.value is not None
    ]
    spec = {
        "data": {"values": rows},
        "mark": {"type": "line", "color": "var(--accent)", "point": {"color": "var(--accent)", "size": 30}},
        "encoding": {
            "x": _time_axis(),
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": "active share of flow time",
                "axis": {"format": ".0%"},
                "scale": {"domain": [0, 1]},
            },
        },
    }
    return Chart(
        name="Flow efficiency",
        title=title,
        note="Active time / flow time of the items finished in each week: a ratio of sums, not a mean of ratios.",
        picture=charts.svg(spec, title=title),
        head=["Week from", "Efficiency", "Measured", "Not measurable"],
        rows=[
            (
                _day(week),
                [
                    _percent(week.efficiency.value),
                    _count(week.efficiency.measured),
                    _count(week.efficiency.unmeasured),
                ],
            )
            for week in series.weeks
        ],
        items_url=series.items_url("measured"),
    )


def _load(series: Series) -> Chart:
    title = sentences.load_sentence(series.whole, series.before, limit=series.stream.load_limit)
    area = _stacked(
        _by_kind(series, series.days, "load"), series.kinds, axis="items in progress", mark="area"
    )
    layers: list[dict[str, Any]] = [area]
    if series.stream.load_limit is not None and series.choice.kind is None:
        limit = {"data": {"values": [{"limit": series.stream.load_limit}]}}
        height = {"field": "limit", "type": "quantitative"}
        layers.append(
            limit
            | {
                "mark": {"type": "rule", "color": "var(--worse)", "strokeDash": [6, 4]},
                "encoding": {"y": height},
            }
        )
    return Chart(
        name="Flow load",
        title=title,
        note="Items in progress at the end of each day."
        + (f" The dashed line is the limit of {series.stream.load_limit}." if len(layers) > 1 else ""),
        picture=charts.svg({"layer": layers}, title=title),
        head=["Week from", "At its end", "Mean", "Entered", "Left"],
        rows=[
            (
                _day(week),
                [_count(week.load.at_end), _days(week.load.mean), _count(week.entered), _count(week.left)],
            )
            for week in series.weeks
        ],
        items_url=series.items_url("load"),
    )


def _distribution(series: Series) -> Chart:
    title = sentences.distribution_sentence(series.whole)
    weeks = [week for week in series.weeks if week.distribution]
    spec = _stacked(
        _by_kind(series, weeks, "distribution"), series.kinds, axis="share of what was finished", mark="bar"
    )
    spec["encoding"]["y"]["axis"] = {"format": ".0%"}
    return Chart(
        name="Flow distribution",
        title=title,
        note="The share of each kind in the items finished in each week.",
        picture=charts.svg(spec, title=title),
        head=["Week from", *(kind.name.capitalize() for kind in series.kinds)],
        rows=[
            (_day(week), [_percent((week.distribution or {}).get(kind)) for kind in series.kinds])
            for week in weeks
        ],
        items_url=series.items_url("velocity"),
    )


def _count(value: int | None) -> str:
    return "–" if value is None else format_number(value)


def _days(value: float | None) -> str:
    return "–" if value is None else format_number(value, 1)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{format_number(value * 100, 0)} %"
