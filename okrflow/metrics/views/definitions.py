"""The list of metrics, a metric's page, and defining metrics."""

from collections import defaultdict
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.metrics import pictures, rows, values
from okrflow.metrics.forms import MetricForm, ValueForm
from okrflow.metrics.models import Category, Metric, MetricKind
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import change_metric, create_metric
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web import charts
from okrflow.web.marks import marks_of
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today

WEEKS: Final = (13, 26, 52)


@require_safe
@member_view
def metric_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All metrics that the member sees: business ones by category, flow ones, team ones."""
    rights = MetricRights.of(access)
    metrics = list(rights.visible.by_name().prefetch_related("key_results__objective"))
    groups: dict[str, list[rows.MetricRow]] = defaultdict(list)
    for row in rows.rows(metrics, access.organisation, now=timezone.now()):
        groups[_group(row.metric)].append(row)
    order = [*(f"Business · {label}" for label in Category.labels), "Business", "Flow", "Team"]
    shown = [(name, groups[name]) for name in order if name in groups]
    return render(request, "metrics/list.html", {"groups": shown, "rights": rights})


def _group(metric: Metric) -> str:
    if metric.kind != MetricKind.BUSINESS:
        return str(MetricKind(metric.kind).label).capitalize()
    return f"Business · {Category(metric.category).label}" if metric.category else "Business"


def visible_metric(rights: MetricRights, slug: str) -> Metric:
    return get_object_or_404(rights.visible.by_name(), slug=slug)


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, metric: str) -> HttpResponse:
    """The values as chart and table, and the field for a new one."""
    rights, now = MetricRights.of(access), timezone.now()
    found = visible_metric(rights, metric)
    weeks = int(asked) if (asked := request.GET.get("weeks", "")) in map(str, WEEKS) else WEEKS[1]
    last = today(access.organisation, now=now)
    points = values.series(found, first=last - timedelta(weeks=weeks), last=last, now=now)
    known = [point for point in points if point.value is not None]
    writes = rights.writes_values(found)
    marks = marks_of(
        organisation_id=access.organisation.pk,
        metric_id=found.pk,
        first=last - timedelta(weeks=weeks),
        last=last,
    )
    context = {
        "metric": found,
        "points": points[::-1],
        "last": points[-1] if points else None,
        "first": known[0] if known else None,
        "chart": charts.svg(pictures.line(found, points), title=found.name, marks=marks)
        if len(known) > 1
        else "",
        "marks": marks,
        "measurements": _latest_measurements(found),
        "used_by": found.key_results.exclude(objective__state="draft")
        .select_related("objective", "organisation")
        .order_by("-pk"),
        "weeks": weeks,
        "choices": WEEKS,
        "rights": rights,
        "form": ValueForm(metric=found, today=last) if writes else None,
    }
    return render(request, "metrics/detail.html", context)


def _latest_measurements(metric: Metric) -> list[object]:
    """The newest 100, corrected ones among them."""
    if metric.computed:
        return []
    return list(metric.measurements.select_related("recorded_by", "replaced_by").latest_first()[:100])


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, metric: str = "") -> HttpResponse:
    """Define a metric, or change its definition."""
    rights = MetricRights.of(access)
    found = visible_metric(rights, metric) if metric else None
    rights.require_defining()
    form = MetricForm(request.POST or None, rights=rights, metric=found)
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                saved = change_metric(metric=found, given=form.given)
            else:
                saved = create_metric(organisation=access.organisation, given=form.given)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages[0])
        else:
            messages.success(request, f"“{saved.name}” is saved.")
            return redirect("metrics:detail", access.organisation.slug, saved.slug)
    return render(request, "metrics/form.html", {"form": form, "metric": found})
