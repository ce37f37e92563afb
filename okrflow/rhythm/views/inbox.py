"""What waits for the reader, and how they want to hear of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.rhythm.forms import NotificationsForm
from okrflow.rhythm.inbox import by_kind
from okrflow.rhythm.services.notifications import NotPossible, ask_for_digest, save_notifications
from okrflow.web.waiting import count_anew, waiting_for


@require_safe
@member_view
def inbox(request: HttpRequest, access: Access) -> HttpResponse:
    """All that waits for the reader, by kind."""
    now = timezone.now()
    waiting = waiting_for(access, now=now)
    count_anew(access, len(waiting))
    return render(request, "rhythm/inbox.html", {"groups": by_kind(waiting), "now": now})


@require_http_methods(["GET", "POST"])
@member_view
def notifications(request: HttpRequest, access: Access) -> HttpResponse:
    """How the reader wants to be reached in this organisation."""
    form = NotificationsForm(request.POST or None, access=access)
    if request.method == "POST" and form.is_valid():
        try:
            save_notifications(access=access, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Your notifications are saved.")
            return redirect("rhythm:notifications", access.organisation.slug)
    return render(request, "rhythm/notifications.html", {"form": form})


@require_POST
@member_view
def mail_digest(request: HttpRequest, access: Access) -> HttpResponse:
    """Have this week's digest mailed to oneself now."""
    ask_for_digest(access=access, now=timezone.now())
    messages.success(request, f"The digest is on its way to {access.user.email}. You can ask once an hour.")
    return redirect("rhythm:notifications", access.organisation.slug)
