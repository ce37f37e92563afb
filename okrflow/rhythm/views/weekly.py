"""The weekly check-in of a stream, and the summaries it ends in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.progress.contents.flow_row import flow_row
from okrflow.progress.contents.stream import oldest_in_progress
from okrflow.rhythm.models import CheckInSummary
from okrflow.rhythm.services.summaries import NothingSaid, end_check_in, require_checking_in
from okrflow.rhythm.summarising import lines_for
from okrflow.rhythm.weekly import Row, rows_of, save_all
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view

SUMMARIES = 5


@require_http_methods(["GET", "POST"])
@stream_view
def check_in(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """All key results of the stream in one form, saved one by one or together."""
    rights, now, stream = OkrRights.of(access.access), timezone.now(), access.value_stream
    require_checking_in(rights, stream)
    rows = rows_of(stream, rights, now=now, data=request.POST or None)
    if request.method == "POST":
        if request.htmx and request.POST.get("only"):  # type: ignore[attr-defined]
            row = _only(rows, request.POST["only"]).save(rights=rights, now=now)
            return render(request, "rhythm/weekly_row.html", {"row": row, "now": now})
        rows = save_all(rows, rights=rights, now=now)
        if not any(row.form.has_changed() and row.form.errors for row in rows):
            return _done(request, access, rights, sum(row.saved for row in rows))
    context = {
        "rows": rows,
        "flow": flow_row(stream, now=now),
        "oldest": oldest_in_progress(stream),
        "summaries": CheckInSummary.objects.of_stream(stream).newest_first()[:SUMMARIES],
        "now": now,
    }
    return render(request, "rhythm/weekly.html", context)


def _only(rows: list[Row], uuid: str) -> Row:
    found = next((row for row in rows if str(row.uuid) == uuid), None)
    if found is None:
        raise Http404("No such key result here.")
    return found


def _done(request: HttpRequest, access: StreamAccess, rights: OkrRights, saved: int) -> HttpResponse:
    """Everything is saved: on to the summary if it was asked for, else back."""
    if saved:
        messages.success(request, f"{saved} check-in{'' if saved == 1 else 's'} saved.")
    if "end" in request.POST:
        try:
            return redirect(end_check_in(rights=rights, value_stream=access.value_stream, now=timezone.now()))
        except NothingSaid as refusal:
            messages.error(request, str(refusal))
    elif not saved:
        messages.info(request, "Nothing was typed, so nothing was saved.")
    return redirect("rhythm:check_in", access.access.organisation.slug, access.value_stream.slug)


@require_safe
@stream_view
def summaries(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The summaries of past check-ins, the newest first."""
    found = CheckInSummary.objects.of_stream(access.value_stream).newest_first()
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    may = OkrRights.of(access.access).counts_as_member(access.value_stream.pk)
    return render(request, "rhythm/summaries.html", {"page": page, "may_check_in": may})


@require_safe
@stream_view
def summary(request: HttpRequest, access: StreamAccess, summary: UUID) -> HttpResponse:
    """Who said what, and what moved, as it was kept."""
    found = get_object_or_404(
        CheckInSummary.objects.of_stream(access.value_stream).newest_first(), uuid=summary
    )
    context = {"summary": found, "lines": lines_for(found, belongs=access.belongs)}
    return render(request, "rhythm/summary.html", context)
