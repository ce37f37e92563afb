"""Pages about oneself, and the demo's shortcuts."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.accounts import demo
from okrflow.accounts.forms import ProfileForm
from okrflow.accounts.models import Mail

MAILS_SHOWN = 30


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, without a password; there is no such address outside the demo."""
    if request.method == "GET":
        return _demo_page(request)
    person = demo.person(request.POST.get("email", ""))
    if person is None:
        raise Http404("There is no such person in a demo here.")
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return redirect(after if safe else "/")


def _demo_page(request: HttpRequest) -> HttpResponse:
    """The people to choose from, for who is signed in as somebody else."""
    people = demo.people()
    if not people:
        raise Http404("There is no demo here.")
    return render(request, "account/demo.html", {"people": people})


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of an installation that sends none; in the demo only, as it shows codes to anybody."""
    if not demo.has_mailbox():
        raise Http404("There is no mailbox here.")
    mails = Mail.objects.order_by("-created_at", "-pk")[:MAILS_SHOWN]
    return render(request, "account/mailbox.html", {"mails": mails})
