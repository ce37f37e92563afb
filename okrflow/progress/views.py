"""The progress pages: the organisation's overview and each stream's summary."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Membership, Role
from okrflow.progress import stored
from okrflow.progress.services import page_of
from okrflow.progress.serving import serve
from okrflow.progress.who_can import who_can
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import ValueStream


@require_safe
@member_view
def overview(request: HttpRequest, access: Access) -> HttpResponseBase:
    """How the organisation's objectives stand beside the flow of its streams."""
    page = page_of(organisation_id=access.organisation.pk)
    streams = list(
        ValueStream.objects.for_organisation(access.organisation).at_work().with_leads().in_order()
    )
    leaderless = [stream for stream in streams if not stream.leads]
    return serve(
        request,
        page,
        "progress/overview_page.html",
        streams=[stream.pk for stream in streams],
        context={"leaderless": leaderless, "may_appoint": access.at_least(Role.ADMIN)},
        varies=tuple(stream.pk for stream in leaderless),
    )


@require_safe
@stream_view
def stream(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """A stream at a glance: its five metrics, its bottleneck, its OKRs."""
    page = page_of(
        organisation_id=access.value_stream.organisation_id,
        value_stream_id=access.value_stream.pk,
        name=stored.SUMMARY,
    )
    rights = OkrRights.of(access.access)
    writes, frozen = rights.writes(access.value_stream.pk), rights.frozen(access.value_stream)
    leaderless = [access.value_stream] if frozen and not access.value_stream.is_closed else []
    return serve(
        request,
        page,
        "progress/stream_page.html",
        streams=[access.value_stream.pk],
        context={
            "may_write": writes,
            "leaderless": leaderless,
            "may_appoint": access.access.at_least(Role.ADMIN),
        },
        varies=(writes, len(leaderless)),
    )


@require_safe
@member_view
def who_can_do_what(request: HttpRequest, access: Access) -> HttpResponse:
    """Each action by who may, what the reader is, and whom to ask."""
    rights = OkrRights.of(access)
    at_work = ValueStream.objects.for_organisation(access.organisation).at_work()
    streams = list(at_work.select_related("organisation").with_leads().in_order())
    columns, groups = who_can(rights, streams)
    mine = {stream.pk: column.kind.name for column in columns for stream in column.streams}
    context = {
        "columns": columns,
        "groups": groups,
        "streams": [
            (stream, mine.get(stream.pk, "") if rights.belongs(stream.pk) else "") for stream in streams
        ],
        "administrators": Membership.objects.for_organisation(access.organisation)
        .filter(role__in=[Role.OWNER, Role.ADMIN])
        .by_name(),
    }
    return render(request, "progress/who_can.html", context)
