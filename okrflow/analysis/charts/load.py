"""Items in progress at the end of each period, by kind, with the limit."""

from okrflow.analysis.charts.chart import Chart, Column, Link, Spec, Unit
from okrflow.analysis.charts.periods import behind_kinds, period_table
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import (
    amounts,
    hover,
    hovered,
    kind_colour,
    last_day,
    plural,
    rule,
    size,
    time_axis,
)
from okrflow.flow import PeriodFigures
from okrflow.web.numbers import format_number
from okrflow.work_items import sentences


def load(sources: Sources) -> Chart:
    limit = None if sources.choice.kind is not None else sources.stream.load_limit
    layers = [_area(sources), hover(sources, hovered(sources, _words))]
    if limit is not None:
        layers.append(rule(limit, f"limit {limit}", colour="var(--worse)"))
    columns = [
        Column(name="load.at_end", label="At its end", unit=Unit.ITEMS),
        Column(name="load.mean", label="Mean", unit=Unit.MEAN_ITEMS),
        *(
            Column(name=f"load.{kind.name.lower()}", label=plural(kind).capitalize(), unit=Unit.ITEMS)
            for kind in sources.kinds
        ),
    ]
    return Chart(
        name="load",
        label="Flow load",
        title=sentences.load_sentence(sources.whole, sources.before, limit=limit),
        note="Items in progress at the end of each period, by kind."
        + ("" if limit is None else f" Dashed: the stream's limit of {limit}."),
        spec=size(False) | {"layer": layers} if sources.groups else None,
        table=period_table(
            sources,
            columns,
            lambda each: [
                each.load.at_end,
                each.load.mean,
                *(each.load.at_end_by_kind.get(kind, 0) for kind in sources.kinds),
            ],
            behind={"load.at_end": {"figure": "load"}} | behind_kinds(sources, "load", "load"),
        ),
        links=[Link(label="The items in progress at the end", url=sources.items_url("load"))],
        anchor="flow-load",
    )


def _area(sources: Sources) -> Spec:
    rows = [
        {
            "on": last_day(each),
            "kind": kind.name.lower(),
            "order": int(kind),
            "value": each.load.at_end_by_kind[kind],
        }
        for each in sources.groups
        for kind in sources.kinds
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "opacity": 1, "line": {"color": "var(--surface)", "strokeWidth": 1}},
        "encoding": {
            "x": time_axis(sources, "on"),
            "y": amounts("items in progress", stack="zero"),
            "color": kind_colour(sources.kinds),
            "order": {"field": "order"},
        },
    }


def _words(figures: PeriodFigures) -> str:
    parts = [f"{format_number(count)} {plural(kind)}" for kind, count in figures.load.at_end_by_kind.items()]
    return f"{', '.join(parts)} at the end"
