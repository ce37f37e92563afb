"""Check-ins: what somebody said of a key result; never changed afterwards."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Date, Instant, Number, Text, Whole
from okrflow.api.operations import operation
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.key_results import one_seen
from okrflow.okrs.api.writing import refusals
from okrflow.okrs.models import CheckIn
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import check_in as say
from okrflow.organisations.models import Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class CheckInOut(serializers.Serializer[CheckIn]):
    id = serializers.UUIDField(source="uuid")
    about_at = Instant()
    value = Number(allow_null=True)
    confidence = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    created_at = Instant()
    created_by = serializers.UUIDField(source="created_by.uuid", allow_null=True, default=None)


class CheckInIn(Strict):
    value = Number(allow_null=True, required=False, help_text="Percent as a share; none for flow metrics")
    confidence = Whole(min_value=0, max_value=10, allow_null=True, required=False)
    note = Text(
        max_length=5000, allow_blank=True, required=False, help_text="Needed with a confidence under 4"
    )
    about_on = Date(required=False, help_text="The day it is about; left out: today")
    about_at = Instant(required=False, help_text="Or the instant")


EXAMPLE = OpenApiExample(
    "On a Monday",
    value={"value": 71.5, "confidence": 6, "note": "The release helped"},
    request_only=True,
)


class CheckIns(ApiView):
    """The check-ins on a key result, oldest first."""

    @operation(
        summary="List check-ins",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(CheckInOut, "check-ins")},
    )
    def get(self, request: Request, key_result: UUID) -> Response:
        row = one_seen(OkrRights.of(self.access), key_result)
        return self.page(row.check_ins.select_related("created_by"), _shown)

    @operation(
        summary="Check in", scopes=WRITE, body=CheckInIn, answers={201: CheckInOut}, examples=[EXAMPLE]
    )
    def post(self, request: Request, key_result: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = one_seen(rights, key_result)
        rights.require_check_in(row)
        given = self.read_body()
        if "about_on" in given and "about_at" in given:
            raise bad_value("/about_at", "does_not_fit", "Give a day or an instant, not both.")
        with refusals():
            said = say(rights=rights, key_result=row, **given)
        return self.made(_shown(said), f"{self.base}/key-results/{row.uuid}/check-ins/{said.uuid}")


class OneCheckIn(ApiView):
    """One check-in."""

    @operation(summary="Read a check-in", scopes=READ, answers={200: CheckInOut})
    def get(self, request: Request, key_result: UUID, check_in: UUID) -> Response:
        row = one_seen(OkrRights.of(self.access), key_result)
        return Response(_shown(get_object_or_404(row.check_ins.select_related("created_by"), uuid=check_in)))


def _shown(said: CheckIn) -> dict[str, Any]:
    return dict(CheckInOut(said).data)
