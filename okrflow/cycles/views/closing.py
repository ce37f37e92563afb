"""Closing an objective: its score, its grade, the three questions; then the next one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.cycles.contents import next_to_close
from okrflow.cycles.forms import ClosingForm
from okrflow.okrs.models import Objective
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import NotClosable, close_objective, look_back, reopen_objective
from okrflow.okrs.views.objectives import readable_objective
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.marks import Mark, marks_of
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


@require_http_methods(["GET", "POST"])
@member_view
def close(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """Grade it and answer the questions; of a closed one, grade and answer anew."""
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_objective(rights, objective)
    rights.require_closing(found.value_stream)
    if found.is_draft or found.is_dropped:
        messages.error(request, "There is nothing to close here.")
        return redirect(found)
    (shown,) = standing([found], now=now, stream_ids=rights.stream_ids)
    early = not found.is_closed and today(access.organisation, now=now) < found.cycle.ends_on
    form = ClosingForm(request.POST or None, objective=found, by_score=shown.grade_by_score, early=early)
    if request.method == "POST" and form.is_valid() and _done(rights, found, form):
        messages.success(request, _said(found))
        return _next(rights, found)
    return render(request, "cycles/closing.html", _context(shown, form, early))


def _done(rights: OkrRights, objective: Objective, form: ClosingForm) -> bool:
    act = look_back if objective.is_closed else close_objective
    try:
        act(rights=rights, objective=objective, given=form.given)
    except NotClosable as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _said(objective: Objective) -> str:
    return f"“{objective.title}” is saved." if objective.is_closed else f"“{objective.title}” is closed."


def _next(rights: OkrRights, done: Objective) -> HttpResponse:
    """The next one to close of a cycle that is over, else where one came from."""
    if done.is_closed or today(rights.organisation, now=timezone.now()) < done.cycle.ends_on:
        return redirect(done)
    if following := next_to_close(rights, done.cycle):
        return redirect("cycles:close_objective", rights.organisation.slug, following.uuid)
    return redirect("cycles:cycle", rights.organisation.slug, done.cycle.slug)


def _context(shown: ObjectiveStanding, form: ClosingForm, early: bool) -> dict[str, Any]:
    return {
        "shown": shown,
        "objective": shown.objective,
        "form": form,
        "early": early,
        "experiments": _experiments(shown),
    }


def _experiments(shown: ObjectiveStanding) -> list[Mark]:
    """Those that served its key results, each once."""
    rows = [each.key_result for each in shown.key_results if each.key_result is not None]
    found = {
        mark.url: mark
        for row in rows
        for mark in marks_of(organisation_id=row.organisation_id, key_result_id=row.pk)
    }
    return list(found.values())


@require_POST
@member_view
def reopen(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """Undo a closing while its grace lasts."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    try:
        reopen_objective(rights=rights, objective=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found.title}” is open again.")
    return redirect(found)
