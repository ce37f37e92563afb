"""Flow times of the items finished: each a point, or where these are too many, circles for how many."""

from datetime import date, timedelta
from typing import Final

import numpy as np

from okrflow.analysis.charts.chart import Chart, Column, Link, Spec, Unit
from okrflow.analysis.charts.periods import period_table
from okrflow.analysis.charts.sources import Sources, bounds
from okrflow.analysis.charts.specs import (
    SHAPES,
    amounts,
    kind_colour,
    kind_scale,
    legend,
    rule,
    size,
    time_axis,
)
from okrflow.flow import Kind
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import local_day, unit
from okrflow.work_items import sentences
from okrflow.work_items.instants import instant

MOST_POINTS: Final = 400
"""So many finished items are drawn one by one; of more, how many there are in each field of a grid."""
FIELDS_HIGH: Final = 24
MOST_FIELDS_WIDE: Final = 26


def flow_time(sources: Sources) -> Chart:
    time = sources.whole.flow_time
    levels = [("p50", time.p50), ("p85", time.p85)]
    one_by_one = len(sources.finished.finished) <= MOST_POINTS
    marks = _points(sources) if one_by_one else _circles(sources)
    rules = [
        rule(value, f"{name} {format_number(value, 1)} d") for name, value in levels if value is not None
    ]
    columns = [
        Column(name="flow_time_days.count", label="Items", unit=Unit.ITEMS),
        *(
            Column(name=f"flow_time_days.{name}", label=f"{name}, {sources.unit}", unit=Unit.DAYS)
            for name in ("mean", "p50", "p85", "p95")
        ),
    ]
    return Chart(
        name="flow-time",
        label="Flow time",
        title=sentences.flow_time_sentence(sources.whole, sources.before, clock=sources.window.clock),
        note=_note(sources, one_by_one=one_by_one),
        spec=size(False) | {"layer": [marks, *rules]} if time.count else None,
        table=period_table(
            sources,
            columns,
            lambda figures: [
                getattr(figures.flow_time, name) for name in ("count", "mean", "p50", "p85", "p95")
            ],
            behind={"flow_time_days.count": {"figure": "flow_time"}},
        ),
        links=[Link(label="The items finished", url=sources.items_url("flow_time"))],
        anchor="flow-time",
    )


def _note(sources: Sources, *, one_by_one: bool) -> str:
    if one_by_one:
        return "Each point is an item, on the day it was finished. Dashed: p50 and p85 of the whole period."
    items = format_number(len(sources.finished.finished))
    return (
        f"The {items} items finished, too many for a point each: the larger a circle, the more of them took so long"
        " then. Dashed: p50 and p85 of the whole period."
    )


def _points(sources: Sources) -> Spec:
    found = sources.finished
    zone = sources.window.zone
    rows = []
    for at, days, kind in zip(
        found.finished.tolist(), found.flow_days.tolist(), found.kind.tolist(), strict=True
    ):
        local, name = instant(at).astimezone(zone), Kind(kind).name.lower()
        words = f"{local_day(local.date())}: {name}, {format_number(days, 1)} {sources.unit}"
        rows.append({"at": local.strftime("%Y-%m-%dT%H:%M:%SZ"), "value": days, "kind": name, "words": words})
    shapes = kind_scale(sources.kinds) | {"range": list(SHAPES[: len(sources.kinds)])}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 0.7, "size": 26},
        "encoding": {
            "x": time_axis(sources, "at"),
            "y": amounts(f"{sources.unit} from start to finish"),
            "color": kind_colour(sources.kinds) | {"legend": _legend()},
            "shape": {"field": "kind", "type": "nominal", "scale": shapes, "legend": _legend()},
            "description": {"field": "words"},
        },
    }


def _legend() -> Spec:
    return {name: value for name, value in legend().items() if name != "symbolType"}


def _circles(sources: Sources) -> Spec:
    """How many items lie in each field of days and flow times, as circles whose area is the number."""
    area = {"field": "count", "type": "quantitative", "legend": None}
    return {
        "data": {"values": _fields(sources)},
        "mark": {"type": "circle", "opacity": 0.75, "color": "var(--accent)"},
        "encoding": {
            "x": time_axis(sources, "at"),
            "y": amounts(f"{sources.unit} from start to finish"),
            "size": area | {"scale": {"range": [4, 160], "zero": True}},
            "description": {"field": "words"},
        },
    }


def _fields(sources: Sources) -> list[Spec]:
    """The fields of the grid that hold items: FIELDS_HIGH rows of flow times, a column for some periods each."""
    groups, found = sources.groups, sources.finished
    step = -(-len(groups) // MOST_FIELDS_WIDE)
    columns = groups[::step]
    days = sources.window.days
    begins = np.array([days.start_of(each.period.from_day) for each in columns])
    column = np.searchsorted(begins, found.finished, side="right") - 1
    height = max(float(found.flow_days.max()), 1e-9) / FIELDS_HIGH
    level = np.minimum(found.flow_days // height, FIELDS_HIGH - 1).astype(np.int64)
    fields, counts = np.unique(column * FIELDS_HIGH + level, return_counts=True)
    edges = [*(bounds(each.period)[0] for each in columns), bounds(groups[-1].period)[1]]
    return [
        _field(sources, edges[number], edges[number + 1], place * height, height, count)
        for number, place, count in zip(*divmod(fields, FIELDS_HIGH), counts.tolist(), strict=True)
    ]


def _field(sources: Sources, first: date, to: date, low: float, height: float, count: int) -> Spec:
    days = f"{format_number(low, 1)} to {format_number(low + height, 1)} {sources.unit}"
    when = f"{local_day(first)} to {local_day(to - timedelta(days=1))}"
    return {
        "at": (first + (to - first) / 2).isoformat(),
        "value": float(low + height / 2),
        "count": count,
        "words": f"{when}, {days}: {unit(count, 'item,items')}",
    }
