"""The share of each kind in what was finished."""

from okrflow.analysis.charts.chart import Chart, Column, Link, Unit
from okrflow.analysis.charts.periods import behind_kinds, period_table
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import amounts, by_kind, plural, size, stacked_bars
from okrflow.web.templatetags.figures import percent
from okrflow.work_items import sentences


def distribution(sources: Sources) -> Chart:
    rows = by_kind(
        sources, lambda each: each.distribution, lambda value, kind: f"{percent(value)} {plural(kind)}"
    )
    share = amounts("share of what was finished", axis={"format": ".0%"})
    return Chart(
        name="distribution",
        label="Flow distribution",
        title=sentences.distribution_sentence(sources.whole),
        note="The share of each kind in the items finished in each period.",
        spec=size(False) | stacked_bars(sources, rows, share) if sources.whole.velocity else None,
        table=period_table(
            sources,
            [
                Column(
                    name=f"distribution.{kind.name.lower()}", label=plural(kind).capitalize(), unit=Unit.SHARE
                )
                for kind in sources.kinds
            ],
            lambda each: [(each.distribution or {}).get(kind) for kind in sources.kinds],
            behind=behind_kinds(sources, "distribution", "velocity"),
        ),
        links=[Link(label="The items finished", url=sources.items_url("velocity"))],
        anchor="flow-distribution",
    )
