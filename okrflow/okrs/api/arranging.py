"""Objectives in order, written again, put away; key results moved and retired; what happened, and what is being written."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Id, Instant, Text, instant_shown
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.cycles import cycle_named
from okrflow.okrs.api.key_results import one_seen, shown
from okrflow.okrs.api.objectives import READ, WRITE, objective_seen, one_shown
from okrflow.okrs.api.shapes import KeyResultOut, ObjectiveOut
from okrflow.okrs.api.writing import refusals
from okrflow.okrs.history.happenings import timeline
from okrflow.okrs.models import Objective, ObjectiveDraft
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import (
    archive_objective,
    carry_over,
    duplicate_objective,
    move_key_result,
    rank_objective,
    restore_objective,
    retire_key_result,
)
from okrflow.okrs.services.drafts import readable_drafts
from okrflow.okrs.timeline import Happening
from okrflow.organisations.models import Role


class CarryIn(Strict):
    cycle = Text(max_length=80, help_text="Slug or id")


class RankIn(Strict):
    before = Id(
        allow_null=True, help_text="An objective of the same owner and cycle that it goes before; null: last"
    )


class MoveKeyResultIn(Strict):
    objective = Id(help_text="Another objective of the same owner")


class RetireIn(Strict):
    why = Text(max_length=2000)


class ChangeOut(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As it is labelled on the pages")
    before = serializers.CharField()
    after = serializers.CharField()


class HappeningOut(serializers.Serializer[Happening]):
    at = Instant()
    who = serializers.CharField(help_text="A name; empty: okrflow itself")
    words = serializers.CharField()
    changes = ChangeOut(many=True)


class TimelineOut(serializers.Serializer[Any]):
    results = HappeningOut(many=True)


class ObjectiveDraftOut(serializers.Serializer[ObjectiveDraft]):
    """What somebody is typing into the form; `content` are its fields as text."""

    id = serializers.UUIDField()
    author = serializers.UUIDField()
    objective = serializers.UUIDField(allow_null=True, help_text="null: a new one")
    value_stream = serializers.CharField(allow_null=True, help_text="null: the organisation's")
    content = serializers.JSONField()
    updated_at = Instant()


class _Arranging(ApiView):
    """An act on an objective that its own people do."""

    def writable(self, uuid: UUID) -> tuple[OkrRights, Objective]:
        rights = OkrRights.of(self.access)
        found = objective_seen(rights, uuid)
        rights.require_writing(found.value_stream)
        return rights, found

    def shown(self, rights: OkrRights, objective: Objective) -> dict[str, Any]:
        return one_shown(self, rights, objective_seen(rights, objective.uuid))

    def made_anew(self, rights: OkrRights, objective: Objective) -> Response:
        return self.made(self.shown(rights, objective), f"{self.base}/objectives/{objective.uuid}")


class Duplicate(_Arranging):
    """Writes a copy of it as a draft."""

    @operation(summary="Duplicate an objective", scopes=WRITE, role=Role.EDITOR, answers={201: ObjectiveOut})
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = self.writable(objective)
        with refusals():
            return self.made_anew(rights, duplicate_objective(rights=rights, objective=found))


class CarryOver(_Arranging):
    """Writes it as a draft into another cycle, with today's values as baselines."""

    @operation(
        summary="Carry an objective over",
        scopes=WRITE,
        role=Role.EDITOR,
        body=CarryIn,
        answers={201: ObjectiveOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = self.writable(objective)
        cycle = cycle_named(self.access, self.read_body()["cycle"])
        with refusals():
            return self.made_anew(rights, carry_over(rights=rights, objective=found, cycle=cycle))


class Rank(_Arranging):
    """Puts it before another one of the same owner and cycle."""

    @operation(
        summary="Rank an objective",
        scopes=WRITE,
        role=Role.EDITOR,
        body=RankIn,
        answers={200: ObjectiveOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = self.writable(objective)
        uuid = self.read_body()["before"]
        with refusals():
            rank_objective(
                rights=rights, objective=found, before=objective_seen(rights, uuid) if uuid else None
            )
        return Response(self.shown(rights, found))


class Archive(_Arranging):
    """Puts a draft or a closed objective out of the lists."""

    @operation(summary="Archive an objective", scopes=WRITE, role=Role.EDITOR, answers={200: ObjectiveOut})
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = self.writable(objective)
        with refusals():
            return Response(self.shown(rights, archive_objective(rights=rights, objective=found)))


class Restore(_Arranging):
    """Takes it out of the archive."""

    @operation(
        summary="Restore an archived objective", scopes=WRITE, role=Role.EDITOR, answers={200: ObjectiveOut}
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights, found = self.writable(objective)
        return Response(self.shown(rights, restore_objective(rights=rights, objective=found)))


class Timeline(ApiView):
    """Who changed what of it, from what to what, newest first."""

    @operation(summary="Read an objective's timeline", scopes=READ, answers={200: TimelineOut})
    def get(self, request: Request, objective: UUID) -> Response:
        rights = OkrRights.of(self.access)
        return Response(
            {"results": [_told(each) for each in timeline(objective_seen(rights, objective), rights)]}
        )


def _told(each: Happening) -> dict[str, Any]:
    changes = [{"name": one.field, "before": one.before, "after": one.after} for one in each.changes]
    return {"at": instant_shown(each.at), "who": each.who, "words": each.words, "changes": changes}


class MoveKeyResult(ApiView):
    """Puts a key result under another objective of the same owner; its check-ins go along."""

    @operation(
        summary="Move a key result",
        scopes=WRITE,
        role=Role.EDITOR,
        body=MoveKeyResultIn,
        answers={200: KeyResultOut},
    )
    def post(self, request: Request, key_result: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = one_seen(rights, key_result)
        rights.require_writing(row.objective.value_stream)
        to = objective_seen(rights, self.read_body()["objective"])
        with refusals():
            move_key_result(rights=rights, key_result=row, to=to)
        return Response(shown(self, rights, key_result))


class RetireKeyResult(ApiView):
    """Gives up a key result of a published objective: it counts no more."""

    @operation(
        summary="Retire a key result",
        scopes=WRITE,
        role=Role.EDITOR,
        body=RetireIn,
        answers={200: KeyResultOut},
    )
    def post(self, request: Request, key_result: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = one_seen(rights, key_result)
        rights.require_writing(row.objective.value_stream)
        why = self.read_body()["why"]
        with refusals():
            retire_key_result(rights=rights, key_result=row, why=why)
        return Response(shown(self, rights, key_result))


class ObjectiveDrafts(ApiView):
    """What is being written by members of one's own streams, oneself included; for nobody else."""

    @operation(
        summary="List what is being written",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(ObjectiveDraftOut, "objective drafts")},
    )
    def get(self, request: Request) -> Response:
        return self.page(readable_drafts(OkrRights.of(self.access)), _draft_shown)


class OneObjectiveDraft(ApiView):
    """One of them; its author can throw it away."""

    @operation(summary="Read what is being written", scopes=READ, answers={200: ObjectiveDraftOut})
    def get(self, request: Request, draft: UUID) -> Response:
        found = get_object_or_404(readable_drafts(OkrRights.of(self.access)), uuid=draft)
        self.version = found.version
        return Response(_draft_shown(found))

    @operation(summary="Throw away what you write", scopes=WRITE, role=Role.EDITOR, answers={204: None})
    def delete(self, request: Request, draft: UUID) -> Response:
        own = readable_drafts(OkrRights.of(self.access)).filter(author=self.access.user, uuid=draft).first()
        if own is None:
            raise Http404("You are writing no such draft.")
        own.delete()
        return Response(status=204)


def _draft_shown(draft: ObjectiveDraft) -> dict[str, Any]:
    objective = draft.objective
    stream = objective.value_stream if objective else draft.value_stream
    return {
        "id": str(draft.uuid),
        "author": str(draft.author.uuid),
        "objective": str(objective.uuid) if objective else None,
        "value_stream": stream.slug if stream else None,
        "content": draft.content,
        "updated_at": instant_shown(draft.updated_at),
    }
