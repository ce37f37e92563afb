"""The people of a value stream: added, confirmed, made leads and removed by its leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.forms import LeadForm, StreamMemberForm, StreamRoleForm
from okrflow.value_streams.models import StreamMembership, StreamRole
from okrflow.value_streams.services import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    confirm_stream_member,
    remove_stream_member,
)
from okrflow.value_streams.views.returning import back
from okrflow.web.refusals import Refused


@require_POST
@stream_view
def member_add(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.require("leads")
    form = StreamMemberForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return back(
            request, access, refused="Choose somebody of the organisation who does not belong to it yet."
        )
    user, role = form.cleaned_data["person"], StreamRole(form.cleaned_data["role"])
    try:
        add_stream_member(by=access, user=user, role=role)
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"{user} is a {role.label} of {access.value_stream}.")


@require_POST
@stream_view
def member_confirm(request: HttpRequest, access: StreamAccess, pk: int) -> HttpResponse:
    """A lead says that another person, who founded the stream or was appointed, belongs to it."""
    access.require("leads")
    member = get_object_or_404(StreamMembership, value_stream=access.value_stream, pk=pk)
    try:
        confirm_stream_member(by=access, membership=member)
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"You confirmed that {member.user} belongs to {access.value_stream}.")


@require_POST
@stream_view
def lead_appoint(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.access.require(Role.ADMIN)
    form = LeadForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return back(request, access, refused="Choose somebody who is at least editor of the organisation.")
    try:
        appoint_lead(by=access, user=form.cleaned_data["person"])
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(
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
        return back(request, access, refused="Choose “member” or “lead”.")
    try:
        change_stream_role(by=access, membership=member, role=StreamRole(form.cleaned_data["role"]))
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"{member.user} is now {form.cleaned_data['role']}.")


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
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"{member.user} no longer belongs to {access.value_stream}.")
