"""What was finished of what the plan had committed to. SAFe's sixth metric, not the Flow Framework's."""

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Spec, Table, Unit
from okrflow.analysis.charts.periods import FROM, TO
from okrflow.analysis.charts.sources import Sources, bounds, span
from okrflow.analysis.charts.specs import amounts, size, time_axis
from okrflow.analysis.sentences import predictability_sentence
from okrflow.flow import Period, Predictability
from okrflow.web.templatetags.figures import percent


def predictability(sources: Sources) -> Chart:
    whole, *parts = sources.predictability
    groups = list(zip(sources.periods, parts, strict=True))
    plan = f"{sources.stream.get_absolute_url()}plan/"
    columns = [
        FROM,
        TO,
        Column(name="predictability.value", label="Predictability", unit=Unit.SHARE),
        Column(name="predictability.committed", label="Committed", unit=Unit.ITEMS),
        Column(name="predictability.finished", label="Finished in time", unit=Unit.ITEMS),
        Column(name="predictability.written_afterwards", label="Written afterwards", unit=Unit.ITEMS),
    ]
    rows = [
        Row(values=[*bounds(period), each.value, each.committed, each.finished, each.written_afterwards])
        for period, each in groups
        if each.committed
    ]
    return Chart(
        name="predictability",
        label="Flow predictability",
        title=predictability_sentence(whole),
        note="Of the items that the plan commits to a time within a period, those finished in that time. SAFe's metric, not"
        " the Flow Framework's. A period shows what was committed wholly within it; group by month to see longer ones. What"
        " was committed to only after its first day counts, and is told as written afterwards.",
        spec=size(False) | _bars(sources, groups) if rows else None,
        table=Table(columns=columns, rows=rows),
        links=[Link(label="The plan" if whole.committed else "Commit to something in the plan", url=plan)],
        anchor="flow-predictability",
    )


def _bars(sources: Sources, groups: list[tuple[Period, Predictability]]) -> Spec:
    rows = [
        {
            "from": bounds(period)[0].isoformat(),
            "end": bounds(period)[1].isoformat(),
            "value": each.value or 0,
            "words": f"{span(period)}: {percent(each.value)}, {each.finished} of {each.committed}",
        }
        for period, each in groups
        if each.committed
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "orient": "vertical", "color": "var(--accent)", "stroke": "var(--surface)"},
        "encoding": {
            "x": time_axis(sources),
            "x2": {"field": "end"},
            "y": amounts("finished in time", axis={"format": ".0%"}, scale={"domain": [0, 1]}),
            "description": {"field": "words"},
        },
    }
