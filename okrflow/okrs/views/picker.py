"""The picker of metrics in the form of an objective: search, with values and trends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.picking import offered
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.views.drafts import asked_stream
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view


@require_safe
@member_view
def metrics(request: HttpRequest, access: Access) -> HttpResponse:
    """The metrics that objectives of `?stream=` may hang on and that `?q=` fits."""
    rights, stream = OkrRights.of(access), asked_stream(request, access)
    rights.require_writing(stream)
    asked = request.GET.get("q", "")[:200]
    offers = Offers(rights=rights, value_stream=stream, now=timezone.now())
    context = {"offered": offered(offers, asked), "asked": asked}
    return render(request, "okrs/picker.html", context)
