"""The progress pages: the organisation's overview and each stream's summary."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.progress import stored
from okrflow.progress.services import page_of
from okrflow.progress.serving import serve
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import ValueStream


@require_safe
@member_view
def overview(request: HttpRequest, access: Access) -> HttpResponseBase:
    """How the organisation's objectives stand beside the flow of its streams."""
    page = page_of(organisation_id=access.organisation.pk)
    streams = ValueStream.objects.for_organisation(access.organisation).values_list("pk", flat=True)
    return serve(request, page, "progress/overview_page.html", streams=list(streams))


@require_safe
@stream_view
def stream(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """A stream at a glance: its five metrics, its bottleneck, its OKRs."""
    page = page_of(
        organisation_id=access.value_stream.organisation_id,
        value_stream_id=access.value_stream.pk,
        name=stored.SUMMARY,
    )
    writes = OkrRights.of(access.access).writes(access.value_stream.pk)
    return serve(
        request,
        page,
        "progress/stream_page.html",
        streams=[access.value_stream.pk],
        context={"may_write": writes},
        varies=(writes,),
    )
