"""The list of findings, a finding, and waiving it."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.review.checks import Family
from okrflow.review.families import FAMILY_OF
from okrflow.review.forms import ORGANISATION, FilterForm, WaiverForm
from okrflow.review.models import Finding, FindingState, ReviewRun, Waiver
from okrflow.review.querysets import FindingQuerySet
from okrflow.review.rights import may_waive, refusal
from okrflow.review.services import NotWaivable, latest_day, waive, withdraw
from okrflow.review.shown import of_reader, shown
from okrflow.review.silenced import not_looked_at
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today

CLOSED_SHOWN = 200


@require_safe
@member_view
def index(request: HttpRequest, access: Access) -> HttpResponse:
    """Findings by family, filtered; and what could not be looked at, and why."""
    rights, now = OkrRights.of(access), timezone.now()
    streams = list(ValueStream.objects.for_organisation(access.organisation).in_order())
    form = FilterForm({"state": FindingState.OPEN, **request.GET.dict()}, streams=streams)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"state": FindingState.OPEN}
    rows = shown(_filtered(of_reader(rights, now=now), asked, today(access.organisation, now=now)), rights)
    order = list(Family)
    by_family = groupby(sorted(rows, key=lambda each: order.index(each.family)), lambda each: each.family)
    run = ReviewRun.objects.filter(organisation=access.organisation).first()
    silenced = not_looked_at(run, rights, streams, stream=asked.get("stream", ""))
    context = {
        "form": form,
        "families": [(family, list(found)) for family, found in by_family],
        "number": len(rows),
        "state": asked.get("state") or FindingState.OPEN,
        "run": run,
        "silenced": silenced,
        "not_looked_at": sum(each.count for each in silenced),
    }
    return render(request, "review/list.html", context)


def _filtered(rows: FindingQuerySet, asked: dict[str, Any], day: Any) -> FindingQuerySet:
    state = asked.get("state") or FindingState.OPEN
    rows = rows.shown()
    if state == FindingState.CLOSED:
        rows = rows.filter(closed_at__isnull=False)
    else:
        rows = rows.open().waived_on(day) if state == FindingState.WAIVED else rows.open().not_waived_on(day)
    if asked.get("stream"):
        slug = asked["stream"]
        rows = (
            rows.filter(value_stream=None) if slug == ORGANISATION else rows.filter(value_stream__slug=slug)
        )
    if asked.get("severity"):
        rows = rows.filter(severity=asked["severity"])
    if asked.get("family"):
        family = Family[asked["family"].upper()]
        rows = rows.filter(check_id__in=[check for check, of in FAMILY_OF.items() if of == family])
    return rows[:CLOSED_SHOWN] if state == FindingState.CLOSED else rows


def _found(rights: OkrRights, uuid: UUID) -> Finding:
    """Raises Http404 for what the reader may not know of."""
    return get_object_or_404(of_reader(rights, now=timezone.now()), uuid=uuid)


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, finding: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    return _page(request, rights, _found(rights, finding))


def _page(
    request: HttpRequest, rights: OkrRights, row: Finding, form: WaiverForm | None = None
) -> HttpResponse:
    (one,) = shown([row], rights)
    now = timezone.now()
    day = today(rights.organisation, now=now)
    waivers = list(row.waivers.select_related("waived_by", "withdrawn_by").newest_first())
    latest = latest_day(row, now=now)
    context = {
        "shown": one,
        "episodes": row.episodes.order_by("-opened_at", "-pk"),
        "waivers": [(each, each.holds_on(day)) for each in waivers],
        "form": form or WaiverForm(latest=latest),
        "may_waive": may_waive(rights, row),
        "refusal": refusal(row),
        "latest": latest,
    }
    return render(request, "review/finding.html", context, status=422 if form else 200)


@require_POST
@member_view
def waive_finding(request: HttpRequest, access: Access, finding: UUID) -> HttpResponse:
    rights, now = OkrRights.of(access), timezone.now()
    row = _found(rights, finding)
    if not may_waive(rights, row):
        raise PermissionDenied(refusal(row))
    form = WaiverForm(request.POST, latest=latest_day(row, now=now))
    if not form.is_valid():
        return _page(request, rights, row, form)
    try:
        waive(rights=rights, finding=row, now=now, **form.cleaned_data)
    except NotWaivable as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, rights, row, form)
    messages.success(request, "The finding is waived. It stays on the record.")
    return redirect(row.get_absolute_url())


@require_POST
@member_view
def withdraw_waiver(request: HttpRequest, access: Access, waiver: UUID) -> HttpResponse:
    rights, now = OkrRights.of(access), timezone.now()
    told = Finding.objects.told(rights)
    rows = Waiver.objects.for_organisation(access.organisation).filter(finding__in=told)
    row = get_object_or_404(
        rows.select_related("finding__value_stream", "finding__organisation"), uuid=waiver
    )
    withdraw(rights=rights, waiver=row, now=now)
    messages.success(request, "The waiver is withdrawn.")
    return redirect(row.finding.get_absolute_url())
