"""The list of value streams, a new one, and the settings of one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.forms import (
    ClosingForm,
    LeadForm,
    MembershipRequestForm,
    NewStreamForm,
    StreamForm,
    StreamMemberForm,
)
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services import change_value_stream, create_value_stream
from okrflow.value_streams.services.people import leads_of
from okrflow.web.refusals import Refused


@require_safe
@member_view
def streams(request: HttpRequest, access: Access) -> HttpResponse:
    """The organisation's streams with how many people belong to them and who leads."""
    found = ValueStream.objects.for_organisation(access.organisation)
    counted = found.with_leads().annotate(people=Count("stream_memberships"))
    counted = counted.order_by(F("closed_on").asc(nulls_first=True), "order", "name", "pk")
    return render(
        request, "value_streams/list.html", {"streams": counted, "may_create": access.at_least(Role.ADMIN)}
    )


@require_http_methods(["GET", "POST"])
@member_view
def new(request: HttpRequest, access: Access) -> HttpResponse:
    access.require(Role.ADMIN)
    form = NewStreamForm(request.POST or None, organisation=access.organisation, by=access.user)
    if request.method == "POST" and form.is_valid():
        try:
            stream = create_value_stream(organisation=access.organisation, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{stream} is there. Say next what its statuses mean, or import its items."
            )
            return redirect("value_streams:settings", access.organisation.slug, stream.slug)
    return render(request, "value_streams/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@stream_view
def settings(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Name, load limit and people: seen by all members, changed by those who set it up or lead it."""
    stream = access.value_stream
    form = StreamForm(request.POST or None, instance=stream)
    if request.method == "POST":
        access.require("sets_up")
        if form.is_valid():
            change_value_stream(value_stream=stream, **form.cleaned_data)
            messages.success(request, "The settings are saved.")
            return redirect("value_streams:settings", stream.organisation.slug, stream.slug)
        stream.refresh_from_db()
    context = {"form": form, **_people(access), **_closing(access)}
    return render(request, "value_streams/settings.html", context)


def _people(access: StreamAccess) -> dict[str, Any]:
    """Who belongs to it, who wants to, and what the reader can do about it."""
    stream = access.value_stream
    people = StreamMembership.objects.filter(value_stream=stream)
    people = people.select_related("user", "confirmed_by", "appointed_by")
    wanting = list(stream.membership_requests.open().with_names().order_by("created_at", "pk"))
    return {
        "people": people.order_by("role", "user__name", "pk"),
        "leaderless": not stream.is_closed and not leads_of(stream),
        "member_form": StreamMemberForm(value_stream=stream),
        "lead_form": LeadForm(value_stream=stream),
        "roles": StreamRole,
        "requests": wanting,
        "may_ask": not (access.belongs or stream.is_closed)
        and access.access.user.pk not in {wanted.user_id for wanted in wanting},
        "may_invite": access.access.at_least(Role.ADMIN) and not (access.leads or stream.is_closed),
        "invitation_form": MembershipRequestForm(value_stream=stream),
    }


def _closing(access: StreamAccess) -> dict[str, Any]:
    return {
        "may_close": access.access.at_least(Role.ADMIN),
        "closing_form": ClosingForm(value_stream=access.value_stream),
    }
