"""What happened to an objective, how it stood on a day, and what to paste into a chat."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.metrics.forms import day_field
from okrflow.okrs.history.days import stood_on
from okrflow.okrs.history.happenings import timeline
from okrflow.okrs.models import Cycle, ObjectiveState
from okrflow.okrs.progress import standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.summaries import cycle_summary, objective_summary
from okrflow.okrs.views.objectives import readable_objective
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.work_items.figures.windows import today

MARKDOWN = "text/markdown; charset=utf-8"


class DayForm(forms.Form):
    on = day_field(label="As it stood on", required=False)


@require_safe
@member_view
def of_objective(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """The timeline; with `?on=`, above it, the objective as it was at the end of that day."""
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_objective(rights, objective)
    form = DayForm(request.GET or None)
    day: date | None = form.cleaned_data["on"] if form.is_valid() else None
    if day is not None and not 1971 <= day.year <= 2198:
        form.add_error("on", "Choose a day between 1971 and 2198.")
        day = None
    last = today(access.organisation, now=now)
    context = {
        "objective": found,
        "form": form,
        "day": day,
        "stood": stood_on(found, rights, day=min(day, last), now=now) if day else None,
        "happenings": timeline(found, rights),
    }
    return render(request, "okrs/timeline.html", context)


@require_safe
@member_view
def summary(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """The objective as Markdown."""
    found = readable_objective(OkrRights.of(access), objective)
    (shown,) = standing([found], now=timezone.now())
    return HttpResponse(objective_summary(shown, request.build_absolute_uri), content_type=MARKDOWN)


@require_safe
@member_view
def summary_of_cycle(request: HttpRequest, access: Access, cycle: str) -> HttpResponse:
    """The objectives of a cycle that are no drafts, as Markdown."""
    found = get_object_or_404(Cycle.objects.for_organisation(access.organisation), slug=cycle)
    rows = OkrRights.of(access).readable.not_archived().filter(cycle=found)
    rows = rows.exclude(state=ObjectiveState.DRAFT).with_names().in_reading_order()
    standings = standing(list(rows), now=timezone.now())
    return HttpResponse(cycle_summary(found, standings, request.build_absolute_uri), content_type=MARKDOWN)
