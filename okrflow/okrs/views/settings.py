"""What the organisation settles about its OKRs: read by all, set by administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okrflow.okrs.forms.others import OkrSettingsForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import set_grace
from okrflow.okrs.services.closing import grace_days
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role


@require_http_methods(["GET", "POST"])
@member_view
def okr_settings(request: HttpRequest, access: Access) -> HttpResponse:
    """The days of grace."""
    rights, days = OkrRights.of(access), grace_days(access.organisation)
    form = OkrSettingsForm(request.POST or None, initial={"grace_days": days})
    if request.method == "POST":
        access.require(Role.ADMIN)
        if form.is_valid():
            set_grace(rights=rights, days=form.cleaned_data["grace_days"])
            messages.success(request, "The settings are saved.")
            return redirect(request.path)
    context = {"form": form, "days": days, "may_change": rights.administers}
    return render(request, "okrs/settings.html", context, status=422 if form.errors else 200)
