"""The page of the five metrics in full, the page of the stages, and their charts as files and pictures."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from okrflow.analysis import stored
from okrflow.analysis.charts import CHARTS, Chart, Sources
from okrflow.analysis.choices import chosen_flow
from okrflow.analysis.contents import marks_in
from okrflow.metrics.csv_files import csv_file
from okrflow.progress.services import page_of
from okrflow.progress.serving import serve
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.web import charts
from okrflow.web.templatetags.figures import clock_words, local_day
from okrflow.work_items import stale
from okrflow.work_items.choices import newest_before


@require_safe
@stream_view
def flow_page(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """Each metric over the window: a chart, a table of the same numbers, and the items behind them."""
    return _page(request, access, stored.FLOW)


@require_safe
@stream_view
def stages_page(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """The stages in their order as a river, the bottleneck with its evidence, and the table."""
    return _page(request, access, stored.STAGES)


def _page(request: HttpRequest, access: StreamAccess, page: str) -> HttpResponseBase:
    """The page as it is stored, where the window is a usual one; any other is computed here and now."""
    stream, now = access.value_stream, timezone.now()
    choice = chosen_flow(request.GET, access.access.organisation, now=now)
    newest = newest_before(stream, choice, now=now)
    context = {"choice": choice, "newest": newest}
    template, name = f"analysis/{page}.html", stored.stored_name(page, choice)
    if name is not None:
        ready = page_of(organisation_id=stream.organisation_id, value_stream_id=stream.pk, name=name)
        shown = (choice.window, newest)
        return serve(request, ready, template, streams=[stream.pk], context=context, varies=shown)
    # It is rendered from escaped templates.
    html = mark_safe(stored.content_html(page, stream, choice, now=now))  # noqa: S308
    up_to_date = stale.is_up_to_date([stream.pk], now=now)
    return render(request, template, context | {"html": html, "is_outdated": not up_to_date})


@require_safe
@stream_view
def chart_csv(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The table of a chart as a file; its columns are called as in the API."""
    sources, chart = _asked(request, access)
    return csv_file(
        f"{_file_name(sources, chart)}.csv", chart.table.header, chart.table.written(sources.window.clock)
    )


@require_safe
@stream_view
def chart_png(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The picture of a chart, to put into a document: it names its stream, its days and its clock."""
    sources, chart = _asked(request, access)
    if chart.spec is None:
        raise Http404(f"There is nothing to draw: {chart.title[:1].lower()}{chart.title[1:]}.")
    window = sources.window
    days = f"{local_day(window.first)} to {local_day(sources.choice.last)}"
    about = f"{sources.stream}, {days}, {clock_words(window.clock)}"
    marks = marks_in(sources) if chart.over_time else ()
    picture = charts.png(chart.spec, title=chart.title, subtitle=f"{chart.label} · {about}", marks=marks)
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="{_file_name(sources, chart)}.png"'
    return response


def _asked(request: HttpRequest, access: StreamAccess) -> tuple[Sources, Chart]:
    """The chart that the address names, of the window that it asks for."""
    draw, now = CHARTS.get(request.GET.get("chart", "")), timezone.now()
    if draw is None:
        raise Http404(f"There is no such chart; chart=… is one of {', '.join(CHARTS)}.")
    choice = chosen_flow(request.GET, access.access.organisation, now=now)
    if choice.problem:
        raise Http404(choice.problem)
    sources = Sources(stream=access.value_stream, choice=choice, now=now)
    return sources, draw(sources)


def _file_name(sources: Sources, chart: Chart) -> str:
    window = sources.window
    return f"{sources.stream.slug}-{chart.name}-{window.first.isoformat()}-{window.to.isoformat()}"
