"""Tables with a row for each period of the window."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from okrflow.analysis.charts.chart import Column, Row, Table, Unit, Value
from okrflow.analysis.charts.sources import Sources, bounds
from okrflow.flow import PeriodFigures

Behind = Mapping[str, str]
"""Parameters of a list of items: `figure`, and perhaps a `kind`."""

FROM: Final = Column(name="from", label="From", unit=Unit.DAY)
TO: Final = Column(name="to", label="Up to, not included", unit=Unit.DAY)


def period_table(
    sources: Sources,
    columns: Sequence[Column],
    values: Callable[[PeriodFigures], Sequence[Value]],
    *,
    behind: Mapping[str, Behind],
) -> Table:
    """The values of each period that has begun; `behind` says which columns lead to the items of which figure."""
    return Table(
        columns=[FROM, TO, *columns],
        rows=[
            Row(
                values=[*bounds(figures.period), *values(figures)],
                urls={
                    name: sources.items_url(period=figures.period, **figure)
                    for name, figure in behind.items()
                },
            )
            for figures in sources.groups
        ],
    )


def behind_kinds(sources: Sources, metric: str, figure: str) -> dict[str, Behind]:
    """The columns of a metric's kinds with the items of each kind."""
    names = [kind.name.lower() for kind in sources.kinds]
    return {f"{metric}.{name}": {"figure": figure, "kind": name} for name in names}
