"""Ages of the items in progress by stage, against how old finished ones were when they left the same stage."""

from typing import Final

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Spec, Table, Unit, Value
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import SHAPES, kind_colour, kind_scale, rule, size
from okrflow.analysis.sentences import ageing_sentence
from okrflow.value_streams.models import ValueStream
from okrflow.web.numbers import format_number
from okrflow.work_items.figures.ageing import PACE_DAYS, Ageing, AgeingItem

MOST_DOTS: Final = 300
"""So many items are drawn and listed, the oldest; the note says so, and the file has all of them."""


def ageing(sources: Sources) -> Chart:
    found, time = sources.ageing, sources.whole.flow_time
    return Chart(
        name="ageing",
        label="Ageing",
        title=ageing_sentence(found, time),
        note=_note(sources, found),
        spec=size(True) | {"layer": _layers(sources, found)} if found.items else None,
        table=Table(
            columns=_columns(sources.unit), rows=[_row(sources.stream, found, item) for item in found.items]
        ),
        links=[
            Link(label="The items in progress, the oldest first", url=sources.items_url("load", order="age"))
        ],
        anchor="ageing",
        wide=True,
        over_time=False,
    )


def _note(sources: Sources, found: Ageing) -> str:
    text = "Each dot is an item in progress at the end of the period, in its stage and as old as it is since it started."
    if len(found.items) > MOST_DOTS:
        text += f" Drawn are the {MOST_DOTS} oldest of {format_number(len(found.items))}."
    ticks = "Ticks: how old items were when they left the stage, p50 short and p85 long"
    ticks += ", in the last year of the period." if sources.window.length > PACE_DAYS else "."
    return f"{text} {ticks} Dashed: the p85 of flow time."


def _columns(days: str) -> list[Column]:
    return [
        Column(name="key", label="Item", unit=Unit.TEXT),
        Column(name="title", label="Title", unit=Unit.TEXT),
        Column(name="kind", label="Kind", unit=Unit.TEXT),
        Column(name="status", label="Stage", unit=Unit.TEXT),
        Column(name="age_days", label=f"Age, {days}", unit=Unit.DAYS),
        Column(name="in_stage_days", label=f"In the stage, {days}", unit=Unit.DAYS),
        Column(name="left_age_days.p50", label="Others left it at, p50", unit=Unit.DAYS),
        Column(name="left_age_days.p85", label="p85", unit=Unit.DAYS),
    ]


def _row(stream: ValueStream, found: Ageing, item: AgeingItem) -> Row:
    pace = found.pace(item.status)
    values: list[Value] = [
        item.key,
        item.title,
        item.kind.name.lower(),
        item.status,
        item.age_days,
        item.in_stage_days,
        pace.p50,
        pace.p85,
    ]
    return Row(values=values, urls={"key": item_url(stream, item)})


def item_url(stream: ValueStream, item: AgeingItem) -> str:
    return f"{stream.organisation.get_absolute_url()}items/{item.uuid}/"


def _layers(sources: Sources, found: Ageing) -> list[Spec]:
    p85 = sources.whole.flow_time.p85
    level = [] if p85 is None else [rule(p85, f"p85 {format_number(p85, 1)} d")]
    return [*_ticks(sources, found), _dots(sources, found), *level]


def _place(found: Ageing) -> Spec:
    axis = {
        "labelAngle": 0,
        "labelLimit": 110,
        "labelOverlap": False,
        "ticks": False,
        "labelExpr": "split(datum.label, ' ')",
    }
    order = [each.status for each in found.stages]
    return {"field": "status", "type": "nominal", "title": None, "scale": {"domain": order}, "axis": axis}


def _dots(sources: Sources, found: Ageing) -> Spec:
    rows = [
        {
            "status": item.status,
            "value": item.age_days,
            "beside": (number * 0.618034) % 1 - 0.5,
            "kind": item.kind.name.lower(),
            "url": item_url(sources.stream, item),
            "words": f"{item.key} {item.title}: {item.kind.name.lower()}, {format_number(item.age_days, 1)} {sources.unit} old,"
            f" in {item.status} for {format_number(item.in_stage_days, 1)}",
        }
        for number, item in enumerate(found.items[:MOST_DOTS])
    ]
    shapes = kind_scale(sources.kinds) | {"range": list(SHAPES[: len(sources.kinds)])}
    legend = {"title": None, "orient": "top", "direction": "horizontal"}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 0.75, "size": 34},
        "encoding": {
            "x": _place(found),
            "xOffset": {"field": "beside", "type": "quantitative", "scale": {"domain": [-0.8, 0.8]}},
            "y": {"field": "value", "type": "quantitative", "title": f"{sources.unit} since it started"},
            "color": kind_colour(sources.kinds) | {"legend": legend},
            "shape": {"field": "kind", "type": "nominal", "scale": shapes, "legend": legend},
            "href": {"field": "url"},
            "description": {"field": "words"},
        },
    }


def _ticks(sources: Sources, found: Ageing) -> list[Spec]:
    """The pace of each stage: p50 as a short tick, p85 as a long one."""
    return [
        {
            "data": {
                "values": [
                    {
                        "status": each.status,
                        "value": getattr(each, name),
                        "words": f"{each.status}: {name} of {format_number(each.left)} items that left it, "
                        f"{format_number(getattr(each, name), 1)} {sources.unit} old",
                    }
                    for each in found.stages
                    if each.left
                ]
            },
            "mark": {
                "type": "tick",
                "orient": "horizontal",
                "color": "var(--muted)",
                "thickness": 2,
                "size": width,
            },
            "encoding": {
                "x": _place(found),
                "y": {"field": "value", "type": "quantitative"},
                "description": {"field": "words"},
            },
        }
        for name, width in (("p50", 34), ("p85", 72))
    ]
