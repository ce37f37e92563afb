"""Suggesting a value of the organisation's key result, answering that, and asking for a check-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.okrs.forms.others import SuggestionForm
from okrflow.okrs.models import SuggestedValue
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import (
    NotPossible,
    ask_for_check_in,
    decline_suggestion,
    require_suggesting,
    suggest_value,
    take_suggestion,
)
from okrflow.okrs.views.key_results import readable_key_result
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


@require_http_methods(["GET", "POST"])
@member_view
def suggest(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """For members of streams whose key results contribute to it."""
    rights, now = OkrRights.of(access), timezone.now()
    found = readable_key_result(rights, key_result)
    require_suggesting(rights, found)
    if found.metric is None or found.metric.computed:
        messages.error(request, "Its value is not typed in, so there is none to suggest.")
        return redirect(found)
    form = SuggestionForm(
        request.POST or None, metric=found.metric, today=today(access.organisation, now=now)
    )
    if request.method == "POST" and form.is_valid():
        try:
            suggest_value(rights=rights, key_result=found, now=now, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "The administrators see your value now, and take it or not.")
            return redirect(found)
    return render(request, "okrs/suggest.html", {"form": form, "key_result": found})


@require_POST
@member_view
def answer(request: HttpRequest, access: Access, suggested_value: UUID) -> HttpResponse:
    """Take a suggested value (`take`), which checks in with it, or leave it alone."""
    rights = OkrRights.of(access)
    rows = SuggestedValue.objects.filter(
        organisation=access.organisation, key_result__in=rights.readable_key_results
    )
    found = get_object_or_404(rows.select_related("key_result"), uuid=suggested_value)
    found.key_result = readable_key_result(rights, found.key_result.uuid)
    try:
        if "take" in request.POST:
            take_suggestion(rights=rights, suggested=found)
            messages.success(request, "You checked in with the suggested value.")
        else:
            decline_suggestion(rights=rights, suggested=found)
            messages.success(request, "The value stays a suggestion.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found.key_result)


@require_POST
@member_view
def ask(request: HttpRequest, access: Access, key_result: UUID) -> HttpResponse:
    """Ask those who keep it up to date where it stands."""
    rights = OkrRights.of(access)
    found = readable_key_result(rights, key_result)
    try:
        ask_for_check_in(rights=rights, key_result=found, note=request.POST.get("note", "")[:500])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You asked for a check-in. The next one answers it.")
    return redirect(found)
