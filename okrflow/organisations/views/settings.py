"""The organisation's settings: itself, its members, its API tokens."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.forms import OrganisationForm, RoleForm, TokenForm, roles_up_to
from okrflow.organisations.models import ApiToken, Membership, Role
from okrflow.organisations.services import (
    change_organisation,
    change_role,
    create_api_token,
    remove_member,
    revoke_api_token,
)
from okrflow.web.refusals import Refused


@require_http_methods(["GET", "POST"])
@member_view
def general(request: HttpRequest, access: Access) -> HttpResponse:
    """Name and time zone: seen by all members, changed by administrators."""
    form = OrganisationForm(request.POST or None, instance=access.organisation)
    if request.method == "POST":
        access.require(Role.ADMIN)
        if form.is_valid():
            change_organisation(organisation=access.organisation, **form.cleaned_data)
            messages.success(request, "The settings are saved.")
            return redirect("organisations:settings", access.organisation.slug)
    may_change = access.at_least(Role.ADMIN)
    return render(request, "organisations/settings.html", {"form": form, "may_change": may_change})


@require_safe
@member_view
def members(request: HttpRequest, access: Access) -> HttpResponse:
    found = Membership.objects.for_organisation(access.organisation).by_name()
    manages = access.at_least(Role.ADMIN)
    rows = [(member, manages and access.at_least(Role(member.role))) for member in found]
    choices = roles_up_to(access.membership)
    return render(
        request, "organisations/members.html", {"rows": rows, "manages": manages, "choices": choices}
    )


def _member(access: Access, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.for_organisation(access.organisation).select_related("user"), pk=pk
    )


@require_POST
@member_view
def member_role(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    access.require(Role.ADMIN)
    member = _member(access, pk)
    form = RoleForm(request.POST, by=access.membership)
    if not form.is_valid():
        raise PermissionDenied("Nobody can give a role above their own. Ask an owner.")
    try:
        change_role(by=access.membership, membership=member, role=Role(form.cleaned_data["role"]))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.user} is now {Role(form.cleaned_data['role']).label}.")
    return redirect("organisations:members", access.organisation.slug)


@require_POST
@member_view
def member_remove(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Administrators remove others; everybody may leave."""
    member = _member(access, pk)
    leaves = member.pk == access.membership.pk
    if not leaves:
        access.require(Role.ADMIN)
    try:
        remove_member(by=access.membership, membership=member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"You left {access.organisation}." if leaves else f"{member.user} is removed."
        )
        if leaves:
            return redirect("home")
    return redirect("organisations:members", access.organisation.slug)


@require_http_methods(["GET", "POST"])
@never_cache
@member_view
def api_tokens(request: HttpRequest, access: Access) -> HttpResponse:
    """One's own tokens, for administrators all of them; a new one is shown on this one answer and never again."""
    form, plain = TokenForm(request.POST or None, by=access.membership), ""
    if request.method == "POST" and form.is_valid():
        try:
            _, plain = create_api_token(membership=access.membership, **form.cleaned_data)
            form = TokenForm(by=access.membership)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    tokens = ApiToken.objects.filter(organisation=access.organisation).select_related("membership__user")
    if not access.at_least(Role.ADMIN):
        tokens = tokens.filter(membership=access.membership)
    context = {
        "form": form,
        "plain": plain,
        "tokens": tokens.order_by("-created_at", "-pk"),
        "now": timezone.now(),
    }
    return render(request, "organisations/api_tokens.html", context)


@require_POST
@member_view
def api_token_revoke(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, organisation=access.organisation, pk=pk)
    if token.membership_id != access.membership.pk:
        access.require(Role.ADMIN)
    revoke_api_token(by=access.membership, token=token)
    messages.success(request, f"“{token.name}” is revoked.")
    return redirect("organisations:api_tokens", access.organisation.slug)
