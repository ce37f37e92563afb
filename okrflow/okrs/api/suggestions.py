"""Values that contributing streams suggest for the organisation's key results, and check-ins that people ask for."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Date, Instant, Number, Text
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.check_ins import CheckInOut
from okrflow.okrs.api.key_results import one_seen, seen
from okrflow.okrs.api.writing import refusals
from okrflow.okrs.models import CheckInRequest, SuggestedValue
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import (
    ask_for_check_in,
    decline_suggestion,
    require_suggesting,
    suggest_value,
    take_suggestion,
)
from okrflow.organisations.models import Role, Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class SuggestedValueOut(serializers.Serializer[SuggestedValue]):
    """`check_in` is what came of it; null once it is answered: declined."""

    id = serializers.UUIDField(source="uuid")
    key_result = serializers.UUIDField(source="key_result.uuid")
    about_at = Instant()
    value = Number()
    note = serializers.CharField()
    suggested_at = Instant()
    suggested_by = serializers.UUIDField(source="suggested_by.uuid", allow_null=True, default=None)
    answered_at = Instant(allow_null=True)
    check_in = serializers.UUIDField(source="check_in.uuid", allow_null=True, default=None)


class SuggestedValueIn(Strict):
    value = Number(help_text="Percent as a share")
    note = Text(max_length=2000, allow_blank=True, required=False)
    about_on = Date(required=False, help_text="The day it is about; left out: today")


class CheckInRequestOut(serializers.Serializer[CheckInRequest]):
    id = serializers.UUIDField(source="uuid")
    asked_at = Instant()
    asked_by = serializers.UUIDField(source="asked_by.uuid", allow_null=True, default=None)
    note = serializers.CharField()
    answered_by = serializers.UUIDField(
        source="answered_by.uuid", allow_null=True, default=None, help_text="The check-in that answered it"
    )


class CheckInRequestIn(Strict):
    note = Text(max_length=500, allow_blank=True, required=False)


class SuggestedValuesOfKeyResult(ApiView):
    """What others know of a key result of the organisation."""

    @operation(
        summary="List suggested values",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(SuggestedValueOut, "suggested values")},
    )
    def get(self, request: Request, key_result: UUID) -> Response:
        row = one_seen(OkrRights.of(self.access), key_result)
        return self.page(_suggested().filter(key_result=row), _shown)

    @operation(
        summary="Suggest a value",
        scopes=WRITE,
        role=Role.EDITOR,
        body=SuggestedValueIn,
        answers={201: SuggestedValueOut},
    )
    def post(self, request: Request, key_result: UUID) -> Response:
        """For members of streams whose key results contribute to it."""
        rights = OkrRights.of(self.access)
        row = one_seen(rights, key_result)
        require_suggesting(rights, row)
        given = self.read_body()
        with refusals():
            made = suggest_value(rights=rights, key_result=row, **given)
        return self.made(_shown(made), f"{self.base}/suggested-values/{made.uuid}")


class OneSuggestedValue(ApiView):
    """One suggested value."""

    @operation(summary="Read a suggested value", scopes=READ, answers={200: SuggestedValueOut})
    def get(self, request: Request, suggested_value: UUID) -> Response:
        return Response(_shown(suggested_seen(OkrRights.of(self.access), suggested_value)))


class TakeSuggestedValue(ApiView):
    """Checks in with a suggested value."""

    @operation(summary="Take a suggested value", scopes=WRITE, role=Role.ADMIN, answers={201: CheckInOut})
    def post(self, request: Request, suggested_value: UUID) -> Response:
        rights = OkrRights.of(self.access)
        found = suggested_seen(rights, suggested_value)
        with refusals():
            said = take_suggestion(rights=rights, suggested=found)
        where = f"{self.base}/key-results/{found.key_result.uuid}/check-ins/{said.uuid}"
        return self.made(dict(CheckInOut(said).data), where)


class DeclineSuggestedValue(ApiView):
    """Leaves a suggested value alone."""

    @operation(
        summary="Decline a suggested value", scopes=WRITE, role=Role.ADMIN, answers={200: SuggestedValueOut}
    )
    def post(self, request: Request, suggested_value: UUID) -> Response:
        rights = OkrRights.of(self.access)
        found = suggested_seen(rights, suggested_value)
        decline_suggestion(rights=rights, suggested=found)
        return Response(_shown(suggested_seen(rights, suggested_value)))


class CheckInRequests(ApiView):
    """Who asked for a check-in, and what answered."""

    @operation(
        summary="List who asked for a check-in",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(CheckInRequestOut, "requests")},
    )
    def get(self, request: Request, key_result: UUID) -> Response:
        row = one_seen(OkrRights.of(self.access), key_result)
        return self.page(row.check_in_requests.select_related("asked_by", "answered_by"), _asked)

    @operation(
        summary="Ask for a check-in", scopes=WRITE, body=CheckInRequestIn, answers={201: CheckInRequestOut}
    )
    def post(self, request: Request, key_result: UUID) -> Response:
        """The next check-in answers it."""
        rights = OkrRights.of(self.access)
        row, given = one_seen(rights, key_result), self.read_body()
        with refusals():
            made = ask_for_check_in(rights=rights, key_result=row, **given)
        return self.made(_asked(made), f"{self.base}/key-results/{row.uuid}/check-in-requests")


def suggested_seen(rights: OkrRights, uuid: UUID) -> SuggestedValue:
    """Raises Http404."""
    rows = _suggested().filter(organisation=rights.organisation, key_result__in=rights.readable_key_results)
    found: SuggestedValue = get_object_or_404(rows, uuid=uuid)
    found.key_result = seen(rights).get(pk=found.key_result_id)
    return found


def _suggested() -> "QuerySet[SuggestedValue]":
    return SuggestedValue.objects.select_related("key_result", "suggested_by", "check_in")


def _shown(row: SuggestedValue) -> dict[str, Any]:
    return dict(SuggestedValueOut(row).data)


def _asked(row: CheckInRequest) -> dict[str, Any]:
    return dict(CheckInRequestOut(row).data)
