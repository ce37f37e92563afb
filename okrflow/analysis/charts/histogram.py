"""How often each flow time comes."""

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Spec, Table, Unit
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import amounts, kind_colour, plural, size
from okrflow.analysis.sentences import bin_words, histogram_sentence
from okrflow.flow import Bin, flow_time_bins
from okrflow.web.templatetags.figures import unit


def histogram(sources: Sources) -> Chart:
    bins = flow_time_bins(sources.finished.flow_days, sources.finished.kind)
    columns = [
        Column(name="from_days", label=f"From, {sources.unit}", unit=Unit.DAYS),
        Column(name="to_days", label="Up to, not included", unit=Unit.DAYS),
        Column(name="items", label="Items", unit=Unit.ITEMS),
        *(
            Column(name=kind.name.lower(), label=plural(kind).capitalize(), unit=Unit.ITEMS)
            for kind in sources.kinds
        ),
    ]
    rows = [
        Row(
            values=[each.from_days, each.to_days, each.items, *(each.by_kind[kind] for kind in sources.kinds)]
        )
        for each in bins
    ]
    return Chart(
        name="flow-time-histogram",
        label="How flow times spread",
        title=histogram_sentence(bins, sources.whole.flow_time, days=sources.unit),
        note="Items finished in the whole period by their flow time; the last bar may hold all longer ones.",
        spec=size(False) | _bars(sources, bins) if bins else None,
        table=Table(columns=columns, rows=rows),
        links=[
            Link(label="The items finished, longest first", url=sources.items_url("flow_time", order="-time"))
        ],
        anchor="flow-time",
        over_time=False,
    )


def _bars(sources: Sources, bins: list[Bin]) -> Spec:
    width = bins[0].to_days or 1.0
    rows = [
        {
            "from": each.from_days,
            "to": each.from_days + width,
            "kind": kind.name.lower(),
            "order": int(kind),
            "value": each.by_kind[kind],
            "words": f"{bin_words(each, sources.unit)}: {unit(each.by_kind[kind], f'{kind.name.lower()},{plural(kind)}')}",
        }
        for each in bins
        for kind in sources.kinds
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "orient": "vertical", "stroke": "var(--surface)", "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "from",
                "type": "quantitative",
                "title": f"flow time, {sources.unit}",
                "axis": {"grid": False},
                "scale": {"domain": [0, rows[-1]["to"]], "nice": False},
            },
            "x2": {"field": "to"},
            "y": amounts("items finished", stack="zero"),
            "color": kind_colour(sources.kinds),
            "order": {"field": "order"},
            "description": {"field": "words"},
        },
    }
