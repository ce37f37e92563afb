"""Which stage was the bottleneck, month by month, and the share of each."""

from typing import Final

from okrflow.analysis.charts.chart import Chart, Column, Row, Spec, Table, Unit, Value
from okrflow.analysis.charts.periods import FROM, TO
from okrflow.analysis.charts.sources import Sources, bounds
from okrflow.analysis.charts.specs import WIDE
from okrflow.analysis.sentences import history_sentence
from okrflow.flow import Stage, StageFigures, StageReport
from okrflow.web.templatetags.figures import percent

_MONTHS: Final[Spec] = {
    "field": "month",
    "type": "ordinal",
    "title": None,
    "sort": None,
    "axis": {"labelAngle": 0, "orient": "top"},
}
_STAGES: Final[Spec] = {
    "field": "status",
    "type": "nominal",
    "title": None,
    "sort": None,
    "axis": {"labelLimit": 150},
}
_STRENGTH: Final[Spec] = {
    "field": "share",
    "type": "quantitative",
    "scale": {"domain": [0, 1], "range": [0, 0.45]},
    "legend": None,
}


def bottleneck_history(sources: Sources) -> Chart:
    months = sources.months
    stages = [each.stage for each in months[0].stages] if months else []
    return Chart(
        name="bottleneck-history",
        label="The bottleneck by month",
        title=history_sentence(months, sources.names),
        note="The share of each stage in the time of each month; framed where it is the clear bottleneck.",
        spec=_spec(sources, months) if months else None,
        table=Table(columns=_columns(sources, stages), rows=[_row(sources, month) for month in months]),
        anchor="bottleneck",
        wide=True,
    )


def _columns(sources: Sources, stages: list[Stage]) -> list[Column]:
    shares = [
        Column(name=sources.names[each.status], label=sources.names[each.status], unit=Unit.SHARE)
        for each in stages
    ]
    return [
        FROM,
        TO,
        Column(name="bottleneck.status", label="Bottleneck", unit=Unit.TEXT),
        Column(name="bottleneck.stability", label="First in draws", unit=Unit.SHARE),
        *shares,
    ]


def _row(sources: Sources, month: StageReport) -> Row:
    found = month.bottleneck
    named = [sources.names[found.status], found.stability] if found else [None, None]
    values: list[Value] = [*bounds(month.period), *named, *(each.share for each in month.stages)]
    first, to = bounds(month.period)
    url = f"{sources.stream.get_absolute_url()}stages/?from={first.isoformat()}&to={to.isoformat()}"
    return Row(values=values, urls={"from": url})


def _spec(sources: Sources, months: list[StageReport]) -> Spec:
    cells = [_cell(sources, month, each) for month in months for each in month.stages]
    return {
        "width": WIDE["width"],
        "height": {"step": 30},
        "data": {"values": cells},
        "encoding": {"x": _MONTHS, "y": _STAGES},
        "layer": [
            {
                "mark": {"type": "rect", "color": "var(--accent)", "stroke": "var(--surface)"},
                "encoding": {"fillOpacity": _STRENGTH, "description": {"field": "words"}},
            },
            {
                "transform": [{"filter": "datum.bottleneck"}],
                "mark": {"type": "rect", "filled": False, "stroke": "var(--text)", "strokeWidth": 2},
                "encoding": {"description": {"field": "words"}},
            },
            {
                "mark": {"type": "text", "color": "var(--text)"},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
    }


def _cell(sources: Sources, month: StageReport, each: StageFigures) -> Spec:
    first, _ = bounds(month.period)
    name, found = sources.names[each.stage.status], month.bottleneck
    is_bottleneck = found is not None and found.status == each.stage.status
    words = f"{first:%B %Y}: {name}, {percent(each.share)} of the time"
    return {
        "month": f"{first:%b %Y}",
        "status": name,
        "share": each.share or 0,
        "shown": percent(each.share),
        "bottleneck": is_bottleneck,
        "words": f"{words}, the bottleneck" if is_bottleneck else words,
    }
