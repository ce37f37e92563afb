"""Cycles: made and changed by administrators."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Date, Instant, Text
from okrflow.api.operations import operation
from okrflow.api.preconditions import require_match
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import CycleGiven, change_cycle, create_cycle
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role, Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class CycleOut(serializers.Serializer[Cycle]):
    id = serializers.UUIDField(source="uuid")
    slug = serializers.CharField()
    name = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day that is no longer in it")
    closed_at = Instant(allow_null=True)
    created_at = Instant()
    updated_at = Instant()


class CyclePatch(Strict):
    name = Text(max_length=120, required=False)
    starts_on = Date(required=False)
    ends_on = Date(required=False, help_text="The first day that is no longer in it")


class CycleIn(Strict):
    name = Text(max_length=120)
    starts_on = Date()
    ends_on = Date(help_text="The first day that is no longer in it")


class CyclesQuery(PageQuery):
    running_on = serializers.DateField(required=False, help_text="Those that this day lies in")


EXAMPLE = OpenApiExample(
    "A quarter",
    value={"name": "2026 Q3", "starts_on": "2026-07-01", "ends_on": "2026-10-01"},
    request_only=True,
)


def cycle_named(access: Access, name: str) -> Cycle:
    """The cycle of that slug or UUID. Raises Http404."""
    wanted = Q(slug=name)
    with suppress(ValueError):
        wanted |= Q(uuid=UUID(name))
    found = Cycle.objects.for_organisation(access.organisation).filter(wanted).first()
    if found is None:
        raise Http404("No such cycle.")
    return found


class Cycles(ApiView):
    """The stretches of days that objectives are written for."""

    @operation(
        summary="List cycles", scopes=READ, query=CyclesQuery, answers={200: page_of(CycleOut, "cycles")}
    )
    def get(self, request: Request) -> Response:
        found = Cycle.objects.for_organisation(self.access.organisation)
        if day := self.parameters.get("running_on"):
            found = found.running_on(day)
        return self.page(found, _shown)

    @operation(
        summary="Make a cycle",
        scopes=WRITE,
        role=Role.ADMIN,
        body=CycleIn,
        answers={201: CycleOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        given = CycleGiven(**self.read_body())
        made = create_cycle(organisation=self.access.organisation, given=given, rights=rights)
        return self.made(_shown(made), f"{self.base}/cycles/{made.slug}")


class OneCycle(ApiView):
    """One cycle."""

    @operation(summary="Read a cycle", scopes=READ, answers={200: CycleOut})
    def get(self, request: Request, cycle: str) -> Response:
        return Response(_shown(cycle_named(self.access, cycle)))

    @operation(
        summary="Change a cycle",
        scopes=WRITE,
        role=Role.ADMIN,
        body=CyclePatch,
        if_match="optional",
        answers={200: CycleOut},
    )
    def patch(self, request: Request, cycle: str) -> Response:
        named, given = cycle_named(self.access, cycle), self.read_body()
        found = Cycle.objects.select_for_update(no_key=True).get(pk=named.pk)
        require_match(request._request, _shown(found))
        present = {name: getattr(found, name) for name in ("name", "starts_on", "ends_on")}
        wanted = CycleGiven(**(present | given))
        return Response(_shown(change_cycle(cycle=found, given=wanted, rights=OkrRights.of(self.access))))


def _shown(cycle: Cycle) -> dict[str, Any]:
    return dict(CycleOut(cycle).data)
