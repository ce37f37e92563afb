"""What entered the stream's progress against what left it."""

from typing import Final

from okrflow.analysis.charts.chart import Chart, Column, Link, Spec, Unit
from okrflow.analysis.charts.periods import period_table
from okrflow.analysis.charts.sources import Sources, bounds, span
from okrflow.analysis.charts.specs import amounts, lines, size
from okrflow.analysis.sentences import crossings_sentence
from okrflow.flow import PeriodFigures
from okrflow.web.numbers import format_number

LINES: Final = ("entered", "left")


def crossings(sources: Sources) -> Chart:
    whole = sources.whole
    columns = [
        Column(name="entered", label="Entered", unit=Unit.ITEMS),
        Column(name="left", label="Left", unit=Unit.ITEMS),
        Column(name="difference", label="Difference", unit=Unit.SIGNED),
        Column(name="load.at_end", label="In progress at the end", unit=Unit.ITEMS),
    ]
    return Chart(
        name="entered-and-left",
        label="Entered and left",
        title=crossings_sentence(whole.entered, whole.left, weeks=sources.elapsed.length / 7),
        note="How often items came into progress in the stream and went out of it, for whatever reason.",
        spec=size(False) | _spec(sources) if sources.groups else None,
        table=period_table(
            sources,
            columns,
            lambda each: [each.entered, each.left, difference(each), each.load.at_end],
            behind={
                "entered": {"figure": "entered"},
                "left": {"figure": "left"},
                "load.at_end": {"figure": "load"},
            },
        ),
        links=[
            Link(label="Entered", url=sources.items_url("entered")),
            Link(label="Left", url=sources.items_url("left")),
        ],
        anchor="entered-and-left",
    )


def difference(figures: PeriodFigures) -> int:
    """By how much the load grew."""
    return (figures.entered or 0) - (figures.left or 0)


def _spec(sources: Sources) -> Spec:
    rows = [
        {
            "from": bounds(each.period)[0].isoformat(),
            "line": name,
            "value": getattr(each, name),
            "words": f"{span(each.period)}: {format_number(getattr(each, name))} {name},"
            f" difference {format_number(difference(each), signed=True)}",
        }
        for each in sources.groups
        for name in LINES
    ]
    return lines(sources, rows, amounts("items"), dashes=LINES)
