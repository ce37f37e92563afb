"""Joining key results that move each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from okrflow.okrs.forms.others import ContributionForm
from okrflow.okrs.models import KeyResult
from okrflow.okrs.progress.contributions import contributions_seen
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import add_contribution, remove_contribution
from okrflow.okrs.views.key_results import readable_key_result
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused


@require_POST
@member_view
def add(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Say that this key result contributes to another one."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    rights.require_writing(found.objective.value_stream)
    form = ContributionForm(request.POST, rights=rights, key_result=found)
    if not form.is_valid():
        messages.error(request, "Choose the key result that it contributes to.")
        return _back(found)
    try:
        add_contribution(rights=rights, key_result=found, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "They are shown together from now on.")
    return _back(found)


@require_POST
@member_view
def remove(request: HttpRequest, access: Access, contribution: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    found = get_object_or_404(contributions_seen(rights), uuid=contribution)
    remove_contribution(rights=rights, contribution=found)
    messages.success(request, "They are no longer shown together.")
    return _back(found.key_result)


def _back(found: KeyResult) -> HttpResponse:
    return redirect(f"{found.get_absolute_url()}#together")
