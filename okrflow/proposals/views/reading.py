"""The list of proposals, and one of them with its versions."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role
from okrflow.proposals.models import Proposal
from okrflow.proposals.presenting import Presented, waits
from okrflow.proposals.rights import answers
from okrflow.proposals.views.finding import found, whole
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today

PAGE = 50


@require_safe
@member_view
def proposals(request: HttpRequest, access: Access) -> HttpResponse:
    """What waits for an answer first, then all others, the newest first."""
    rights, now = OkrRights.of(access), timezone.now()
    day = today(access.organisation, now=now)
    rows = Proposal.objects.readable(rights).with_names().newest_first()
    waiting = list(rows.waiting_on(day))
    others = rows.exclude(pk__in=[row.pk for row in waiting])
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [(row, waits(row, now=now), answers(rights, row)) for row in waiting],
        "page": page,
        "others": [(row, row.state_on(day)) for row in page],
        "streams": _others(rights),
        "to_organisation": rights.proposes_to(None),
    }
    return render(request, "proposals/list.html", context)


def _others(rights: OkrRights) -> list[ValueStream]:
    """The streams that the member does not belong to, and may propose to."""
    if not rights.access.at_least(Role.EDITOR):
        return []
    return list(rights.organisation.value_streams.at_work().exclude(pk__in=rights.stream_ids).in_order())


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, proposal: UUID) -> HttpResponse:
    """What it says, how it was answered, and its earlier versions (`?version=`)."""
    rights, now = OkrRights.of(access), timezone.now()
    row = found(rights, proposal)
    versions = list(row.versions.select_related("written_by").newest_first())
    asked = whole(request.GET.get("version", ""))
    version = get_object_or_404(row.versions, number=asked) if asked else None
    shown = Presented(row, rights, now=now, version=version)
    context = {
        "proposal": row,
        "shown": shown,
        "versions": versions,
        "is_old": shown.version.number != row.version,
        "may_read_made": row.accepted_as is not None and rights.sees(row.accepted_as),
    }
    return render(request, "proposals/detail.html", context)
