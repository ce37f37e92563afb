"""Offering an objective to another stream and answering, and saying that a link is not counted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.support import count_support, refuse_support
from okrflow.okrs.services.transfers import (
    answer_transfer,
    offer_objective,
    transfers_seen,
    withdraw_transfer,
)
from okrflow.okrs.views.objectives import readable_objective
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused


@require_POST
@member_view
def offer(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """A lead offers it to another stream."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    rights.require_publishing(found.value_stream)
    streams = ValueStream.objects.for_organisation(access.organisation)
    to_stream = get_object_or_404(streams, slug=request.POST.get("to", ""))
    note = request.POST.get("note", "")[:2000]
    try:
        offer_objective(rights=rights, objective=found, to_stream=to_stream, note=note, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"It is offered to {to_stream}. Until a lead there takes it, it stays.")
    return redirect(found.get_absolute_url())


@require_POST
@member_view
def answer(request: HttpRequest, access: Access, transfer: UUID) -> HttpResponse:
    """A lead of the other stream takes it or declines; a lead of its own stream withdraws the offer."""
    rights, now = OkrRights.of(access), timezone.now()
    found = get_object_or_404(transfers_seen(rights), uuid=transfer)
    said = request.POST.get("answer", "")
    try:
        if said == "withdraw":
            withdraw_transfer(rights=rights, transfer=found, now=now)
        else:
            answer_transfer(rights=rights, transfer=found, accept=said == "accept", now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"withdraw": "The offer is withdrawn.", "accept": f"It belongs to {found.to_stream} now."}
        messages.success(request, words.get(said, "You declined. It stays where it is."))
    return redirect(found.objective.get_absolute_url())


@require_POST
@member_view
def support(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """The owner of what it supports says whether it counts there."""
    rights = OkrRights.of(access)
    found = readable_objective(rights, objective)
    counted = request.POST.get("counted") == "yes"
    try:
        if counted:
            count_support(rights=rights, objective=found)
        else:
            refuse_support(rights=rights, objective=found, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    messages.success(
        request, "It is counted again." if counted else "It is not counted here. Both ends show it."
    )
    return redirect(found.supports.get_absolute_url() if found.supports else found.get_absolute_url())
