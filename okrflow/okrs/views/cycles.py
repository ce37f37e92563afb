"""Cycles: seen by all members, made by administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.okrs.forms.others import CycleForm
from okrflow.okrs.models import Cycle, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import change_cycle, create_cycle
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


@require_safe
@member_view
def cycle_list(request: HttpRequest, access: Access) -> HttpResponse:
    day = today(access.organisation, now=timezone.now())
    told = Count("objectives", filter=~Q(objectives__state=ObjectiveState.DRAFT))
    cycles = Cycle.objects.for_organisation(access.organisation).newest_first().annotate(objective_count=told)
    rows = [(cycle, cycle.state_on(day)) for cycle in cycles]
    return render(request, "okrs/cycles.html", {"rows": rows, "rights": OkrRights.of(access)})


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, cycle: str = "") -> HttpResponse:
    rights = OkrRights.of(access)
    found = (
        get_object_or_404(Cycle.objects.for_organisation(access.organisation), slug=cycle) if cycle else None
    )
    rights.require_cycles()
    form = CycleForm(request.POST or None, cycle=found)
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                saved = change_cycle(cycle=found, given=form.given, rights=rights)
            else:
                saved = create_cycle(organisation=access.organisation, given=form.given, rights=rights)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages[0])
        else:
            messages.success(request, f"“{saved.name}” is saved.")
            return redirect("okrs:cycles", access.organisation.slug)
    return render(request, "okrs/cycle_form.html", {"form": form, "cycle": found})
