"""A job as its owner sees it: how far it is, and a way to stop it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from okrflow.jobs import services
from okrflow.jobs.models import Job
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role


@require_safe
@member_view
def job(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The page of a job, or with htmx its moving part, which leads on to the result by itself."""
    found = _find(access, uuid)
    if not getattr(request, "htmx", False):
        return render(request, "jobs/job.html", {"job": found})
    if found.ended and found.result_url:
        return HttpResponseClientRedirect(found.result_url)
    return render(request, "jobs/status.html", {"job": found})


@require_POST
@member_view
def cancel(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    found = _find(access, uuid)
    services.request_cancel(job=found)
    return redirect(
        found.result_url or "jobs:job", *([] if found.result_url else [access.organisation.slug, uuid])
    )


def _find(access: Access, uuid: UUID) -> Job:
    """A job of the organisation. Raises Http404, and PermissionDenied to viewers who did not start it."""
    found = get_object_or_404(Job.objects.for_organisation(access.organisation), uuid=uuid)
    if found.created_by_id != access.user.pk and not access.at_least(Role.EDITOR):
        raise PermissionDenied("Jobs are seen by those who started them and by editors of the organisation.")
    return found
