"""The stages with all their figures: the table, the file and the picture beside the river."""

from typing import Final

from okrflow.analysis.charts.chart import Chart, Column, Link, Row, Table, Unit
from okrflow.analysis.charts.sources import Sources
from okrflow.analysis.charts.stage_time import stage_bars
from okrflow.flow import StageFigures
from okrflow.work_items.sentences import bottleneck_sentence

_COLUMNS: Final = (
    Column(name="status", label="Stage", unit=Unit.TEXT),
    Column(name="flow_state", label="Flow state", unit=Unit.TEXT),
    Column(name="waits_for", label="Waits for", unit=Unit.TEXT),
    Column(name="share", label="Share", unit=Unit.SHARE),
    Column(name="item_days", label="Item-days", unit=Unit.DAYS),
    Column(name="mean_load", label="Mean load", unit=Unit.MEAN_ITEMS),
    Column(name="entered", label="Entered", unit=Unit.ITEMS),
    Column(name="left", label="Left", unit=Unit.ITEMS),
    Column(name="growth_per_week", label="Growth a week", unit=Unit.GROWTH),
    Column(name="visits", label="Visits", unit=Unit.ITEMS),
    Column(name="visit_days.p50", label="Visit p50", unit=Unit.DAYS),
    Column(name="visit_days.p85", label="Visit p85", unit=Unit.DAYS),
    Column(name="current", label="There", unit=Unit.ITEMS),
    Column(name="max", label="Most", unit=Unit.ITEMS),
    Column(name="age_days_p85", label="Age p85", unit=Unit.DAYS),
)


def stages(sources: Sources) -> Chart:
    report = sources.report
    return Chart(
        name="stages",
        label="Stages",
        title=bottleneck_sentence(report, sources.names),
        note="Time that items spent in each stage, in the stream's order. Active is solid, waiting hatched.",
        spec=stage_bars(report.stages, sources.names) if report.stages else None,
        table=Table(columns=_COLUMNS, rows=[_row(sources, each) for each in report.stages]),
        links=[Link(label="The items in progress at the end", url=sources.items_url("load"))],
        anchor="stages",
        over_time=False,
    )


def _row(sources: Sources, each: StageFigures) -> Row:
    name, owner = sources.names[each.stage.status], sources.owners.get(each.stage.status)
    values = [
        name,
        each.stage.state.name.lower(),
        owner.slug if owner else None,
        each.share,
        each.item_days,
        each.mean_load,
        each.entered,
        each.left,
        each.growth_per_week,
        each.visits,
        each.visit_days_p50,
        each.visit_days_p85,
        each.current,
        each.max,
        each.age_days_p85,
    ]
    urls = {
        "visits": sources.items_url("stage", status=name),
        "current": sources.items_url("load", status=name),
    }
    return Row(values=values, urls=urls)
