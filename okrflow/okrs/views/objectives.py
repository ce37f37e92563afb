"""Objectives: the list of a cycle, and one of them."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import EditConflict, NotADraft, NotReady, delete_draft, publish_objective
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.work_items.figures.windows import today


@require_safe
@member_view
def objective_list(request: HttpRequest, access: Access) -> HttpResponse:
    """The objectives of a cycle (`?cycle=`, else the running one): the organisation's first, then each stream's, by rank."""
    rights, now = OkrRights.of(access), timezone.now()
    day = today(access.organisation, now=now)
    cycles = list(Cycle.objects.for_organisation(access.organisation).newest_first())
    asked = request.GET.get("cycle", "")
    running = [cycle for cycle in cycles if cycle.state_on(day) == "running"]
    shown = next((cycle for cycle in cycles if cycle.slug == asked), None)
    within = [shown] if shown else (running or cycles[:1])
    found = list(rights.readable.filter(cycle__in=within).with_names().in_reading_order())
    standings = standing(found, now=now, stream_ids=rights.stream_ids)
    context = {
        "groups": _by_stream(standings),
        "cycles": [(cycle, cycle.state_on(day), cycle in within) for cycle in cycles],
        "shown": within,
        "rights": rights,
        "writable": [s for s in access.organisation.value_streams.in_order() if rights.writes(s.pk)],
    }
    return render(request, "okrs/list.html", context)


@require_safe
@member_view
def by_key(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Where a short key leads: to the objective or key result, if the reader may see it."""
    rights, key = OkrRights.of(access), key.upper()
    found = rights.readable.filter(key=key).first() or rights.readable_key_results.filter(key=key).first()
    if found is None:
        raise Http404("No such key.")
    return redirect(found)


@require_safe
@stream_view
def of_stream(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The stream's own objectives, those of the newest cycle first."""
    rights, now = OkrRights.of(access.access), timezone.now()
    found = rights.readable.filter(value_stream=access.value_stream).with_names()
    found = found.order_by("-cycle__starts_on", F("rank").asc(nulls_last=True), "pk")
    standings = standing(list(found), now=now, stream_ids=rights.stream_ids)
    by_cycle = groupby(standings, key=lambda each: each.objective.cycle)
    context = {
        "groups": [(str(cycle), list(group)) for cycle, group in by_cycle],
        "may_write": rights.writes(access.value_stream.pk),
    }
    return render(request, "okrs/of_stream.html", context)


def _by_stream(standings: Sequence[ObjectiveStanding]) -> list[tuple[str, list[ObjectiveStanding]]]:
    def owner(each: ObjectiveStanding) -> str:
        return str(each.objective.value_stream or "Organisation")

    return [(name, list(group)) for name, group in groupby(standings, key=owner)]


def readable_objective(rights: OkrRights, uuid: UUID) -> Objective:
    return get_object_or_404(rights.readable.with_names(), uuid=uuid)


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_objective(rights, objective)
    (shown,) = standing([found], now=now, stream_ids=rights.stream_ids)
    context = {
        "shown": shown,
        "objective": found,
        "supported_by": rights.readable.filter(supports=found).with_names().in_reading_order(),
        "may_write": rights.writes(found.value_stream_id),
        "may_publish": rights.publishes(found.value_stream_id),
    }
    return render(request, "okrs/objective.html", context)


@require_POST
@member_view
def publish(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """Publish a draft as it was read; what is missing is said in the form."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    try:
        publish_objective(rights=rights, objective=found, version=number)
    except EditConflict:
        messages.warning(request, "Somebody changed it meanwhile. Read it again before you publish it.")
    except NotReady as refusal:
        messages.error(request, f"It can't be published yet. {refusal}")
        return redirect("okrs:objective_edit", access.organisation.slug, found.uuid)
    else:
        messages.success(request, f"“{found.title}” is published.")
    return redirect(found.get_absolute_url())


@require_POST
@member_view
def delete(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    try:
        delete_draft(rights=rights, objective=found)
    except NotADraft as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    messages.success(request, f"The draft “{found.title}” is deleted.")
    return redirect("okrs:objectives", access.organisation.slug)
