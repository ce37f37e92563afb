"""Pages of value streams: the list, a new one, the settings and people of one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.forms import LeadForm, NewStreamForm, StreamForm, StreamMemberForm, StreamRoleForm
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    change_value_stream,
    create_value_stream,
    remove_stream_member,
)
from okrflow.value_streams.services.people import leads_of
from okrflow.web.refusals import Refused


@require_safe
@member_view
def streams(request: HttpRequest, access: Access) -> HttpResponse:
    """The organisation's streams with how many people belong to them and who leads."""
    found = ValueStream.objects.for_organisation(access.organisation).in_order()
    counted = found.annotate(
        people=Count("stream_memberships"),
        leads=Count("stream_memberships", filter=Q(stream_memberships__role="lead")),
    )
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
    people = StreamMembership.objects.filter(value_stream=stream).select_related("user", "confirmed_by")
    context = {
        "form": form,
        "people": people.order_by("role", "user__name", "pk"),
        "leaderless": not leads_of(stream),
        "member_form": StreamMemberForm(value_stream=stream),
        "lead_form": LeadForm(value_stream=stream),
        "roles": StreamRole,
    }
    return render(request, "value_streams/settings.html", context)


@require_POST
@stream_view
def member_add(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.require("leads")
    form = StreamMemberForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return _back(
            request, access, refused="Choose somebody of the organisation who does not belong to it yet."
        )
    user, role = form.cleaned_data["person"], StreamRole(form.cleaned_data["role"])
    try:
        add_stream_member(by=access, user=user, role=role)
    except Refused as refusal:
        return _back(request, access, refused=str(refusal))
    return _back(request, access, done=f"{user} is a {role.label} of {access.value_stream}.")


@require_POST
@stream_view
def lead_appoint(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.access.require(Role.ADMIN)
    form = LeadForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return _back(request, access, refused="Choose somebody who is at least editor of the organisation.")
    try:
        appoint_lead(by=access, user=form.cleaned_data["person"])
    except Refused as refusal:
        return _back(request, access, refused=str(refusal))
    return _back(
        request,
        access,
        done=f"{form.cleaned_data['person']} leads {access.value_stream}; its members are told.",
    )


@require_POST
@stream_view
def member_role(request: HttpRequest, access: StreamAccess, pk: int) -> HttpResponse:
    access.require("leads")
    member = get_object_or_404(StreamMembership, value_stream=access.value_stream, pk=pk)
    form = StreamRoleForm(request.POST)
    if not form.is_valid():
        return _back(request, access, refused="Choose “member” or “lead”.")
    try:
        change_stream_role(by=access, membership=member, role=StreamRole(form.cleaned_data["role"]))
    except Refused as refusal:
        return _back(request, access, refused=str(refusal))
    return _back(request, access, done=f"{member.user} is now {form.cleaned_data['role']}.")


@require_POST
@stream_view
def member_remove(request: HttpRequest, access: StreamAccess, pk: int) -> HttpResponse:
    """Leads remove others; everybody may leave."""
    member = get_object_or_404(StreamMembership, value_stream=access.value_stream, pk=pk)
    if member.user_id != access.access.user.pk:
        access.require("leads")
    try:
        remove_stream_member(by=access, membership=member)
    except Refused as refusal:
        return _back(request, access, refused=str(refusal))
    return _back(request, access, done=f"{member.user} no longer belongs to {access.value_stream}.")


def _back(request: HttpRequest, access: StreamAccess, *, done: str = "", refused: str = "") -> HttpResponse:
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, done)
    return redirect("value_streams:settings", access.value_stream.organisation.slug, access.value_stream.slug)
