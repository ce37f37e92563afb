"""Closing a value stream, and opening it again (ownership, rule 10)."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Date, Text
from okrflow.api.operations import operation
from okrflow.api.serializers import Strict
from okrflow.api.views import ApiView
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.access import enter_stream
from okrflow.value_streams.api.streams import ValueStreamOut, shown, stream_named
from okrflow.value_streams.services import close_value_stream, reopen_value_stream

ADMIN = (Scope.ADMIN,)


class StreamClosingIn(Strict):
    closed_on = Date(help_text="The first day on which it is no longer at work: today or earlier")
    items_to = Text(
        max_length=60,
        allow_null=True,
        required=False,
        help_text="The stream in which open items go on, by slug or id; null or left out: they leave every stream",
    )


class Close(ApiView):
    """Ends a stream: open objectives are dropped, open items leave; all stays readable."""

    @operation(
        summary="Close a value stream",
        scopes=ADMIN,
        role=Role.ADMIN,
        body=StreamClosingIn,
        answers={200: ValueStreamOut},
    )
    def post(self, request: Request, stream: str) -> Response:
        rights, given = enter_stream(self.access, stream), self.read_body()
        to = stream_named(self.access, given["items_to"]) if given.get("items_to") else None
        closed = close_value_stream(by=rights, closed_on=given["closed_on"], items_to=to, now=timezone.now())
        return Response(shown(self.access, closed))


class Reopen(ApiView):
    """Opens a closed stream; what was dropped stays dropped."""

    @operation(
        summary="Open a closed value stream again",
        scopes=ADMIN,
        role=Role.ADMIN,
        answers={200: ValueStreamOut},
    )
    def post(self, request: Request, stream: str) -> Response:
        rights = enter_stream(self.access, stream)
        return Response(shown(self.access, reopen_value_stream(by=rights)))
