"""A cycle's page, its evidence, and closing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from okrflow.cycles.contents import cycle_page, objectives_of
from okrflow.cycles.pictures import evidence_pictures
from okrflow.okrs.models import Cycle
from okrflow.okrs.progress import standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import close_cycle
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused

OBJECTIVES_A_PAGE = 10


def cycle_named(access: Access, slug: str) -> Cycle:
    return get_object_or_404(Cycle.objects.for_organisation(access.organisation), slug=slug)


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, cycle: str) -> HttpResponse:
    """Planning, the running cycle, closing, and what it did to flow: whatever its days make it."""
    rights = OkrRights.of(access)
    page = cycle_page(rights, cycle_named(access, cycle), now=timezone.now())
    return render(request, "cycles/cycle.html", {"page": page, "cycle": page.cycle, "rights": rights})


@require_safe
@member_view
def evidence(request: HttpRequest, access: Access, cycle: str) -> HttpResponse:
    """The frozen pictures of the closed objectives."""
    rights, found = OkrRights.of(access), cycle_named(access, cycle)
    closed = [each for each in objectives_of(rights, found) if each.is_closed]
    page = Paginator(closed, OBJECTIVES_A_PAGE).get_page(request.GET.get("page"))
    standings = standing(list(page.object_list), now=timezone.now(), stream_ids=rights.stream_ids)
    context = {
        "cycle": found,
        "page": page,
        "objectives": [(each, evidence_pictures(each)) for each in standings],
    }
    return render(request, "cycles/evidence.html", context)


@require_POST
@member_view
def close(request: HttpRequest, access: Access, cycle: str) -> HttpResponse:
    """Close the cycle; with `leave_open` also while objectives are open."""
    rights, found = OkrRights.of(access), cycle_named(access, cycle)
    try:
        close_cycle(rights=rights, cycle=found, leave_open="leave_open" in request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found}” is closed.")
    return redirect("cycles:cycle", access.organisation.slug, found.slug)
