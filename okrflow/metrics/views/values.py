"""Adding, correcting and downloading values."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.metrics import values
from okrflow.metrics.csv_files import csv_file, text
from okrflow.metrics.forms import ValueForm
from okrflow.metrics.models import Measurement
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import noon_of, record_measurement
from okrflow.metrics.views.definitions import visible_metric
from okrflow.organisations.access import Access
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


@require_http_methods(["GET", "POST"])
@member_view
def value(request: HttpRequest, access: Access, metric: str, measurement: UUID | None = None) -> HttpResponse:
    """Add a value, or correct one: the old one is kept and marked."""
    rights, now = MetricRights.of(access), timezone.now()
    found = visible_metric(rights, metric)
    rights.require_values(found)
    wrong = get_object_or_404(found.measurements.all(), uuid=measurement) if measurement else None
    initial = _as_typed(wrong, access) if wrong else {}
    form = ValueForm(
        request.POST or None, metric=found, today=today(access.organisation, now=now), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        same_day = wrong is not None and cleaned["about_on"] == initial["about_on"]
        about_at = wrong.about_at if wrong and same_day else noon_of(access.organisation, cleaned["about_on"])
        try:
            record_measurement(
                metric=found,
                about_at=about_at,
                value=cleaned["value"],
                note=cleaned["note"],
                by=request.user,
                replaces=wrong,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The value is corrected." if wrong else "The value is saved.")
            return redirect("metrics:detail", access.organisation.slug, found.slug)
    return render(request, "metrics/value.html", {"form": form, "metric": found, "wrong": wrong})


def _as_typed(wrong: Measurement, access: Access) -> dict[str, object]:
    day = values.local_day(access.organisation, wrong.about_at)
    return {"about_on": day, "value": wrong.value, "note": wrong.note}


@require_safe
@member_view
def download(request: HttpRequest, access: Access, metric: str) -> HttpResponse:
    """The values of a typed-in metric, as a CSV file."""
    found = visible_metric(MetricRights.of(access), metric)
    rows = found.measurements.select_related("recorded_by", "replaced_by").order_by(
        "about_at", "recorded_at", "pk"
    )
    cells = (
        [
            values.local_day(access.organisation, row.about_at).isoformat(),
            row.about_at.isoformat(),
            f"{row.value:f}",
            text(row.note),
            row.recorded_at.isoformat(),
            text(row.recorded_by or ""),
            "yes" if hasattr(row, "replaced_by") else "",
        ]
        for row in rows
    )
    header = ("day", "about_at", "value", "note", "recorded_at", "recorded_by", "corrected")
    if found.computed:
        return _computed(request, access, metric)
    return csv_file(f"{found.slug}.csv", header, cells)


def _computed(request: HttpRequest, access: Access, metric: str) -> HttpResponse:
    """A year of a computed metric, with the clock that durations of items are read on."""
    found, now = visible_metric(MetricRights.of(access), metric), timezone.now()
    last = today(access.organisation, now=now)
    points = values.series(found, first=last.replace(day=1, year=last.year - 1), last=last, now=now)
    clock = clock_of(access.organisation).name
    cells = (
        [
            point.day.isoformat(),
            "" if point.value is None else f"{point.value:f}",
            text(point.reason or ""),
            clock,
        ]
        for point in points
    )
    return csv_file(f"{found.slug}.csv", ("day", "value", "reason", "clock"), cells)
