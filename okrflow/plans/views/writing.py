"""Writing plan entries: the form, the order, and giving up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.okrs.rights import OkrRights
from okrflow.plans.forms import FIELD_OF, MoveForm, PlanEntryForm, stored
from okrflow.plans.models import PlanEntry
from okrflow.plans.reading import open_entries
from okrflow.plans.rights import require_planning
from okrflow.plans.services import (
    NotAPlan,
    cancel_plan_entry,
    change_plan_entry,
    create_plan_entry,
    delete_plan_entry,
    move_plan_entry,
    restore_plan_entry,
)
from okrflow.plans.views.plan import entry_of
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.web.refusals import Refused
from okrflow.web.versions import EditConflict, version_sent
from okrflow.work_items.figures.windows import today


def _writing(access: StreamAccess) -> OkrRights:
    """The rights of somebody who writes the stream's plan. Raises PermissionDenied."""
    rights = OkrRights.of(access.access)
    require_planning(rights, access.value_stream)
    return rights


@require_http_methods(["GET", "POST"])
@stream_view
def new(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    rights, now = _writing(access), timezone.now()
    options: dict[str, Any] = {"rights": rights, "value_stream": access.value_stream}
    form = PlanEntryForm(request.POST or None, today=today(rights.organisation, now=now), **options)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_plan_entry(given=form.given, now=now, **options)
        except (Refused, ValidationError) as refusal:
            _say(form, refusal)
        else:
            messages.success(request, f"“{made.title}” is planned.")
            return redirect(f"{_plan_url(access)}#entry-{made.uuid}")
    return render(request, "plans/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
@stream_view
def edit(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    """Of two who save at once the second sees what the first saved, field by field, and chooses."""
    found, rights, now = entry_of(access, plan_entry), _writing(access), timezone.now()
    form = PlanEntryForm(
        _sent(request, found, rights) if request.method == "POST" else None,
        rights=rights,
        value_stream=access.value_stream,
        entry=found,
        today=today(rights.organisation, now=now),
    )
    context: dict[str, Any] = {"form": form, "entry": found, "version": found.version}
    if request.method == "POST" and form.is_valid():
        try:
            change_plan_entry(
                rights=rights, plan_entry=found, version=version_sent(request), given=form.given, now=now
            )
        except EditConflict as conflict:
            context |= {"version": conflict.stored.version, "differences": form.differences(conflict.stored)}
        except (Refused, ValidationError) as refusal:
            _say(form, refusal)
        else:
            messages.success(request, f"“{form.given.title}” is saved.")
            return redirect(found.get_absolute_url())
    return render(request, "plans/edit.html", context)


def _sent(request: HttpRequest, found: PlanEntry, rights: OkrRights) -> Any:
    """What was typed, with what somebody else saved in the fields where that was chosen."""
    data, theirs = request.POST.copy(), stored(found, rights)
    for name in request.POST.getlist("take"):
        if name in theirs:
            data.setlist(name, theirs[name] if name == "bets" else [theirs[name] or ""])
    return data


def _say(form: PlanEntryForm, refusal: Refused | ValidationError) -> None:
    """Tie what a service refused to the field at fault."""
    if isinstance(refusal, NotAPlan):
        form.add_error(FIELD_OF.get(refusal.field, refusal.field), str(refusal))
    else:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))


@require_POST
@stream_view
def move(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    """Among what is still to be delivered: to the top, one up, one down, or right before another entry."""
    found, rights = entry_of(access, plan_entry), _writing(access)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Say where to: to=top, up, down, or before=….")
    before = _put_before(access, found, **form.cleaned_data)
    try:
        move_plan_entry(rights=rights, plan_entry=found, before=before)
    except NotAPlan as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{_plan_url(access)}?{request.GET.urlencode()}#entry-{found.uuid}")


def _put_before(access: StreamAccess, moved: PlanEntry, *, to: str, before: UUID | None) -> PlanEntry | None:
    """The entry that the moved one is put before: None for the end, itself to stay."""
    if to == "before":
        return entry_of(access, before) if before else None
    entries = open_entries(access.value_stream)
    if moved not in entries:
        return moved
    place = entries.index(moved)
    target = {"top": 0, "up": max(place - 1, 0), "down": place + 2}[to]
    if place == len(entries) - 1 and to == "down":
        return moved
    return entries[target] if target < len(entries) else None


@require_POST
@stream_view
def cancel(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    return _done(
        request, access, plan_entry, cancel_plan_entry, "is cancelled. Its key results stay as they are."
    )


@require_POST
@stream_view
def restore(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    return _done(request, access, plan_entry, restore_plan_entry, "is planned again.")


@require_POST
@stream_view
def delete(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    return _done(request, access, plan_entry, delete_plan_entry, "is deleted.")


def _done(
    request: HttpRequest, access: StreamAccess, uuid: UUID, act: Callable[..., object], words: str
) -> HttpResponse:
    """Do it and go back to the plan, or say why not and go back to the entry."""
    found, rights = entry_of(access, uuid), _writing(access)
    try:
        act(rights=rights, plan_entry=found, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    messages.success(request, f"“{found.title}” {words}")
    return redirect(_plan_url(access))


def _plan_url(access: StreamAccess) -> str:
    return reverse("plans:plan", args=[access.access.organisation.slug, access.value_stream.slug])
