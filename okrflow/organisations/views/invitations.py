"""Inviting people, and coming in by an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.accounts.models import User
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.forms import InvitationForm
from okrflow.organisations.models import Invitation, Role
from okrflow.organisations.services import accept_invitation, invite, withdraw_invitation
from okrflow.organisations.services.invitations import Unusable, invitation_for
from okrflow.web.refusals import Refused


@require_http_methods(["GET", "POST"])
@member_view
def invitations(request: HttpRequest, access: Access) -> HttpResponse:
    """Open invitations, and a new one; their tokens are in the mails only."""
    access.require(Role.ADMIN)
    form = InvitationForm(request.POST or None, by=access.membership)
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            invite(by=access.membership, email=email, role=role)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"An invitation is on its way to {email}. It is good for 14 days.")
            return redirect("organisations:invitations", access.organisation.slug)
    found = Invitation.objects.for_organisation(access.organisation).open(now=timezone.now())
    context = {"form": form, "invitations": found.select_related("invited_by").order_by("-created_at", "-pk")}
    return render(request, "organisations/invitations.html", context)


@require_POST
@member_view
def withdraw(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    access.require(Role.ADMIN)
    invitation = get_object_or_404(Invitation.objects.for_organisation(access.organisation), pk=pk)
    try:
        withdraw_invitation(by=access.membership, invitation=invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"The invitation of {invitation.email} is withdrawn; its link is worthless now."
        )
    return redirect("organisations:invitations", access.organisation.slug)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mailed link. Looking at it changes nothing; the button does."""
    assert isinstance(request.user, User)
    now = timezone.now()
    try:
        if request.method == "POST":
            membership = accept_invitation(token=token, user=request.user, now=now)
            messages.success(
                request, f"Welcome to {membership.organisation}. You are {membership.get_role_display()}."
            )
            return redirect(membership.organisation)
        invitation = invitation_for(token=token, user=request.user, now=now)
    except Unusable as refusal:
        return render(request, "organisations/invitation_unusable.html", {"refusal": refusal}, status=404)
    return render(request, "organisations/invitation.html", {"invitation": invitation})
