"""The plan of a stream, one of its entries, and the items behind predictability."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.plans.forms import CapacityForm
from okrflow.plans.models import PlanEntry
from okrflow.plans.predictability import Committed, committed
from okrflow.plans.querysets import PlannedItemQuerySet
from okrflow.plans.reading import bets_of, plan_of, state_on
from okrflow.plans.rights import refusal
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.work_items.choices import chosen
from okrflow.work_items.figures.windows import Window, today

PAGE = 50
SHOWN = ("kept", "missed", "afterwards")


@require_safe
@stream_view
def plan(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """The entries in their order, with how far down they are done by `?by=`."""
    rights, now = OkrRights.of(access.access), timezone.now()
    asked = CapacityForm(request.GET or None, today=today(rights.organisation, now=now))
    by = asked.cleaned_data["by"] if asked.is_valid() else None
    found = plan_of(rights, access.value_stream, now=now, by=by)
    if asked.is_valid() or not asked.is_bound:
        asked = CapacityForm(initial={"by": found.capacity.by}, today=today(rights.organisation, now=now))
    days = {"from": found.window.first.isoformat(), "to": found.window.to.isoformat()}
    context = {
        "plan": found,
        "form": asked,
        "may_write": rights.writes(access.value_stream.pk),
        "refusal": refusal(access.value_stream),
        "committed_url": f"{access.value_stream.get_absolute_url()}plan/committed/?{urlencode(days)}",
    }
    return render(request, "plans/plan.html", context)


def entry_of(access: StreamAccess, uuid: UUID) -> PlanEntry:
    """An entry of the stream's plan. Raises Http404."""
    found = get_object_or_404(PlanEntry.objects.of(access.value_stream), uuid=uuid)
    found.value_stream, found.organisation = access.value_stream, access.access.organisation
    return found


@require_safe
@stream_view
def entry(request: HttpRequest, access: StreamAccess, plan_entry: UUID) -> HttpResponse:
    """One entry with its items, and whether each was finished in time."""
    found, rights, now = entry_of(access, plan_entry), OkrRights.of(access.access), timezone.now()
    day = today(rights.organisation, now=now)
    rows = list(found.planned_items.with_names().order_by("pk"))
    context: dict[str, Any] = {
        "entry": found,
        "state": state_on(found, day),
        "begun": found.begun_on(day),
        "rows": rows,
        "committed": _committed(found, now) if found.begun_on(day) else None,
        "bets": bets_of(rights, [found]).get(found.pk, []),
        "may_write": rights.writes(access.value_stream.pk),
    }
    return render(request, "plans/entry.html", context)


def _committed(entry: PlanEntry, now: datetime) -> Committed:
    """What was committed to in the entry's own period."""
    assert entry.from_on is not None and entry.to_on is not None
    window = Window.of(entry.organisation, first=entry.from_on, to=entry.to_on)
    return committed(entry.value_stream, window, now=now)


@require_safe
@stream_view
def committed_items(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Exactly the items that predictability counts in a window: all, those finished in time, or the others."""
    now = timezone.now()
    choice = chosen(request, access.access.organisation, now=now)
    behind = committed(access.value_stream, choice.window, now=now, kind=choice.kind)
    shown = request.GET.get("shown", "")
    rows = _narrowed(behind, shown).with_names().order_by("plan_entry__from_on", "plan_entry", "pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "committed": behind,
        "counts": {
            "all": behind.rows.count(),
            "kept": len(behind.kept),
            "afterwards": len(behind.written_afterwards),
        },
        "shown": shown if shown in SHOWN else "",
        "choice": choice,
    }
    return render(request, "plans/committed.html", context)


def _narrowed(behind: Committed, shown: str) -> PlannedItemQuerySet:
    if shown == "afterwards":
        return behind.late
    return behind.narrowed({"kept": True, "missed": False}.get(shown))
