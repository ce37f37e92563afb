"""The active share of flow time over the periods."""

from okrflow.analysis.charts.chart import Chart, Column, Link, Spec, Unit
from okrflow.analysis.charts.periods import period_table
from okrflow.analysis.charts.sources import Sources, bounds, span
from okrflow.analysis.charts.specs import amounts, lines, size
from okrflow.flow import PeriodFigures
from okrflow.web.templatetags.figures import percent
from okrflow.work_items import sentences


def efficiency(sources: Sources) -> Chart:
    known = [each for each in sources.groups if each.efficiency.value is not None]
    share = amounts("active share of flow time", axis={"format": ".0%"}, scale={"domain": [0, 1]})
    return Chart(
        name="efficiency",
        label="Flow efficiency",
        title=sentences.efficiency_sentence(sources.whole),
        note="Active time / flow time of the items finished in each period: a ratio of sums, not a mean of ratios.",
        spec=size(False) | lines(sources, map(_point, known), share) if known else None,
        table=period_table(
            sources,
            [
                Column(name="efficiency.value", label="Efficiency", unit=Unit.SHARE),
                Column(name="efficiency.measured", label="Measured", unit=Unit.ITEMS),
                Column(name="efficiency.unmeasured", label="Not measurable", unit=Unit.ITEMS),
            ],
            lambda each: [each.efficiency.value, each.efficiency.measured, each.efficiency.unmeasured],
            behind={
                "efficiency.measured": {"figure": "measured"},
                "efficiency.unmeasured": {"figure": "unmeasured"},
            },
        ),
        links=[
            Link(label="The items measured", url=sources.items_url("measured")),
            Link(label="Those not measurable", url=sources.items_url("unmeasured")),
        ],
        anchor="flow-efficiency",
    )


def _point(figures: PeriodFigures) -> Spec:
    value = figures.efficiency.value
    words = f"{span(figures.period)}: {percent(value)} active"
    return {"from": bounds(figures.period)[0].isoformat(), "value": value, "words": words}
