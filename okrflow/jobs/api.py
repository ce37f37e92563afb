"""Long work in the API: how far it is, what came of it, and a way to stop it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant
from okrflow.api.operations import ANY_READ, ANY_WRITE, operation
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.jobs.models import Job, JobState
from okrflow.jobs.querysets import JobQuerySet
from okrflow.jobs.services import request_cancel
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role


class JobProblemOut(serializers.Serializer[Any]):
    title = serializers.CharField()
    detail = serializers.CharField()


class JobOut(serializers.Serializer[Job]):
    id = serializers.UUIDField(source="uuid")
    task = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    progress = serializers.FloatField(help_text="0 to 1")
    step = serializers.CharField(help_text="What it is doing, for people")
    result_url = serializers.SerializerMethodField()
    problem = JobProblemOut(allow_null=True, help_text="Why it failed")
    created_at = Instant()
    updated_at = Instant()

    def get_result_url(self, job: Job) -> str | None:
        return job.result_api_url or job.result_url or None


class JobQuery(PageQuery):
    state = serializers.ChoiceField(choices=JobState.choices, required=False)


def _jobs(access: Access) -> JobQuerySet:
    """One's own; for editors all of the organisation."""
    jobs = Job.objects.for_organisation(access.organisation)
    return jobs if access.at_least(Role.EDITOR) else jobs.filter(Q(created_by=access.user))


class Jobs(ApiView):
    """Background work."""

    @operation(summary="List jobs", scopes=ANY_READ, query=JobQuery, answers={200: page_of(JobOut, "jobs")})
    def get(self, request: Request) -> Response:
        found = _jobs(self.access)
        if state := self.parameters.get("state"):
            found = found.filter(state=state)
        return self.page(found, _shown)


class OneJob(ApiView):
    """One piece of background work."""

    @operation(summary="Read a job", scopes=ANY_READ, answers={200: JobOut})
    def get(self, request: Request, job: UUID) -> Response:
        return Response(_shown(self._found(job)))

    @operation(summary="Cancel a job", scopes=ANY_WRITE, answers={202: JobOut})
    def delete(self, request: Request, job: UUID) -> Response:
        found = self._found(job)
        request_cancel(job=found)
        found.refresh_from_db()
        return Response(_shown(found), status=202)

    def _found(self, uuid: UUID) -> Job:
        found = get_object_or_404(Job.objects.for_organisation(self.access.organisation), uuid=uuid)
        if not _jobs(self.access).filter(pk=found.pk).exists():
            raise PermissionDenied(
                "Jobs are seen by those who started them and by editors of the organisation."
            )
        return found


def _shown(job: Job) -> dict[str, Any]:
    return dict(JobOut(job).data)
