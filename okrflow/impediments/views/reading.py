"""The list of impediments, and one of them with its effect."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.impediments.effects import effect
from okrflow.impediments.forms import AddressForm, AnswerForm
from okrflow.impediments.models import Impediment
from okrflow.impediments.rights import answers, may_see_limited, owning_streams
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today

PAGE = 50


def found(access: Access, uuid: UUID) -> Impediment:
    """Raises Http404."""
    rows = Impediment.objects.for_organisation(access.organisation).with_names()
    return get_object_or_404(rows, uuid=uuid)


@require_safe
@member_view
def impediments(request: HttpRequest, access: Access) -> HttpResponse:
    """Of all streams, or of `?stream=`: open ones, the longest first, then closed ones."""
    rights, now = OkrRights.of(access), timezone.now()
    streams = list(access.organisation.value_streams.at_work().in_order())
    stream = _asked(request, access)
    rows = Impediment.objects.for_organisation(access.organisation).with_names()
    if stream:
        rows = rows.of_stream(stream)
    closed = rows.exclude(closed_on=None).order_by("-closed_on", "-pk")
    context = {
        "rows": rows.open().longest_first(),
        "page": Paginator(closed, PAGE).get_page(request.GET.get("page")),
        "stream": stream,
        "streams": streams,
        "raising": [each for each in streams if rights.writes(each.pk) and stream in (None, each)],
        "today": today(access.organisation, now=now),
    }
    return render(request, "impediments/list.html", context)


def _asked(request: HttpRequest, access: Access) -> ValueStream | None:
    slug = request.GET.get("stream", "")
    if not slug:
        return None
    known = ValueStream.objects.for_organisation(access.organisation)
    stream = known.named(slug) if slug.isprintable() else None
    if stream is None:
        raise Http404("No such value stream.")
    return stream


@require_safe
@member_view
def detail(request: HttpRequest, access: Access, impediment: UUID) -> HttpResponse:
    """What it is, what was answered, what addresses it and what that did."""
    rights, now = OkrRights.of(access), timezone.now()
    row = found(access, impediment)
    open_here = not row.is_closed
    context = {
        "impediment": row,
        "effect": effect(row, now=now),
        "owners": owning_streams(row),
        "sees_limited": may_see_limited(rights, row),
        "may_write": open_here and rights.writes(row.value_stream_id),
        "answer_form": AnswerForm(initial={"answer": row.answer})
        if open_here and answers(rights, row)
        else None,
        "address_form": AddressForm(rights=rights, initial={"objective": row.addressed_by})
        if open_here and rights.administers
        else None,
        "today": today(access.organisation, now=now),
    }
    return render(request, "impediments/detail.html", context)
