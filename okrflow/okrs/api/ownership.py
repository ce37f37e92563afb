"""Whose an objective is: offers to other streams, and links that a parent's owner does not count."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Text
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.objectives import objective_seen, one_shown
from okrflow.okrs.api.shapes import ObjectiveOut
from okrflow.okrs.models import ObjectiveTransfer
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.support import count_support, refuse_support
from okrflow.okrs.services.transfers import (
    answer_transfer,
    offer_objective,
    transfers_seen,
    withdraw_transfer,
)
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class TransferOut(serializers.Serializer[ObjectiveTransfer]):
    """The offer of an objective to another stream; nothing changes until its lead takes it."""

    id = serializers.UUIDField(source="uuid")
    objective = serializers.UUIDField(source="objective.uuid")
    from_stream = serializers.CharField(source="from_stream.slug")
    to_stream = serializers.CharField(source="to_stream.slug")
    note = serializers.CharField()
    offered_at = Instant()
    offered_by = serializers.UUIDField(source="offered_by.uuid", allow_null=True, default=None)
    answered_at = Instant(allow_null=True)
    answered_by = serializers.UUIDField(source="answered_by.uuid", allow_null=True, default=None)
    accepted = serializers.BooleanField(allow_null=True, help_text="null: open, or withdrawn")


class TransferIn(Strict):
    to_stream = Text(max_length=60, help_text="Slug or id")
    note = Text(max_length=2000, allow_blank=True, default="")


class TransferAnswerIn(Strict):
    accept = serializers.BooleanField()


class SupportIn(Strict):
    counted = serializers.BooleanField(help_text="false: “not counted here”; the objective stays as it is")


class Transfers(ApiView):
    """The offers of an objective to other streams."""

    @operation(
        summary="List an objective's transfers",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(TransferOut, "transfers")},
    )
    def get(self, request: Request, objective: UUID) -> Response:
        found = objective_seen(OkrRights.of(self.access), objective)
        rows = found.transfers.select_related("from_stream", "to_stream", "offered_by", "answered_by")
        return self.page(rows.select_related("objective"), _shown)

    @operation(
        summary="Offer an objective to another stream",
        scopes=WRITE,
        role=Role.EDITOR,
        body=TransferIn,
        answers={201: TransferOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        """By its leads."""
        rights = OkrRights.of(self.access)
        found = objective_seen(rights, objective)
        rights.require_publishing(found.value_stream)
        given = self.read_body()
        to_stream = stream_named(self.access, given["to_stream"])
        made = offer_objective(
            rights=rights, objective=found, to_stream=to_stream, note=given["note"], now=timezone.now()
        )
        return self.made(_shown(made), f"{self.base}/transfers/{made.uuid}")


class OneTransfer(ApiView):
    """One offer."""

    @operation(summary="Read a transfer", scopes=READ, answers={200: TransferOut})
    def get(self, request: Request, transfer: UUID) -> Response:
        return Response(_shown(_named(OkrRights.of(self.access), transfer)))

    @operation(summary="Withdraw a transfer", scopes=WRITE, role=Role.EDITOR, answers={204: None})
    def delete(self, request: Request, transfer: UUID) -> Response:
        """By the leads of the stream that offers."""
        rights = OkrRights.of(self.access)
        withdraw_transfer(rights=rights, transfer=_named(rights, transfer), now=timezone.now())
        return Response(status=204)


class TransferAnswer(ApiView):
    """What the other stream says."""

    @operation(
        summary="Take or decline an objective",
        scopes=WRITE,
        role=Role.EDITOR,
        body=TransferAnswerIn,
        answers={200: TransferOut},
    )
    def post(self, request: Request, transfer: UUID) -> Response:
        """By its leads. History goes along; key results on team metrics of the giver stay with it."""
        rights = OkrRights.of(self.access)
        found = _named(rights, transfer)
        rights.require_publishing(found.to_stream)
        accept = self.read_body()["accept"]
        answered = answer_transfer(rights=rights, transfer=found, accept=accept, now=timezone.now())
        return Response(_shown(answered))


class Support(ApiView):
    """Whether an objective counts for the one that it supports."""

    @operation(
        summary="Count a supporting objective, or not",
        scopes=WRITE,
        role=Role.EDITOR,
        body=SupportIn,
        answers={200: ObjectiveOut},
    )
    def put(self, request: Request, objective: UUID) -> Response:
        """By the owner of the objective that is supported."""
        rights = OkrRights.of(self.access)
        found = objective_seen(rights, objective)
        if self.read_body()["counted"]:
            count_support(rights=rights, objective=found)
        else:
            refuse_support(rights=rights, objective=found, now=timezone.now())
        return Response(one_shown(self, rights, objective_seen(rights, objective)))


def _named(rights: OkrRights, uuid: UUID) -> ObjectiveTransfer:
    """Raises Http404."""
    return get_object_or_404(transfers_seen(rights), uuid=uuid)


def _shown(transfer: ObjectiveTransfer) -> dict[str, Any]:
    return dict(TransferOut(transfer).data)
