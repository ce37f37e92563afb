"""Serving a stored page: in the reader's shell, with their decimal mark, under an ETag."""

import hashlib
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe

from okrflow.progress.models import RenderedPage
from okrflow.progress.services import html_for
from okrflow.web.waiting import waiting_count
from okrflow.work_items import stale


def serve(
    request: HttpRequest,
    page: RenderedPage,
    template: str,
    *,
    streams: list[int],
    context: dict[str, Any] | None = None,
    varies: tuple[object, ...] = (),
) -> HttpResponseBase:
    """The stored page in the shell; 304 where the reader has it already.

    The shell is the reader's own, so is the tag: `varies` is what else of it, given in `context`, may differ from one
    reader or moment to the next.
    """
    updating = page.wanted_at is not None or page.claimed_at is not None
    updating = updating or not stale.is_up_to_date(streams, now=timezone.now())
    shell = (request.headers.get("Accept-Language", ""), request.COOKIES.get("theme", ""), request.user.pk)
    seen = (page.etag, updating, request.get_full_path(), shell, varies, _reads_of(request))
    etag = f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
    if not len(get_messages(request)) and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    # The stored page was rendered from escaped templates.
    html = mark_safe(html_for(page))  # noqa: S308
    shown = request.GET.get("shown", page.etag)
    whole = {"page": page, "updating": updating, "shown": shown, "html": html} | (context or {})
    response: HttpResponse = render(request, template, whole)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _reads_of(request: HttpRequest) -> tuple[object, ...]:
    """What of the shell may differ from one moment to the next: the reader's rights, the streams and the count of the rail."""
    access = request.access  # type: ignore[attr-defined]
    return (
        access.membership.role,
        access.membership.user.name,
        tuple(access.organisation.value_streams.order_by("pk").values_list("slug", "name", "closed_on")),
        access.organisation.name,
        waiting_count(access, now=timezone.now()),
    )
