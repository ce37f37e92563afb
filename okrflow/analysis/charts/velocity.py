"""Items finished in each period, by kind."""

from typing import Final

from okrflow.analysis.charts.chart import Chart, Column, Link, Unit
from okrflow.analysis.charts.periods import behind_kinds, period_table
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.specs import amounts, by_kind, plural, size, stacked_bars
from okrflow.flow import PeriodFigures
from okrflow.web.numbers import format_number
from okrflow.work_items import sentences

LABEL: Final = "Flow velocity"


def velocity(sources: Sources) -> Chart:
    rows = by_kind(
        sources,
        lambda figures: figures.velocity_by_kind,
        lambda value, kind: f"{format_number(value)} {plural(kind)}",
    )
    kinds = [
        Column(name=f"velocity.{kind.name.lower()}", label=plural(kind).capitalize(), unit=Unit.ITEMS)
        for kind in sources.kinds
    ]
    return Chart(
        name="velocity",
        label=LABEL,
        title=sentences.velocity_sentence(sources.whole, sources.before, weeks=sources.elapsed.length / 7),
        note="Items finished in each period, by kind.",
        spec=size(True) | stacked_bars(sources, rows, amounts("items finished")),
        table=period_table(
            sources,
            [Column(name="velocity.total", label="All", unit=Unit.ITEMS), *kinds],
            lambda figures: [figures.velocity, *_of_kinds(sources, figures)],
            behind={"velocity.total": {"figure": "velocity"}} | behind_kinds(sources, "velocity", "velocity"),
        ),
        links=[Link(label="The items finished", url=sources.items_url("velocity"))],
        anchor="flow-velocity",
        wide=True,
    )


def _of_kinds(sources: Sources, figures: PeriodFigures) -> list[int]:
    found = figures.velocity_by_kind or {}
    return [found.get(kind, 0) for kind in sources.kinds]
