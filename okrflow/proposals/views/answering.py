"""Accepting, declining and withdrawing proposals."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.proposals import services
from okrflow.proposals.models import Proposal
from okrflow.proposals.views.finding import found, whole
from okrflow.web.refusals import Refused


@require_POST
@member_view
def accept(request: HttpRequest, access: Access, proposal: UUID) -> HttpResponse:
    """As it is; with `then=edit` the copy opens in the form of objectives, to be changed before it is published."""
    rights, data = OkrRights.of(access), request.POST
    row = found(rights, proposal)
    read = whole(data.get("objective_version", "")) if row.is_change else None
    try:
        made = services.accept(
            rights=rights,
            proposal=row,
            version=whole(data.get("version", "")),
            objective_version=read,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(row.get_absolute_url())
    if row.is_change:
        messages.success(request, f"The change of “{made}” is accepted.")
        return redirect(made.get_absolute_url())
    messages.success(request, f"“{made}” is a draft of {row.value_stream or row.organisation} now.")
    if data.get("then") == "edit":
        return redirect("okrs:objective_edit", access.organisation.slug, made.uuid)
    return redirect(made.get_absolute_url())


@require_POST
@member_view
def decline(request: HttpRequest, access: Access, proposal: UUID) -> HttpResponse:
    """With a reason."""
    rights, data = OkrRights.of(access), request.POST
    row = found(rights, proposal)
    version, reason = whole(data.get("version", "")), data.get("reason", "")[:2000]

    def act() -> None:
        services.decline(rights=rights, proposal=row, version=version, reason=reason, now=timezone.now())

    return _told(request, row, act, "The proposal is declined; your reason is kept with it.")


@require_POST
@member_view
def withdraw(request: HttpRequest, access: Access, proposal: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    row = found(rights, proposal)

    def act() -> None:
        services.withdraw(rights=rights, proposal=row, now=timezone.now())

    return _told(request, row, act, "Your proposal is withdrawn.")


def _told(request: HttpRequest, row: Proposal, act: Callable[[], None], done: str) -> HttpResponse:
    """Back to the proposal's page, with what was done or why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:  # letters that can't be kept
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(row.get_absolute_url())
