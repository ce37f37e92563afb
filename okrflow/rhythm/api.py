"""The inbox in the API: what waits for the member whose token or session asks."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant
from okrflow.api.operations import operation
from okrflow.api.views import ApiView
from okrflow.organisations.models import Scope
from okrflow.web.waiting import WaitingKind, waiting_for


class WaitingOut(serializers.Serializer[Any]):
    """One thing that the member can do now, and where."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in WaitingKind])
    title = serializers.CharField()
    words = serializers.CharField(help_text="Whose it is, or why it waits")
    since = Instant()
    url = serializers.CharField(help_text="The page where it is done")


class InboxOut(serializers.Serializer[Any]):
    """All that waits for the member, the oldest first."""

    results = WaitingOut(many=True)


class Inbox(ApiView):
    """What waits for the member who asks."""

    @operation(summary="List what waits for me", scopes=(Scope.OKRS_READ,), answers={200: InboxOut})
    def get(self, request: Request) -> Response:
        found = waiting_for(self.access, now=timezone.now())
        return Response({"results": [_shown(each) for each in found]})


def _shown(waiting: Any) -> dict[str, Any]:
    shown = dict(WaitingOut(waiting).data)
    return shown | {"url": settings.PUBLIC_URL + waiting.url}
