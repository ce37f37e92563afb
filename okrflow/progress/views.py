"""The progress pages: stored HTML in the reader's shell, served with an ETag."""

import hashlib

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.progress.models import RenderedPage
from okrflow.progress.services import page_of
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import ValueStream
from okrflow.work_items import stale


@require_safe
@member_view
def overview(request: HttpRequest, access: Access) -> HttpResponseBase:
    """How the organisation's objectives stand beside the flow of its streams."""
    page = page_of(organisation_id=access.organisation.pk)
    streams = ValueStream.objects.for_organisation(access.organisation).values_list("pk", flat=True)
    return _serve(request, page, list(streams), "progress/overview_page.html")


@require_safe
@stream_view
def stream(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """A stream at a glance: its five metrics, its bottleneck, its OKRs."""
    page = page_of(
        organisation_id=access.value_stream.organisation_id, value_stream_id=access.value_stream.pk
    )
    writes = OkrRights.of(access.access).writes(access.value_stream.pk)
    return _serve(request, page, [access.value_stream.pk], "progress/stream_page.html", writes=writes)


def _serve(
    request: HttpRequest, page: RenderedPage, streams: list[int], template: str, *, writes: bool = False
) -> HttpResponseBase:
    """The stored page in the shell; 304 where the reader has it already. The shell is the reader's own, so is the tag."""
    updating = page.wanted_at is not None or page.claimed_at is not None
    updating = updating or not stale.is_up_to_date(streams, now=timezone.now())
    shell = (
        request.headers.get("Accept-Language", ""),
        request.COOKIES.get("theme", ""),
        request.user.pk,
        writes,
    )
    tag = hashlib.sha256(repr((page.etag, updating, shell, _reads_of(request))).encode()).hexdigest()[:32]
    etag = f'W/"{tag}"'
    if not len(get_messages(request)) and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    # The stored page was rendered from escaped templates.
    shown = request.GET.get("shown", page.etag)
    context = {"page": page, "updating": updating, "shown": shown, "may_write": writes}
    context["html"] = mark_safe(page.html)  # noqa: S308
    response: HttpResponse = render(request, template, context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _reads_of(request: HttpRequest) -> tuple[object, ...]:
    """What of the shell may differ from one moment to the next: the reader's rights and the streams of the rail."""
    access = request.access  # type: ignore[attr-defined]
    return (
        access.membership.role,
        access.membership.user.name,
        tuple(access.organisation.value_streams.order_by("pk").values_list("slug", "name")),
        access.organisation.name,
    )
