"""Asking to belong to a value stream; a lead decides."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.forms import MembershipRequestForm
from okrflow.value_streams.models import MembershipRequest
from okrflow.value_streams.services import (
    decide_membership_request,
    request_membership,
    withdraw_membership_request,
)
from okrflow.value_streams.views.returning import back
from okrflow.web.refusals import Refused


@require_POST
@stream_view
def ask(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Everybody may ask for themselves."""
    try:
        request_membership(by=access, user=access.access.user, note=request.POST.get("note", "")[:500])
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"You asked. A lead of {access.value_stream} decides.")


@require_POST
@stream_view
def invite(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Administrators invite somebody; a lead decides."""
    access.access.require(Role.ADMIN)
    form = MembershipRequestForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return back(
            request, access, refused="Choose somebody of the organisation who does not belong to it yet."
        )
    user = form.cleaned_data["person"]
    try:
        request_membership(by=access, user=user, note=form.cleaned_data["note"])
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(
        request, access, done=f"A lead of {access.value_stream} decides whether {user} belongs to it."
    )


def _open(access: StreamAccess, pk: int) -> MembershipRequest:
    return get_object_or_404(MembershipRequest, value_stream=access.value_stream, pk=pk)


@require_POST
@stream_view
def decide(request: HttpRequest, access: StreamAccess, pk: int) -> HttpResponse:
    access.require("leads")
    wanted, accept = _open(access, pk), request.POST.get("decision") == "accept"
    try:
        decide_membership_request(by=access, membership_request=wanted, accept=accept, now=timezone.now())
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    if accept:
        return back(request, access, done=f"{wanted.user} belongs to {access.value_stream} now.")
    return back(request, access, done=f"You declined. {wanted.user} does not belong to it.")


@require_POST
@stream_view
def withdraw(request: HttpRequest, access: StreamAccess, pk: int) -> HttpResponse:
    """By the person whom it is about, or by whoever made it."""
    wanted = _open(access, pk)
    if access.access.user.pk not in {wanted.user_id, wanted.asked_by_id}:
        raise PermissionDenied(
            "A request is withdrawn by the person whom it is about, or by whoever made it."
        )
    try:
        withdraw_membership_request(by=access, membership_request=wanted, now=timezone.now())
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done="The request is withdrawn.")
