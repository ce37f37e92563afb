"""Pieces that the charts' Vega-Lite specifications share. Days are read and shown as they are, in no zone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from okrflow.analysis.charts.chart import Spec
from okrflow.analysis.charts.sources import Sources, bounds, span
from okrflow.flow import Kind, PeriodFigures
from okrflow.web.templatetags.figures import PLURALS

NARROW: Final = {"width": 430, "height": 200}
WIDE: Final = {"width": 980, "height": 240}
WAITING: Final = "url(#waiting)"
"""The hatch that stands for waiting; `okrflow.web.charts` defines it where it is used."""
SHAPES: Final = ("circle", "square", "triangle-up", "diamond")
_LONG_DAYS: Final = 400
_TICKS: Final = 5
"""Measuring the labels of the axes is most of the cost of a chart."""


def size(wide: bool) -> Spec:
    return dict(WIDE if wide else NARROW)


def time_axis(sources: Sources, field: str = "from") -> Spec:
    """The x axis of the window."""
    years = sources.window.length > _LONG_DAYS
    return {
        "field": field,
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc"},
        "axis": {
            "format": "%b %Y" if years else "%-d %b",
            "grid": False,
            "tickCount": _TICKS,
            "labelOverlap": True,
            "labelSeparation": 10,
        },
    }


def amounts(title: str, **more: Any) -> Spec:
    """A y axis of the field `value` from 0 on."""
    axis = {"tickCount": _TICKS} | more.pop("axis", {})
    return {"field": "value", "type": "quantitative", "title": title, "axis": axis, **more}


def kind_scale(kinds: Sequence[Kind]) -> Spec:
    return {
        "domain": [kind.name.lower() for kind in kinds],
        "range": [f"var(--{kind.name.lower()})" for kind in kinds],
    }


def kind_colour(kinds: Sequence[Kind]) -> Spec:
    return {"field": "kind", "type": "nominal", "scale": kind_scale(kinds), "legend": legend()}


def legend() -> Spec:
    return {"title": None, "orient": "top", "direction": "horizontal", "symbolType": "square", "offset": 4}


def by_kind(
    sources: Sources,
    values: Callable[[PeriodFigures], Mapping[Kind, float] | None],
    words: Callable[[float, Kind], str],
) -> list[Spec]:
    """For each period and kind a row: from, end, kind, value, order, and what hovering says."""
    rows = []
    for figures in sources.groups:
        first, to = bounds(figures.period)
        found = values(figures) or {}
        rows += [
            {
                "from": first.isoformat(),
                "end": to.isoformat(),
                "kind": kind.name.lower(),
                "value": found.get(kind, 0),
                "order": int(kind),
                "words": f"{span(figures.period)}: {words(found.get(kind, 0), kind)}",
            }
            for kind in sources.kinds
        ]
    return rows


def plural(kind: Kind) -> str:
    return PLURALS[kind.name.lower()]


def stacked_bars(sources: Sources, rows: Iterable[Spec], y: Spec) -> Spec:
    """Bars of the kinds upon each other, as wide as their periods."""
    return {
        "data": {"values": list(rows)},
        # Without the orientation Vega-Lite takes bars between two days for lying ones, and stacks nothing.
        "mark": {"type": "bar", "orient": "vertical", "stroke": "var(--surface)", "strokeWidth": 1},
        "encoding": {
            "x": time_axis(sources),
            "x2": {"field": "end"},
            "y": y | {"stack": "zero"},
            "color": kind_colour(sources.kinds),
            "order": {"field": "order"},
            "description": {"field": "words"},
        },
    }


def lines(sources: Sources, rows: Iterable[Spec], y: Spec, *, dashes: Sequence[str] = ()) -> Spec:
    """A line with points that tell their values; several, named by `line`, are told apart by dashes as well."""
    encoding: Spec = {"x": time_axis(sources), "y": y, "description": {"field": "words"}}
    if dashes:
        dash = {"domain": list(dashes), "range": [[1, 0], [5, 3]]}
        colours = {"domain": list(dashes), "range": ["var(--accent)", "var(--text)"]}
        named = {"field": "line", "type": "nominal", "legend": legend() | {"symbolType": "stroke"}}
        encoding |= {"strokeDash": named | {"scale": dash}, "color": named | {"scale": colours}}
    mark = {"color": "var(--accent)", "interpolate": "linear"}
    points = {"type": "point", "filled": True, "size": 28, "opacity": 1, "color": "var(--accent)"}
    dots = {name: value for name, value in encoding.items() if name != "strokeDash"}
    return {
        "data": {"values": list(rows)},
        "layer": [
            {"mark": mark | {"type": "line"}, "encoding": encoding},
            {"mark": points, "encoding": dots},
        ],
    }


def rule(value: float, label: str, *, colour: str = "var(--text)") -> Spec:
    """A dashed level across the chart, with its name behind the right end."""
    level = {"field": "level", "type": "quantitative"}
    return {
        "data": {"values": [{"level": value, "label": label}]},
        "layer": [
            {
                "mark": {"type": "rule", "color": colour, "strokeDash": [5, 4]},
                "encoding": {"y": level, "description": {"field": "label"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": colour},
                "encoding": {"y": level, "x": {"value": "width"}, "text": {"field": "label"}},
            },
        ],
    }


def hover(sources: Sources, rows: Iterable[Spec]) -> Spec:
    """Invisible strips over the whole height, from `from` to `end`, that tell the values of an area below."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "orient": "vertical", "opacity": 0},
        "encoding": {
            "x": time_axis(sources),
            "x2": {"field": "end"},
            "y": {"value": 0},
            "y2": {"value": "height"},
            "description": {"field": "words"},
        },
    }


def hovered(sources: Sources, words: Callable[[PeriodFigures], str]) -> list[Spec]:
    """For each period what its strip tells."""
    rows = []
    for figures in sources.groups:
        first, to = bounds(figures.period)
        said = f"{span(figures.period)}: {words(figures)}"
        rows.append({"from": first.isoformat(), "end": to.isoformat(), "words": said})
    return rows


def last_day(figures: PeriodFigures) -> str:
    """The day at whose end a stock of the period is counted."""
    return (bounds(figures.period)[1] - timedelta(days=1)).isoformat()
