"""Where one lands, and making an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.accounts.models import User
from okrflow.organisations.forms import NewOrganisationForm
from okrflow.organisations.models import Membership
from okrflow.organisations.services import create_organisation
from okrflow.web.refusals import Refused


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To one's organisation, or the chooser; without any: how to get one."""
    assert isinstance(request.user, User)
    memberships = (
        Membership.objects.filter(user=request.user)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    found = list(memberships)
    if len(found) == 1:
        return redirect(found[0].organisation)
    return render(request, "organisations/choose.html", {"memberships": found})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Whoever makes an organisation is its first owner."""
    assert isinstance(request.user, User)
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = create_organisation(owner=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, f"{organisation} is there, and you are its owner.")
            return redirect(organisation)
    return render(request, "organisations/new.html", {"form": form})
