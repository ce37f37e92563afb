"""The page of the five metrics in full, and the page of the stages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.analysis.charts import charts_of, read_series
from okrflow.analysis.river import river_of
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import Status
from okrflow.work_items import stale
from okrflow.work_items.choices import chosen, newest_before
from okrflow.work_items.figures import flow
from okrflow.work_items.sentences import bottleneck_sentence


@require_safe
@stream_view
def flow_page(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Each metric over the window: a chart, a table of the same numbers, and the items behind them."""
    stream, now = access.value_stream, timezone.now()
    choice = chosen(request, access.access.organisation, now=now)
    series = read_series(stream, choice, now=now)
    context = {
        "choice": choice,
        "figures": series.whole,
        "before": series.before,
        "charts": charts_of(series),
        "unmapped": flow.unmapped_with_items(stream),
        "newest": newest_before(stream, choice),
        "up_to_date": stale.is_up_to_date([stream.pk], now=now),
        "links": {
            figure: choice.items_url(stream, figure)
            for figure in ("velocity", "flow_time", "measured", "unmeasured", "load", "arrivals")
        },
    }
    return render(request, "analysis/flow.html", context)


@require_safe
@stream_view
def stages_page(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The stages in their order as a river, the bottleneck with its evidence, and the table."""
    stream, now = access.value_stream, timezone.now()
    choice = chosen(request, access.access.organisation, now=now)
    report = flow.stages(stream, choice.window, now=now, kind=choice.kind)
    names = dict(
        Status.objects.filter(pk__in=[each.stage.status for each in report.stages]).values_list("pk", "name")
    )
    river = river_of(stream, report, names, choice)
    context = {
        "choice": choice,
        "river": river,
        "report": report,
        "newest": newest_before(stream, choice),
        "sentence": bottleneck_sentence(report, names),
        "bottleneck": next((stage for stage in river.stages if stage.is_bottleneck), None),
        "runner_up": river.runner_up,
        "candidates": [(names[each.status], each.stability) for each in report.candidates],
        "up_to_date": stale.is_up_to_date([stream.pk], now=now),
    }
    return render(request, "analysis/stages.html", context)
