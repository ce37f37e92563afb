"""What people are typing: kept while they type, thrown away when they want, read by the stream's other members."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.okrs.editor import rows
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.typed import content_kept, content_sent, is_empty
from okrflow.okrs.editor.windows import was_saved, window_of
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import DraftConflict, discard_draft, keep_draft
from okrflow.okrs.services.drafts import readable_drafts
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.models import ValueStream

LONGEST: Final = 300_000
GONE, PRECONDITION_FAILED, PRECONDITION_REQUIRED, TOO_LARGE = 410, 412, 428, 413


@require_http_methods(["PATCH", "POST"])
@member_view
def of_new(request: HttpRequest, access: Access) -> HttpResponse:
    """The draft of a new objective of `?stream=`, or of the organisation."""
    rights = OkrRights.of(access)
    return _answered(request, rights, asked_stream(request, access), None)


@require_http_methods(["PATCH", "POST"])
@member_view
def of_objective(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """The draft of changes to an objective."""
    rights = OkrRights.of(access)
    found = get_object_or_404(rights.readable.with_names(), uuid=objective)
    return _answered(request, rights, found.value_stream, found)


def asked_stream(request: HttpRequest, access: Access) -> ValueStream | None:
    """The stream of `?stream=`; None without one. Raises Http404."""
    slug = request.GET.get("stream", "")
    known = ValueStream.objects.for_organisation(access.organisation)
    stream = known.named(slug) if slug and slug.isprintable() else None
    if slug and stream is None:
        raise Http404("No such value stream.")
    return stream


def _answered(
    request: HttpRequest, rights: OkrRights, stream: ValueStream | None, objective: Objective | None
) -> HttpResponse:
    """PATCH keeps what is typed, once for each version; POST throws it away."""
    rights.require_writing(stream)
    if request.method == "PATCH":
        return _kept(request, rights, stream, objective)
    discard_draft(rights=rights, value_stream=stream, objective=objective)
    messages.success(request, "What you had typed is thrown away.")
    if objective is not None:
        return redirect("okrs:objective_edit", rights.organisation.slug, objective.uuid)
    query = f"?stream={stream.slug}" if stream else ""
    return redirect(reverse("okrs:objective_new", args=[rights.organisation.slug]) + query)


def _kept(
    request: HttpRequest, rights: OkrRights, stream: ValueStream | None, objective: Objective | None
) -> HttpResponse:
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        return JsonResponse({"detail": "That is too much text to keep."}, status=TOO_LARGE)
    match = request.headers.get("If-Match", "").strip().strip('"')
    if not match and request.headers.get("If-None-Match") != "*":
        detail = 'Send If-Match with the version that you read, or If-None-Match: "*" the first time.'
        return JsonResponse({"detail": detail}, status=PRECONDITION_REQUIRED)
    data = QueryDict(request.body.replace(b"%00", b""), encoding="utf-8")
    if was_saved(window_of(data)):
        return JsonResponse({"detail": "This was saved meanwhile: open it again to go on."}, status=GONE)
    try:
        kept = keep_draft(
            rights=rights,
            value_stream=stream,
            objective=objective,
            content=content_sent(data),
            base_version=_number(data.get("version", "")),
            version=_number(match),
            now=timezone.now(),
        )
    except DraftConflict as conflict:
        version = conflict.stored.version if conflict.stored else None
        body = {"detail": str(conflict), "version": version}
        return JsonResponse(body, status=PRECONDITION_FAILED)
    return JsonResponse({"version": kept.version}, headers={"ETag": f'"{kept.version}"'})


def _number(text: str) -> int | None:
    """None for nothing. Raises BadRequest for what is no version."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest("A version is a whole number.")
    return int(text)


@require_safe
@member_view
def read(request: HttpRequest, access: Access, draft: UUID) -> HttpResponse:
    """What somebody of the same stream is writing, to be read only; nobody else learns of it."""
    rights = OkrRights.of(access)
    found = get_object_or_404(readable_drafts(rights), uuid=draft)
    stream = found.objective.value_stream if found.objective else found.value_stream
    offers = Offers(rights=rights, value_stream=stream, now=timezone.now())
    typed, typed_rows, _ = content_kept(found.content)
    written = [row for row in typed_rows if not is_empty(row)]
    context = {
        "draft": found,
        "typed": typed,
        "rows": zip(written, rows.rows(written, offers), strict=True),
        "value_stream": stream,
    }
    return render(request, "okrs/draft.html", context)
