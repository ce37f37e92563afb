"""Closing objectives and cycles, what they taught, and the days of grace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Flag, Instant, Text, Whole, Word
from okrflow.api.operations import operation
from okrflow.api.preconditions import expected_version
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.cycles.contents import objectives_of
from okrflow.okrs.api.cycles import CycleOut, cycle_named
from okrflow.okrs.api.objectives import objective_seen, one_shown
from okrflow.okrs.api.shapes import ObjectiveOut
from okrflow.okrs.api.writing import locked
from okrflow.okrs.models import Grade, Objective, Retrospective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.scoring.closing import LONGEST_GRACE_DAYS
from okrflow.okrs.services import (
    ClosingGiven,
    NotClosable,
    close_cycle,
    close_objective,
    look_back,
    reopen_objective,
    set_grace,
)
from okrflow.okrs.services.closing import grace_days
from okrflow.organisations.models import Role, Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class RetrospectiveOut(serializers.Serializer[Retrospective]):
    """The three questions of an objective's end."""

    id = serializers.UUIDField(source="uuid")
    objective = serializers.UUIDField(source="objective.uuid")
    learnt = serializers.CharField()
    experiment_showed = serializers.CharField()
    changes_next = serializers.CharField()
    written_by = serializers.UUIDField(source="written_by.uuid", allow_null=True, default=None)
    created_at = Instant()
    updated_at = Instant()


class LookBackIn(Strict):
    grade = Word(
        choices=Grade.choices,
        required=False,
        help_text="Another grade than the score's; left out: the score's",
    )
    grade_reason = Text(
        max_length=2000, allow_blank=True, required=False, help_text="Needed with another grade"
    )
    learnt = Text(max_length=5000, allow_blank=True, required=False)
    experiment_showed = Text(max_length=5000, allow_blank=True, required=False)
    changes_next = Text(max_length=5000, allow_blank=True, required=False)


class ClosingIn(LookBackIn):
    why = Text(max_length=2000, allow_blank=True, required=False, help_text="Needed before the cycle's end")


class CycleClosingIn(Strict):
    leave_open = Flag(default=False, help_text="Close it also while objectives are open")


class SettingsOut(serializers.Serializer[Any]):
    grace_days = serializers.IntegerField(help_text="So long values about days before the end still count")


class SettingsIn(Strict):
    grace_days = Whole(min_value=0, max_value=LONGEST_GRACE_DAYS)


@contextmanager
def refusals() -> Iterator[None]:
    """What closing refuses, with its place in the body."""
    try:
        yield
    except NotClosable as refused:
        raise bad_value(f"/{refused.field}" if refused.field else "", "rule", str(refused)) from None


def closable(view: ApiView, uuid: UUID) -> tuple[OkrRights, Objective]:
    """The objective as the caller read it, for a member who may close it."""
    rights = OkrRights.of(view.access)
    seen = objective_seen(rights, uuid)
    rights.require_closing(seen.value_stream)
    request = view.request._request
    return rights, locked(seen, expected_version(request)) if request.headers.get("If-Match") else seen


class CloseObjective(ApiView):
    """Freezes what an objective came to, and grades it."""

    @operation(
        summary="Close an objective",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ClosingIn,
        if_match="optional",
        answers={200: ObjectiveOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        """The score is that of the cycle's last day, before it that of today."""
        rights, found = closable(self, objective)
        with refusals():
            close_objective(rights=rights, objective=found, given=ClosingGiven(**self.read_body()))
        return Response(one_shown(self, rights, objective_seen(rights, objective)))


class ReopenObjective(ApiView):
    """Undoes a closing while its grace lasts."""

    @operation(
        summary="Open a closed objective again",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="optional",
        answers={200: ObjectiveOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = closable(self, objective)
        with refusals():
            reopen_objective(rights=rights, objective=found)
        return Response(one_shown(self, rights, objective_seen(rights, objective)))


class RetrospectiveOfObjective(ApiView):
    """What a closed objective taught, and how people grade it."""

    @operation(summary="Read what it taught", scopes=READ, answers={200: RetrospectiveOut})
    def get(self, request: Request, objective: UUID) -> Response:
        found = objective_seen(OkrRights.of(self.access), objective)
        row = Retrospective.objects.filter(objective=found).select_related("objective", "written_by").first()
        if row is None:
            raise Http404("Nobody has written what it taught.")
        return Response(_shown(row))

    @operation(
        summary="Write what it taught",
        scopes=WRITE,
        role=Role.EDITOR,
        body=LookBackIn,
        if_match="optional",
        answers={200: ObjectiveOut},
    )
    def put(self, request: Request, objective: UUID) -> Response:
        """The answers and the grade of a closed objective, anew; its score stays. `If-Match` is the objective's."""
        rights, found = closable(self, objective)
        with refusals():
            look_back(rights=rights, objective=found, given=ClosingGiven(**self.read_body()))
        return Response(one_shown(self, rights, objective_seen(rights, objective)))


class RetrospectivesQuery(PageQuery):
    cycle = serializers.CharField(required=False, max_length=80, help_text="Slug or id")


class Retrospectives(ApiView):
    """What closed objectives taught."""

    @operation(
        summary="List what objectives taught",
        scopes=READ,
        query=RetrospectivesQuery,
        answers={200: page_of(RetrospectiveOut, "answers")},
    )
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        rows = Retrospective.objects.filter(
            organisation=self.access.organisation, objective__in=rights.readable
        )
        if cycle := self.parameters.get("cycle"):
            rows = rows.filter(objective__in=objectives_of(rights, cycle_named(self.access, cycle)))
        return self.page(rows.select_related("objective", "written_by"), _shown)


class CloseCycle(ApiView):
    """Closes a cycle that is over."""

    @operation(
        summary="Close a cycle",
        scopes=WRITE,
        role=Role.ADMIN,
        body=CycleClosingIn,
        answers={200: CycleOut},
    )
    def post(self, request: Request, cycle: str) -> Response:
        """Once all its objectives are closed, or, with `leave_open`, with the rest left open."""
        found, given = cycle_named(self.access, cycle), self.read_body()
        closed = close_cycle(
            rights=OkrRights.of(self.access), cycle=found, leave_open=given["leave_open"], now=timezone.now()
        )
        return Response(dict(CycleOut(closed).data))


class Settings(ApiView):
    """What the organisation settles about its OKRs."""

    @operation(summary="Read the settings of OKRs", scopes=READ, answers={200: SettingsOut})
    def get(self, request: Request) -> Response:
        return Response({"grace_days": grace_days(self.access.organisation)})

    @operation(
        summary="Change the settings of OKRs",
        scopes=WRITE,
        role=Role.ADMIN,
        body=SettingsIn,
        answers={200: SettingsOut},
    )
    def put(self, request: Request) -> Response:
        kept = set_grace(rights=OkrRights.of(self.access), days=self.read_body()["grace_days"])
        return Response({"grace_days": kept.grace_days})


def _shown(row: Retrospective) -> dict[str, Any]:
    return dict(RetrospectiveOut(row).data)
