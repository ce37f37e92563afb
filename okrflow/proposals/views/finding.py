"""What the pages of one proposal begin with."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import ValueStream


def found(rights: OkrRights, uuid: UUID) -> Proposal:
    """Raises Http404 for what the member can't see."""
    return get_object_or_404(Proposal.objects.readable(rights).with_names(), uuid=uuid)


def stream_asked(rights: OkrRights, request: HttpRequest) -> ValueStream | None:
    """The stream of `?stream=`; None without. Raises Http404."""
    slug = request.GET.get("stream", "")
    if not slug:
        return None
    known = ValueStream.objects.for_organisation(rights.organisation).select_related("organisation")
    stream = known.named(slug) if slug.isprintable() else None
    if stream is None:
        raise Http404("No such value stream.")
    return stream


def objective_asked(rights: OkrRights, request: HttpRequest) -> Objective | None:
    """The objective of `?objective=`; None without. Raises Http404."""
    text = request.GET.get("objective", "")
    if not text:
        return None
    try:
        uuid = UUID(text)
    except ValueError:
        raise Http404("No such objective.") from None
    return get_object_or_404(rights.readable.with_names(), uuid=uuid)


def whole(text: Any) -> int:
    """A version that a form sends; 0 for what is none."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
