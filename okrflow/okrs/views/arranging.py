"""Putting objectives in order, writing them again, moving and retiring key results; and taking that back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.okrs.forms.arranging import CarryForm, MoveForm, RankForm, RetireForm
from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import (
    archive_objective,
    carry_over,
    delete_draft,
    duplicate_objective,
    move_key_result,
    rank_objective,
    reinstate_key_result,
    restore_objective,
    retire_key_result,
    undelete_draft,
)
from okrflow.okrs.services.arranging import beside
from okrflow.okrs.views.key_results import readable_key_result
from okrflow.okrs.views.objectives import readable_objective
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused
from okrflow.web.undo import offer_undo, undone

UNDO = "okrs:undo"


@require_POST
@member_view
def rank(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """Among those of the same owner and cycle: to the top, one up, one down, or right before another."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    rights.require_writing(found.value_stream)
    form = RankForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Say where to: to=top, up, down, or before=….")
    before = _put_before(rights, found, **form.cleaned_data)
    try:
        rank_objective(rights=rights, objective=found, before=before)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("on") == "stream" and found.value_stream:
        return redirect("okrs:of_stream", access.organisation.slug, found.value_stream.slug)
    address = reverse("okrs:objectives", args=[access.organisation.slug])
    return redirect(f"{address}?cycle={found.cycle.slug}")


def _put_before(rights: OkrRights, moved: Objective, *, to: str, before: UUID | None) -> Objective | None:
    """The objective that the moved one is put before: None for the end, itself to stay."""
    if to == "before":
        return get_object_or_404(rights.readable, uuid=before) if before else None
    rows = beside(moved)
    if moved not in rows:
        return moved
    place = rows.index(moved)
    target = {"top": 0, "up": max(place - 1, 0), "down": min(place + 2, len(rows))}[to]
    return rows[target] if target < len(rows) else None


@require_POST
@member_view
def duplicate(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    try:
        made = duplicate_objective(rights=rights, objective=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    messages.success(request, f"This is a copy of “{found.title}”, as a draft.")
    return redirect("okrs:objective_edit", access.organisation.slug, made.uuid)


@require_http_methods(["GET", "POST"])
@member_view
def carry(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """Carry an objective over to another cycle: a draft, with today's values as baselines."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    rights.require_writing(found.value_stream)
    cycles = Cycle.objects.for_organisation(access.organisation).filter(closed_at=None)
    later = list(cycles.exclude(pk=found.cycle_id).newest_first())
    form = CarryForm(request.POST or None, cycles=later)
    if request.method == "POST" and form.is_valid():
        try:
            made = carry_over(rights=rights, objective=found, cycle=form.chosen, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is carried over to {made.cycle}, as a draft.")
            return redirect("okrs:objective_edit", access.organisation.slug, made.uuid)
    context = {"form": form, "objective": found, "rights": rights, "cycles": later}
    return render(request, "okrs/carry.html", context)


@require_POST
@member_view
def archive(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    def act(rights: OkrRights, found: Objective) -> str:
        archive_objective(rights=rights, objective=found)
        return f"“{found.title}” is archived."

    return _put_away(request, access, objective, act, "archive")


@require_POST
@member_view
def restore(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    restore_objective(rights=rights, objective=found)
    messages.success(request, f"“{found.title}” is in the lists again.")
    return redirect(found.get_absolute_url())


@require_POST
@member_view
def delete(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    def act(rights: OkrRights, found: Objective) -> str:
        delete_draft(rights=rights, objective=found)
        return f"The draft “{found.title}” is deleted."

    return _put_away(request, access, objective, act, "delete")


def _put_away(
    request: HttpRequest,
    access: Access,
    uuid: UUID,
    act: Callable[[OkrRights, Objective], str],
    name: str,
) -> HttpResponse:
    """Do it, offer to undo it, and go to the list; or say why not."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, uuid)
    try:
        words = act(rights, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    slug = access.organisation.slug
    offer_undo(request, words, route=UNDO, organisation=slug, what=[name, str(uuid)])
    return redirect("okrs:objectives", slug)


@require_http_methods(["GET", "POST"])
@member_view
def move(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Move a key result to another objective of the same owner; its check-ins go along."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    of = found.objective
    rights.require_writing(of.value_stream)
    beside_it = rights.readable.not_archived().with_names().exclude(state=ObjectiveState.CLOSED)
    others = list(beside_it.filter(value_stream=of.value_stream_id).exclude(pk=of.pk).in_reading_order())
    form = MoveForm(request.POST or None, objectives=others)
    if request.method == "POST" and form.is_valid():
        try:
            move_key_result(rights=rights, key_result=found, to=form.chosen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{found.title}” belongs to “{form.chosen.title}” now.")
            return redirect(form.chosen.get_absolute_url())
    context = {"form": form, "key_result": found, "others": others}
    return render(request, "okrs/move.html", context)


@require_http_methods(["GET", "POST"])
@member_view
def retire(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Give a key result up, with the reason."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    rights.require_writing(found.objective.value_stream)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retire_key_result(rights=rights, key_result=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            slug, what = access.organisation.slug, ["retire", str(found.uuid)]
            words = f"“{found.title}” is retired; it counts no more."
            offer_undo(request, words, route=UNDO, organisation=slug, what=what)
            return redirect(found.objective.get_absolute_url())
    return render(request, "okrs/retire.html", {"form": form, "key_result": found})


@require_POST
@member_view
def undo(request: HttpRequest, access: Access, word: str) -> HttpResponse:
    """Take back what was just archived, deleted or retired."""
    rights = OkrRights.of(access)
    try:
        act, uuid = undone(request, word)
        back = _taken_back(rights, act, UUID(uuid))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("okrs:objectives", access.organisation.slug)
    messages.success(request, f"“{back.title}” is back.")
    return redirect(back.get_absolute_url())


def _taken_back(rights: OkrRights, act: str, uuid: UUID) -> Any:
    if act == "delete":
        return undelete_draft(rights=rights, uuid=uuid)
    if act == "archive":
        return restore_objective(rights=rights, objective=readable_objective(rights, uuid))
    return reinstate_key_result(rights=rights, key_result=readable_key_result(rights, uuid))
