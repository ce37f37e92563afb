"""Objectives: the list of a cycle, and one of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.forms.arranging import SeveralForm
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import EditConflict, NotPossible, NotReady, publish_objective
from okrflow.okrs.services.drafts import others_writing
from okrflow.okrs.summaries import objective_summary
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
    archived = "archived" in request.GET
    of_cycles = rights.readable.filter(cycle__in=within, archived_at__isnull=not archived)
    found = list(of_cycles.with_names().in_reading_order())
    standings = standing(found, now=now, stream_ids=rights.stream_ids)
    streams = access.organisation.value_streams.at_work().in_order()
    writable = [stream for stream in streams if rights.writes(stream.pk)]
    writes = bool(writable) or rights.administers
    context = {
        "groups": _groups(standings, rights, several=len(within) > 1),
        "archived": archived,
        "several": SeveralForm(offers=Offers(rights=rights, value_stream=None, now=now)) if writes else None,
        "writing": others_writing(rights, None),
        "cycles": [(cycle, cycle.state_on(day), cycle in within) for cycle in cycles],
        "shown": within,
        "rights": rights,
        "writable": writable,
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
    found = rights.readable.not_archived().filter(value_stream=access.value_stream).with_names()
    found = found.order_by("-cycle__starts_on", F("rank").asc(nulls_last=True), "pk")
    standings = standing(list(found), now=now, stream_ids=rights.stream_ids)
    context = {
        "groups": _groups(standings, rights, several=True, by_owner=False),
        "may_write": rights.writes(access.value_stream.pk),
        "writing": others_writing(rights, access.value_stream),
    }
    return render(request, "okrs/of_stream.html", context)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Objectives of one owner and cycle, by rank; `ranked` by this reader, if there are two at least."""

    name: str
    standings: list[ObjectiveStanding]
    ranked: bool


def _groups(
    standings: Sequence[ObjectiveStanding], rights: OkrRights, *, several: bool, by_owner: bool = True
) -> list[Group]:
    """In the order in which they come; named by their owner, their cycle, or, where there are several cycles, both."""
    found: dict[tuple[int | None, int], list[ObjectiveStanding]] = defaultdict(list)
    for each in standings:
        found[each.objective.value_stream_id, each.objective.cycle_id].append(each)
    return [
        Group(
            name=_name_of(rows[0].objective, owner=by_owner, cycle=several),
            standings=rows,
            ranked=len(rows) > 1 and rights.writes(stream_id),
        )
        for (stream_id, _), rows in found.items()
    ]


def _name_of(objective: Objective, *, owner: bool, cycle: bool) -> str:
    names = [str(objective.value_stream or "Organisation")] if owner else []
    return " · ".join([*names, objective.cycle.name] if cycle else names)


def readable_objective(rights: OkrRights, uuid: UUID) -> Objective:
    return get_object_or_404(rights.readable.with_names(), uuid=uuid)


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_objective(rights, objective)
    (shown,) = standing([found], now=now, stream_ids=rights.stream_ids)
    others = standing([found], now=now) if rights.stream_ids else [shown]
    context = {
        "shown": shown,
        "objective": found,
        "summary": objective_summary(others[0], request.build_absolute_uri),
        "supported_by": rights.readable.filter(supports=found).with_names().in_reading_order(),
        "refuses_support": not found.is_draft and rights.refuses_support(found),
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
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    except NotReady as refusal:
        messages.error(request, f"It can't be published yet. {refusal}")
        return redirect("okrs:objective_edit", access.organisation.slug, found.uuid)
    else:
        messages.success(request, f"“{found.title}” is published.")
    return redirect(found.get_absolute_url())
