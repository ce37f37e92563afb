"""Where the links of mails lead: to the form of a check-in, and out of the mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.okrs.models import KeyResult
from okrflow.organisations.access import enter
from okrflow.rhythm.links import check_in_of, sending_of
from okrflow.rhythm.models import MailKind, Sending
from okrflow.rhythm.services import notifications


@require_safe
@login_required
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """On to the form of the key result; whoever is signed in has their own rights there, and none by the link."""
    link = check_in_of(token)
    if link is None:
        raise Http404(
            "This link is older than 14 days, or not whole. Your inbox has everything that waits for you."
        )
    found = get_object_or_404(KeyResult.objects.select_related("organisation"), uuid=link.key_result)
    access = enter(request.user, found.organisation.slug)
    if access.user.uuid != link.user:
        messages.info(request, f"This link was mailed to somebody else. You are signed in as {access.user}.")
    return redirect("okrs:check_in", found.organisation.slug, found.uuid)


@csrf_exempt  # mail programs have no cookie; the signed link is what counts (RFC 8058)
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page that asks on GET; on POST no more mails of this kind, without sign-in."""
    uuid = sending_of(token)
    rows = Sending.objects.select_related("organisation", "membership__user")
    found = get_object_or_404(rows, uuid=uuid) if uuid else None
    if found is None:
        raise Http404("This link is not whole. Open the one in the mail again.")
    done = request.method == "POST"
    if done:
        notifications.unsubscribe(sending=found.uuid, now=timezone.now())
    context = {"sending": found, "kind": MailKind(found.kind), "done": done}
    return render(request, "rhythm/unsubscribe.html", context)
