"""The page of a stream's data quality, and the items of one check."""

from dataclasses import replace
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.analysis.quality.checks import Check
from okrflow.analysis.quality.findings import finding, findings
from okrflow.analysis.quality.items import Asked, items_of
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.work_items import stale
from okrflow.work_items.choices import Choice, chosen
from okrflow.work_items.listing import ordered

PAGE = 50


@require_safe
@stream_view
def quality_page(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Each check with its number of items, what it does to the figures, and what to do about it."""
    stream, now = access.value_stream, timezone.now()
    choice = _choice(request, access, now)
    found = findings(stream, choice.window, now=now)
    context = {
        "stream": stream,
        "choice": choice,
        "found": [each for each in found if each.items],
        "clean": [each for each in found if not each.items],
        "is_outdated": not stale.is_up_to_date([stream.pk], now=now),
    }
    return render(request, "analysis/quality.html", context)


@require_safe
@stream_view
def quality_items(request: HttpRequest, access: StreamAccess, check: str) -> HttpResponse:
    """Exactly the items that a check counts, those longest in their status first."""
    if check not in list(Check):
        raise Http404("There is no such check.")
    stream, now = access.value_stream, timezone.now()
    choice = _choice(request, access, now)
    items = items_of(Check(check), Asked.of(stream, choice.window, now=now))
    context = {
        "stream": stream,
        "choice": choice,
        "finding": finding(Check(check), stream, choice.window, now=now),
        "page": Paginator(ordered(items, "since", choice.window.clock), PAGE).get_page(
            request.GET.get("page")
        ),
        "is_outdated": not stale.is_up_to_date([stream.pk], now=now),
    }
    return render(request, "analysis/quality_items.html", context)


def _choice(request: HttpRequest, access: StreamAccess, now: datetime) -> Choice:
    """The period that the reader chose; of all kinds, as an item is looked at whatever it is."""
    return replace(chosen(request, access.access.organisation, now=now), kind=None)
