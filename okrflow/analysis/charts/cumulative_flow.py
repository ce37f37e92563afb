"""Cumulative flow: the items in each status at the end of each period, upon each other, done at the bottom."""

from datetime import timedelta

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Spec, Table, Unit, Value
from okrflow.analysis.charts.periods import FROM, TO
from okrflow.analysis.charts.sources import Sources, bounds, span
from okrflow.analysis.charts.specs import WAITING, amounts, hover, size, time_axis
from okrflow.analysis.sentences import cumulative_sentence
from okrflow.flow import State
from okrflow.web.numbers import format_number
from okrflow.work_items.figures.cumulative import CumulativeFlow, StatusLoads


def cumulative(sources: Sources) -> Chart:
    found = sources.cumulative
    bands = _bands(found)
    columns = [Column(name=each.name, label=each.name, unit=Unit.ITEMS) for each in found.statuses]
    done = found.total(State.DONE)
    return Chart(
        name="cumulative-flow",
        label="Cumulative flow",
        title=cumulative_sentence(found.total(State.ACTIVE, State.WAITING)),
        note="Items in each status at the end of each period; cancelled ones are left out. The picture begins at the"
        f" {format_number(done[0])} items that were done before. Waiting is hatched.",
        spec=_spec(sources, found, bands, lowest=min(done)) if found.periods and bands else None,
        table=Table(columns=[FROM, TO, *columns], rows=_rows(sources, found)),
        links=[Link(label="The items in progress at the end", url=sources.items_url("load"))],
        anchor="cumulative-flow",
        wide=True,
    )


def _rows(sources: Sources, found: CumulativeFlow) -> list[Row]:
    rows = []
    for number, period in enumerate(found.periods):
        values: list[Value] = [*bounds(period), *(each.at_end[number] for each in found.statuses)]
        urls = {
            each.name: sources.items_url("load", period, status=each.name)
            for each in found.statuses
            if each.state in (State.ACTIVE, State.WAITING)
        }
        rows.append(Row(values=values, urls=urls))
    return rows


def _spec(sources: Sources, found: CumulativeFlow, bands: list[StatusLoads], *, lowest: int) -> Spec:
    first = bounds(found.periods[0])[0] - timedelta(days=1)
    ends = [first, *(bounds(period)[1] - timedelta(days=1) for period in found.periods)]
    rows = [
        {"on": day.isoformat(), "status": band.name, "order": order, "value": value}
        for order, band in enumerate(bands)
        for day, value in zip(ends, (band.before, *band.at_end), strict=True)
    ]
    totals = [sum(column) for column in zip(*((band.before, *band.at_end) for band in bands), strict=True)]
    scale = {"domain": [lowest, max(*totals, lowest + 1)], "zero": False, "nice": False}
    names = [band.name for band in reversed(bands)]
    fills = {"domain": names, "range": [_filling(band, bands) for band in reversed(bands)]}
    area = {
        "data": {"values": rows},
        "mark": {
            "type": "area",
            "opacity": 1,
            "clip": True,
            "line": {"color": "var(--surface)", "strokeWidth": 1},
        },
        "encoding": {
            "x": time_axis(sources, "on"),
            "y": amounts("items", stack="zero", scale=scale),
            "color": {"field": "status", "type": "nominal", "scale": fills, "legend": _legend()},
            "order": {"field": "order"},
        },
    }
    return size(True) | {"layer": [area, hover(sources, _hovered(found, bands))]}


def _legend() -> Spec:
    return {"title": None, "orient": "right", "symbolType": "square", "labelLimit": 150}


def _bands(found: CumulativeFlow) -> list[StatusLoads]:
    """The statuses as they are stacked, from the bottom: done, then the stages from the last to the first, new on top."""
    done = [each for each in found.statuses if each.state == State.DONE]
    others = [each for each in found.statuses if each.state in (State.ACTIVE, State.WAITING)]
    new = [each for each in found.statuses if each.state == State.NEW]
    return [*done, *reversed(others), *reversed(new)]


def _filling(band: StatusLoads, bands: list[StatusLoads]) -> str:
    """Done and new in their own tones, waiting hatched; active ones in two tones by turns."""
    if band.state == State.ACTIVE:
        active = [each for each in bands if each.state == State.ACTIVE]
        return ("var(--accent)", "var(--accent-strong)")[active.index(band) % 2]
    return {State.DONE: "var(--better)", State.WAITING: WAITING, State.NEW: "var(--edge)"}[band.state]


def _hovered(found: CumulativeFlow, bands: list[StatusLoads]) -> list[Spec]:
    rows = []
    for number, period in enumerate(found.periods):
        first, to = bounds(period)
        parts = [f"{band.name} {format_number(band.at_end[number])}" for band in reversed(bands)]
        said = f"{span(period)}, at the end: {', '.join(parts)}"
        rows.append({"from": first.isoformat(), "end": to.isoformat(), "words": said})
    return rows
