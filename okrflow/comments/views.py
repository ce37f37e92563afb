"""Saying something of an objective, a key result, a check-in or a proposal; changing and deleting it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.comments import services
from okrflow.comments.models import Comment
from okrflow.comments.presenting import mentionable_at, shown
from okrflow.comments.subjects import (
    Subject,
    may_comment,
    readable_comments,
    require_commenting,
    subject_named,
)
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused

PAGE = 50


@require_http_methods(["GET", "POST"])
@member_view
def comments(request: HttpRequest, access: Access, **named: UUID) -> HttpResponse:
    """All of a subject's, the oldest first; a POST adds one."""
    rights, now = OkrRights.of(access), timezone.now()
    subject = subject_named(rights, **named)
    if request.method == "POST":
        require_commenting(rights)
        return _add(request, rights, subject)
    rows = Comment.objects.for_organisation(access.organisation).on(subject).with_names().oldest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "subject": subject,
        "page": page,
        "comments": shown(page, rights, now=now),
        "may_comment": may_comment(rights),
        "address": f"{subject.get_absolute_url()}comments/",
    }
    return render(request, "comments/list.html", context)


def _add(request: HttpRequest, rights: OkrRights, subject: Subject) -> HttpResponse:
    """To the new comment, or back to the form with what was typed."""
    text = request.POST.get("text", "")
    try:
        made = services.add_comment(
            rights=rights,
            subject=subject,
            text=text,
            now=timezone.now(),
        )
    except (Refused, ValidationError) as refusal:
        return _again(request, text, refusal, subject, back=subject.get_absolute_url())
    return redirect(made.get_absolute_url())


def _again(
    request: HttpRequest, text: str, refusal: Exception, subject: Subject, *, back: str
) -> HttpResponse:
    problem = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
    context = {"text": text, "problem": problem, "back": back, "mentionable": mentionable_at(subject)}
    return render(request, "comments/edit.html", context, status=422)


@require_POST
@member_view
def seen(request: HttpRequest, access: Access, **named: UUID) -> HttpResponse:
    """What mentions the member there waits no more."""
    rights = OkrRights.of(access)
    subject = subject_named(rights, **named)
    services.mark_seen(rights=rights, subject=subject, now=timezone.now())
    return redirect(f"{subject.get_absolute_url()}#comments")


def _found(rights: OkrRights, uuid: UUID) -> Comment:
    return get_object_or_404(readable_comments(rights).with_subjects(), uuid=uuid)


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, comment: UUID) -> HttpResponse:
    """One's own, for a quarter of an hour."""
    rights, now = OkrRights.of(access), timezone.now()
    row = _found(rights, comment)
    services.require_own(rights, row)
    back = row.get_absolute_url()
    if request.method != "POST":
        context = {"text": row.text, "back": back, "mentionable": mentionable_at(row.subject)}
        return render(request, "comments/edit.html", context)
    text = request.POST.get("text", "")
    try:
        services.edit_comment(rights=rights, comment=row, text=text, now=now)
    except (Refused, ValidationError) as refusal:
        return _again(request, text, refusal, row.subject, back=back)
    return redirect(back)


@require_POST
@member_view
def delete(request: HttpRequest, access: Access, comment: UUID) -> HttpResponse:
    rights = OkrRights.of(access)
    row = _found(rights, comment)
    services.delete_comment(rights=rights, comment=row, now=timezone.now())
    messages.success(request, "Your comment is deleted.")
    return redirect(row.get_absolute_url())
