"""The flow page and the stages page: what they show, whoever reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from okrflow.analysis.charts import METRICS, MORE, OF_STAGES, Chart, Draw, Sources
from okrflow.analysis.choices import FlowChoice
from okrflow.analysis.river import River, river_of
from okrflow.analysis.waiting import Wait, others_waiting
from okrflow.flow import PeriodFigures, StageReport
from okrflow.value_streams.models import ValueStream
from okrflow.web import charts
from okrflow.web.marks import Mark, marks_of
from okrflow.work_items.figures.flow import Unmapped, unmapped_with_items

_TILES = ("velocity", "flow_time", "measured", "unmeasured", "load", "arrivals")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A chart with its picture, and the periods that are marked in it."""

    chart: Chart
    picture: SafeString
    marks: Sequence[Mark]


@dataclass(frozen=True, kw_only=True)
class FlowContent:
    stream: ValueStream
    choice: FlowChoice
    figures: PeriodFigures
    before: PeriodFigures
    links: Mapping[str, str]
    unmapped: Sequence[Unmapped]
    metrics: Sequence[Drawn]
    more: Sequence[Drawn]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A stage of another stream that waits for this one, and where its figures and its items are."""

    wait: Wait
    url: str
    there_url: str


@dataclass(frozen=True, kw_only=True)
class StagesContent:
    stream: ValueStream
    choice: FlowChoice
    stages: Chart
    report: StageReport
    river: River
    candidates: Sequence[tuple[str, float]]
    history: Drawn
    waiting: Sequence[Waiting]


def flow_content(stream: ValueStream, choice: FlowChoice, *, now: datetime) -> FlowContent:
    """The five Flow Metrics over the window, each in full, and what lies behind them. Some 40 queries, whatever the history."""
    sources = Sources(stream=stream, choice=choice, now=now)
    marks = marks_in(sources)
    return FlowContent(
        stream=stream,
        choice=choice,
        figures=sources.whole,
        before=sources.before,
        links={figure: sources.items_url(figure) for figure in _TILES},
        unmapped=unmapped_with_items(stream),
        metrics=_drawn(METRICS.values(), sources, marks),
        more=_drawn(MORE.values(), sources, marks),
    )


def stages_content(stream: ValueStream, choice: FlowChoice, *, now: datetime) -> StagesContent:
    """The stages as a river, the bottleneck with its evidence and its history, and who waits for whom. Some 25 queries."""
    sources = Sources(stream=stream, choice=choice, now=now)
    report = sources.report
    return StagesContent(
        stream=stream,
        choice=choice,
        stages=OF_STAGES["stages"](sources),
        report=report,
        river=river_of(sources),
        candidates=[(sources.names[each.status], each.stability) for each in report.candidates],
        history=_drawn([OF_STAGES["bottleneck-history"]], sources, [])[0],
        waiting=[
            Waiting(
                wait=wait,
                url=f"{wait.stream.get_absolute_url()}stages/?{choice.query}",
                there_url=choice.items_url(wait.stream, "load", status=wait.status),
            )
            for wait in others_waiting(stream, choice.window, now=now, kind=choice.kind)
        ],
    )


def marks_in(sources: Sources) -> list[Mark]:
    """The periods to mark on the stream's charts over time."""
    return marks_of(
        organisation_id=sources.stream.organisation_id,
        value_stream_id=sources.stream.pk,
        first=sources.window.first,
        last=sources.window.to - timedelta(days=1),
    )


def _drawn(draws: Iterable[Draw], sources: Sources, marks: Sequence[Mark]) -> list[Drawn]:
    return [_picture(draw(sources), marks) for draw in draws]


def _picture(chart: Chart, marks: Sequence[Mark]) -> Drawn:
    if chart.spec is None:
        return Drawn(chart=chart, picture=SafeString(), marks=())
    shown = marks if chart.over_time else ()
    picture = charts.svg(chart.spec, title=chart.title, description=chart.note, marks=shown)
    return Drawn(chart=chart, picture=picture, marks=shown)
