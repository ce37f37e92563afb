"""A key result's page, checking in, and the history of what was said."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okrflow.metrics import values
from okrflow.metrics.values import Point
from okrflow.okrs import pictures
from okrflow.okrs.evidence import points_of
from okrflow.okrs.forms.others import CheckInForm, ContributionForm
from okrflow.okrs.models import KeyResult
from okrflow.okrs.pictures import Foretold
from okrflow.okrs.progress import KeyResultStanding, back_tested, bands, standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import NotPossible, check_in, confirm_baseline, may_suggest
from okrflow.okrs.together import together
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web import charts
from okrflow.web.marks import Mark, marks_of
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


def readable_key_result(rights: OkrRights, uuid: UUID) -> KeyResult:
    """404 also for what hangs on a team metric of a stream that the reader does not belong to."""
    rows = KeyResult.objects.for_organisation(rights.organisation).with_names().with_objective()
    found = get_object_or_404(rows, uuid=uuid)
    rights.require_seen(found.objective)
    if not rights.metrics_seen(found):
        raise Http404("No such key result.")
    found.organisation = found.objective.organisation = rights.organisation
    if found.metric is not None:
        found.metric.organisation = rights.organisation
    return found


def _standing(rights: OkrRights, found: KeyResult) -> KeyResultStanding:
    (of_objective,) = standing([found.objective], now=timezone.now(), stream_ids=rights.stream_ids)
    return next(
        each
        for each in of_objective.key_results
        if each.key_result is not None and each.key_result.pk == found.pk
    )


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Its chart, its figures, and what was said of it."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    now = timezone.now()
    points = _points(found, now)
    shown, foretold = _standing(rights, found), bands(found, now=now)
    marks = _marks(found, points)
    may_write = rights.writes(found.objective.value_stream_id) and not found.objective.is_closed
    open_ = found.retired_at is None
    context = {
        "shown": shown,
        "key_result": found,
        "objective": found.objective,
        "guarded": found.guard_for if found.guard_for and rights.metrics_seen(found.guard_for) else None,
        "points": points[::-1],
        "foretold": foretold,
        "back_test": back_tested(found, now=now),
        "foretold_at_end": foretold[-1][1] if foretold else None,
        "chart": _chart(found, shown, points, foretold, marks),
        "marks": marks,
        "experiments": marks_of(organisation_id=access.organisation.pk, key_result_id=found.pk),
        "check_ins": found.check_ins.select_related("created_by").order_by("-created_at", "-pk")[:10],
        "may_check_in": open_ and found.objective.is_published and rights.checks_in(found),
        "may_write": may_write,
        "may_arrange": may_write and open_,
        **_others(rights, found, now),
    }
    return render(request, "okrs/key_result.html", context)


def _others(rights: OkrRights, found: KeyResult, now: datetime) -> dict[str, Any]:
    """What it moves and what moves it; what others suggest, or want to know."""
    to, by = together(rights, found, now=now)
    running = found.objective.is_published and found.retired_at is None
    asked = list(found.check_in_requests.filter(answered_by=None).select_related("asked_by"))
    form = ContributionForm(rights=rights, key_result=found)
    typed = found.metric is not None and not found.metric.computed
    return {
        "together": [("to", to), ("by", by)],
        "has_together": bool(to or by),
        "contribution_form": form if form.rows and rights.writes(found.objective.value_stream_id) else None,
        "suggestions": found.suggested_values.filter(answered_at=None)
        .select_related("suggested_by")
        .order_by("suggested_at", "pk"),
        "asked": asked,
        "may_ask": running and not asked and not rights.checks_in(found),
        "may_suggest": running and typed and may_suggest(rights, found),
    }


def _points(found: KeyResult, now: datetime) -> list[Point]:
    """The values of its cycle and of the four weeks before; of a closed one as they were kept."""
    if found.metric is None:
        return []
    if found.objective.is_closed and found.evidence:
        return points_of(found.evidence)
    cycle, day = found.objective.cycle, today(found.organisation, now=now)
    last = min(day, cycle.last_on)
    first = min(cycle.starts_on, last) - timedelta(weeks=4)
    return values.series(found.metric, first=first, last=last, now=now)


def _marks(found: KeyResult, points: list[Point]) -> list[Mark]:
    """The periods that the chart marks."""
    if not points:
        return []
    return marks_of(
        organisation_id=found.organisation_id,
        metric_id=found.metric_id,
        key_result_id=found.pk,
        first=points[0].day,
        last=points[-1].day,
    )


def _chart(
    found: KeyResult,
    shown: KeyResultStanding,
    points: list[Point],
    foretold: list[Foretold],
    marks: list[Mark],
) -> str:
    if found.metric is None or not points:
        return ""
    spec = pictures.key_result(found, found.metric, found.objective.cycle, points, foretold)
    return charts.svg(spec, title=found.title, description=f"{shown.value_text}; {shown.words}", marks=marks)


@require_http_methods(["GET", "POST"])
@member_view
def say(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Check in: value and day, confidence, note."""
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_key_result(rights, key_result)
    rights.require_check_in(found)
    form = CheckInForm(request.POST or None, metric=found.metric, today=today(access.organisation, now=now))
    if request.method == "POST" and form.is_valid():
        try:
            check_in(rights=rights, key_result=found, now=now, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You checked in.")
            return redirect(found.get_absolute_url())
    context: dict[str, Any] = {"form": form, "key_result": found, "shown": _standing(rights, found)}
    return render(request, "okrs/check_in.html", context)


@require_safe
@member_view
def history(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """All check-ins, the newest first."""
    found = readable_key_result(OkrRights.of(access), key_result)
    said = found.check_ins.select_related("created_by").order_by("-created_at", "-pk")
    page = Paginator(said, 50).get_page(request.GET.get("page"))
    return render(request, "okrs/check_ins.html", {"key_result": found, "page": page})


@require_safe
@member_view
def said(request: HttpRequest, access: Access, key_result: UUID, check_in: UUID) -> HttpResponse:
    """One check-in, to be talked about."""
    found = readable_key_result(OkrRights.of(access), key_result)
    row = get_object_or_404(found.check_ins.select_related("created_by"), uuid=check_in)
    row.key_result, row.organisation = found, access.organisation
    return render(request, "okrs/check_in_said.html", {"check_in": row, "rows": [row], "key_result": found})


@require_POST
@member_view
def confirm(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """A member confirms the baseline that was to be established."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    try:
        confirm_baseline(rights=rights, key_result=found)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The baseline is confirmed.")
    return redirect(found.get_absolute_url())
