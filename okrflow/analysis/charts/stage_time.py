"""Active against waiting: the time that items spent in each stage."""

from collections.abc import Mapping, Sequence

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Spec, Table, Unit
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import WAITING, legend, size
from okrflow.analysis.sentences import waiting_sentence
from okrflow.flow import StageFigures
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import percent


def stage_time(sources: Sources) -> Chart:
    loads = [each for each in sources.stage_loads if each.item_days is not None]
    columns = [
        Column(name="status", label="Stage", unit=Unit.TEXT),
        Column(name="flow_state", label="Flow state", unit=Unit.TEXT),
        Column(name="item_days", label="Item-days", unit=Unit.DAYS),
        Column(name="share", label="Share", unit=Unit.SHARE),
    ]
    rows = [
        Row(
            values=[
                sources.names[each.stage.status],
                each.stage.state.name.lower(),
                each.item_days,
                each.share,
            ],
            urls={"item_days": sources.items_url("stage", status=sources.names[each.stage.status])},
        )
        for each in loads
    ]
    return Chart(
        name="stage-time",
        label="Active and waiting",
        title=waiting_sentence(loads, sources.names),
        note="Time that items spent in each stage, in the stream's order. Active is solid, waiting hatched.",
        spec=stage_bars(loads, sources.names) if loads else None,
        table=Table(columns=columns, rows=rows),
        links=[
            Link(label="The stages", url=f"{sources.stream.get_absolute_url()}stages/?{sources.choice.query}")
        ],
        anchor="item-days",
        over_time=False,
    )


def stage_bars(loads: Sequence[StageFigures], names: Mapping[int, str]) -> Spec:
    """A bar for each stage, as long as its item-days."""
    states = {"domain": ["active", "waiting"], "range": ["var(--accent)", WAITING]}
    place = {
        "field": "status",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 150},
    }
    length = {"field": "value", "type": "quantitative", "title": "item-days", "axis": {"tickCount": 4}}
    return size(False) | {
        "height": {"step": 24},
        "data": {"values": [_bar(each, names[each.stage.status]) for each in loads]},
        "encoding": {"y": place, "x": length},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": "var(--accent)", "strokeWidth": 1},
                "encoding": {
                    "color": {"field": "state", "type": "nominal", "scale": states, "legend": legend()},
                    "description": {"field": "words"},
                },
            },
            {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"text": {"field": "share"}}},
        ],
    }


def _bar(figures: StageFigures, name: str) -> Spec:
    days, share = format_number(figures.item_days or 0, 1), percent(figures.share)
    return {
        "status": name,
        "value": figures.item_days,
        "state": figures.stage.state.name.lower(),
        "share": share,
        "words": f"{name}: {days} item-days, {share}",
    }
