"""Plan entries: what a stream delivers and in which order, written by its own people."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.pagination import BY_ID, Order
from okrflow.api.preconditions import changed_meanwhile, expected_version
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.plans.api.shapes import (
    MoveIn,
    PlanEntryIn,
    PlanEntryOut,
    PlanEntryPatch,
    PlanEntryPut,
    entries_shown,
)
from okrflow.plans.api.writing import EMPTY, items_named, key_results_named, plan_entry_given, refusals
from okrflow.plans.models import PlanEntry, PlanEntryState
from okrflow.plans.rights import require_planning
from okrflow.plans.services import (
    cancel_plan_entry,
    change_plan_entry,
    create_plan_entry,
    delete_plan_entry,
    move_plan_entry,
    restore_plan_entry,
)
from okrflow.value_streams.api import stream_named
from okrflow.value_streams.models import ValueStream

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)
BY_PLACE: Final = (Order(column="order"), *BY_ID)


class PlanEntriesQuery(PageQuery):
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")
    state = serializers.ChoiceField(choices=PlanEntryState.choices, required=False)
    work_item = serializers.UUIDField(required=False, help_text="Those with this work item")
    key_result = serializers.UUIDField(required=False, help_text="Those that are a bet on this key result")


EXAMPLE = OpenApiExample(
    "A commitment",
    value={
        "value_stream": "policy",
        "title": "Damage reported by photo",
        "from_on": "2026-07-01",
        "to_on": "2026-08-01",
    },
    request_only=True,
)


class PlanEntries(ApiView):
    """What streams deliver, in the order of their plans. It is no OKR."""

    @operation(
        summary="List plan entries",
        scopes=READ,
        query=PlanEntriesQuery,
        answers={200: page_of(PlanEntryOut, "plan entries")},
    )
    def get(self, request: Request) -> Response:
        rights, asked = OkrRights.of(self.access), self.parameters
        found = PlanEntry.objects.for_organisation(rights.organisation).select_related("value_stream")
        if stream := asked.get("value_stream"):
            found = found.filter(value_stream=stream_named(self.access, stream))
        if state := asked.get("state"):
            found = found.filter(state=state)
        if uuid := asked.get("work_item"):
            found = found.filter(work_items=items_named(rights, [uuid])[0])
        if uuid := asked.get("key_result"):
            found = found.filter(bets=key_results_named(rights, [uuid])[0])
        return self.page_together(found, lambda rows: entries_shown(rights, rows), order=BY_PLACE)

    @operation(
        summary="Plan something",
        scopes=WRITE,
        role=Role.EDITOR,
        body=PlanEntryIn,
        answers={201: PlanEntryOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Last in its stream's plan."""
        rights, stream = OkrRights.of(self.access), self._stream(request.data)
        if stream is not None:
            require_planning(rights, stream)
        body = EMPTY | self.read_body()
        assert stream is not None  # the body was read, so it names one
        given = plan_entry_given(rights, body)
        with refusals():
            made = create_plan_entry(rights=rights, value_stream=stream, given=given, now=timezone.now())
        return self.made(one_shown(self, rights, made.uuid), f"{self.base}/plan-entries/{made.uuid}")

    def _stream(self, body: Any) -> ValueStream | None:
        """Whose it is to be: looked at first, as it decides who may write it."""
        name = body.get("value_stream") if isinstance(body, Mapping) else None
        return stream_named(self.access, name) if isinstance(name, str) else None


class OnePlanEntry(ApiView):
    """One plan entry."""

    @operation(summary="Read a plan entry", scopes=READ, answers={200: PlanEntryOut})
    def get(self, request: Request, plan_entry: UUID) -> Response:
        return Response(one_shown(self, OkrRights.of(self.access), plan_entry))

    @operation(
        summary="Write a plan entry anew",
        scopes=WRITE,
        role=Role.EDITOR,
        body=PlanEntryPut,
        if_match="required",
        answers={200: PlanEntryOut},
    )
    def put(self, request: Request, plan_entry: UUID) -> Response:
        """All of it; what is left out is emptied."""
        rights, found = writable(self, plan_entry)
        return self._saved(rights, found, EMPTY | self.read_body())

    @operation(
        summary="Change a plan entry",
        scopes=WRITE,
        role=Role.EDITOR,
        body=PlanEntryPatch,
        if_match="required",
        answers={200: PlanEntryOut},
    )
    def patch(self, request: Request, plan_entry: UUID) -> Response:
        """A commitment that has begun is changed by leads only."""
        rights, found = writable(self, plan_entry)
        return self._saved(rights, found, self.read_body())

    @operation(
        summary="Delete a plan entry",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="required",
        answers={204: None},
    )
    def delete(self, request: Request, plan_entry: UUID) -> Response:
        """Not one whose committed period has begun: that is cancelled."""
        rights, found = writable(self, plan_entry)
        stored = _expected(self, found)
        delete_plan_entry(rights=rights, plan_entry=stored, now=timezone.now())
        return Response(status=204)

    def _saved(self, rights: OkrRights, found: PlanEntry, body: dict[str, Any]) -> Response:
        stored = _expected(self, found)
        given = plan_entry_given(rights, body, stored)
        with refusals():
            change_plan_entry(
                rights=rights, plan_entry=stored, version=stored.version, given=given, now=timezone.now()
            )
        return Response(one_shown(self, rights, stored.uuid))


class Move(ApiView):
    """The place of an entry in its plan."""

    @operation(
        summary="Move a plan entry", scopes=WRITE, role=Role.EDITOR, body=MoveIn, answers={200: PlanEntryOut}
    )
    def post(self, request: Request, plan_entry: UUID) -> Response:
        rights, found = writable(self, plan_entry)
        uuid = self.read_body()["before"]
        plan = PlanEntry.objects.of(found.value_stream)
        before = None if uuid is None else get_object_or_404(plan, uuid=uuid)
        with refusals():
            move_plan_entry(rights=rights, plan_entry=found, before=before)
        return Response(one_shown(self, rights, found.uuid))


class Cancel(ApiView):
    """Gives an entry up; key results stay as they are."""

    @operation(summary="Cancel a plan entry", scopes=WRITE, role=Role.EDITOR, answers={200: PlanEntryOut})
    def post(self, request: Request, plan_entry: UUID) -> Response:
        """A commitment that has begun goes on counting for predictability."""
        rights, found = writable(self, plan_entry)
        cancel_plan_entry(rights=rights, plan_entry=found, now=timezone.now())
        return Response(one_shown(self, rights, found.uuid))


class Restore(ApiView):
    """Plans a cancelled entry again."""

    @operation(summary="Restore a plan entry", scopes=WRITE, role=Role.EDITOR, answers={200: PlanEntryOut})
    def post(self, request: Request, plan_entry: UUID) -> Response:
        rights, found = writable(self, plan_entry)
        restore_plan_entry(rights=rights, plan_entry=found, now=timezone.now())
        return Response(one_shown(self, rights, found.uuid))


def one_shown(view: ApiView, rights: OkrRights, uuid: UUID) -> dict[str, Any]:
    """The entry as this reader sees it, and its version for the ETag."""
    row = _entry(rights, uuid)
    view.version = row.version
    return entries_shown(rights, [row])[0]


def writable(view: ApiView, uuid: UUID) -> tuple[OkrRights, PlanEntry]:
    rights = OkrRights.of(view.access)
    found = _entry(rights, uuid)
    require_planning(rights, found.value_stream)
    return rights, found


def _entry(rights: OkrRights, uuid: UUID) -> PlanEntry:
    rows = PlanEntry.objects.for_organisation(rights.organisation)
    return get_object_or_404(rows.select_related("organisation", "value_stream__organisation"), uuid=uuid)


def _expected(view: ApiView, found: PlanEntry) -> PlanEntry:
    """The entry, locked, as it is now. Raises Problem: 412 if it is not at the version of `If-Match`, 428 without one."""
    version = expected_version(view.request._request)
    rows = PlanEntry.objects.for_organisation(found.organisation).select_for_update(of=("self",), no_key=True)
    stored = get_object_or_404(rows.select_related("organisation", "value_stream__organisation"), pk=found.pk)
    if version not in {None, stored.version}:
        raise changed_meanwhile()
    return stored
