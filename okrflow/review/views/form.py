"""The findings beside the form of an objective, asked for while somebody types."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.review.beside import beside
from okrflow.value_streams.models import ValueStream


@require_POST
@member_view
def form(request: HttpRequest, access: Access) -> HttpResponse:
    """Of `?objective=`, or of a new one of `?stream=` or of the organisation: for those who may write it."""
    rights, now = OkrRights.of(access), timezone.now()
    objective, stream = _about(request, rights)
    rights.require_writing(stream)
    offers = Offers(rights=rights, value_stream=stream, now=now)
    found = beside(request.POST, offers, objective, now=now)
    return render(request, "review/beside.html", {"beside": found})


def _about(request: HttpRequest, rights: OkrRights) -> tuple[Objective | None, ValueStream | None]:
    if uuid := request.GET.get("objective", ""):
        try:
            objective = get_object_or_404(rights.readable.with_names(), uuid=UUID(uuid))
        except ValueError:
            raise Http404("There is no such objective.") from None
        return objective, objective.value_stream
    slug = request.GET.get("stream", "")
    known = ValueStream.objects.for_organisation(rights.organisation)
    stream = known.named(slug) if slug and slug.isprintable() else None
    if slug and stream is None:
        raise Http404("No such value stream.")
    return None, stream
