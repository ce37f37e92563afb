"""Value streams in the API, with how each reads its tools' statuses."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.accounts.models import User
from okrflow.api.fields import Id, Instant, Text, Whole, Word
from okrflow.api.operations import ANY_READ, operation
from okrflow.api.preconditions import require_match
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView, conflict
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Role, Scope
from okrflow.value_streams.access import StreamAccess, enter_stream
from okrflow.value_streams.models import FlowState, Stage, ValueStream
from okrflow.value_streams.querysets import ValueStreamQuerySet
from okrflow.value_streams.services import StageGiven, change_value_stream, create_value_stream, map_statuses
from okrflow.value_streams.services.streams import SlugTaken

ADMIN = (Scope.ADMIN,)
FLOW_STATES = [state.label for state in FlowState]


class StageOut(serializers.Serializer[Stage]):
    status = serializers.CharField(source="status.name")
    flow_state = serializers.ChoiceField(source="get_flow_state_display", choices=FLOW_STATES)
    order = serializers.IntegerField()
    owner_stream = serializers.CharField(
        source="owner_stream.slug", allow_null=True, default=None, help_text="Who a wait is waited for"
    )


class ValueStreamOut(serializers.Serializer[ValueStream]):
    id = serializers.UUIDField(source="uuid")
    slug = serializers.CharField()
    name = serializers.CharField()
    load_limit = serializers.IntegerField(allow_null=True)
    closed_on = serializers.DateField(
        allow_null=True, help_text="The first day on which it was no longer at work; null: it is"
    )
    created_at = Instant()
    updated_at = Instant()
    stages = serializers.SerializerMethodField(help_text="How it reads statuses, in its order")

    @extend_schema_field(StageOut(many=True))
    def get_stages(self, stream: ValueStream) -> list[dict[str, Any]]:
        stages = sorted(stream.stages.all(), key=lambda stage: (stage.order, stage.pk))
        return [dict(StageOut(stage).data) for stage in stages]


class StageIn(Strict):
    status = Text(max_length=200, help_text="As the tool calls it")
    flow_state = Word(choices=FLOW_STATES, allow_null=True, help_text="`null` takes the mapping away")
    order = Whole(
        min_value=0, max_value=10_000, required=False, help_text="Left out: as it is, or at the end"
    )
    owner_stream = Text(
        max_length=60,
        allow_null=True,
        required=False,
        help_text="Who a wait is waited for; left out: as it is",
    )


class ValueStreamIn(Strict):
    slug = Text(max_length=60, help_text="Small letters, digits and single hyphens; it stays")
    name = Text(max_length=120)
    load_limit = Whole(min_value=0, max_value=1_000_000, allow_null=True, required=False)
    lead = Id(required=False, help_text="The member who leads it; left out: you")


class ValueStreamPatch(Strict):
    name = Text(max_length=120, required=False)
    load_limit = Whole(min_value=0, max_value=1_000_000, allow_null=True, required=False)
    stages = StageIn(  # type: ignore[call-arg]
        many=True, required=False, max_length=500, help_text="Statuses not named stay as they are"
    )


NEW = OpenApiExample(
    "A stream", value={"slug": "policy", "name": "Policy", "load_limit": 20}, request_only=True
)
MAPPING = OpenApiExample(
    "What a status means",
    value={"stages": [{"status": "In Review", "flow_state": "waiting", "order": 3}]},
    request_only=True,
)


def _streams(access: Access) -> ValueStreamQuerySet:
    return ValueStream.objects.for_organisation(access.organisation).prefetch_related(
        "stages__status", "stages__owner_stream"
    )


def stream_named(access: Access, name: str) -> ValueStream:
    """The organisation's stream of that slug or UUID. Raises Http404."""
    found = ValueStream.objects.for_organisation(access.organisation).named(name)
    if found is None:
        raise Http404("No such value stream.")
    return found


def person_named(access: Access, uuid: Any) -> User:
    """The member of the organisation with that id. Raises Http404."""
    members = Membership.objects.for_organisation(access.organisation).select_related("user")
    return get_object_or_404(members, user__uuid=uuid).user


class ValueStreams(ApiView):
    """The organisation's value streams."""

    @operation(
        summary="List value streams",
        scopes=ANY_READ,
        query=PageQuery,
        answers={200: page_of(ValueStreamOut, "value streams")},
    )
    def get(self, request: Request) -> Response:
        return self.page(_streams(self.access), _shown)

    @operation(
        summary="Make a value stream",
        scopes=ADMIN,
        role=Role.ADMIN,
        body=ValueStreamIn,
        answers={201: ValueStreamOut},
        examples=[NEW],
    )
    def post(self, request: Request) -> Response:
        given = self.read_body()
        given["lead"] = self._person(given.get("lead")) or self.access.user
        try:
            made = create_value_stream(organisation=self.access.organisation, **given)
        except SlugTaken as taken:
            raise conflict(str(taken)) from None
        return self.made(_shown(made), f"{self.base}/value-streams/{made.slug}")

    def _person(self, uuid: Any) -> User | None:
        return None if uuid is None else person_named(self.access, uuid)


class OneValueStream(ApiView):
    """One value stream."""

    @operation(summary="Read a value stream", scopes=ANY_READ, answers={200: ValueStreamOut})
    def get(self, request: Request, stream: str) -> Response:
        return Response(_shown(stream_named(self.access, stream)))

    @operation(
        summary="Change a value stream",
        scopes=ADMIN,
        body=ValueStreamPatch,
        if_match="optional",
        answers={200: ValueStreamOut},
        examples=[MAPPING],
    )
    def patch(self, request: Request, stream: str) -> Response:
        rights = enter_stream(self.access, stream)
        rights.require("sets_up")
        given = self.read_body()
        found = ValueStream.objects.select_for_update(no_key=True).get(pk=rights.value_stream.pk)
        require_match(request._request, _shown(found))
        found = change_value_stream(
            value_stream=found,
            name=given.get("name", found.name),
            load_limit=given.get("load_limit", found.load_limit),
        )
        if stages := given.get("stages"):
            map_statuses(value_stream=found, mapping=_mapping(rights, stages))
        return Response(shown(self.access, found))


def _mapping(rights: StreamAccess, stages: Sequence[dict[str, Any]]) -> list[StageGiven]:
    """What is given of each status, completed by what is stored."""
    stored = {
        stage.status.name: stage
        for stage in Stage.objects.filter(value_stream=rights.value_stream).select_related(
            "status", "owner_stream"
        )
    }
    end = max((stage.order for stage in stored.values()), default=-1) + 1
    mapping = []
    for number, given in enumerate(stages):
        old = stored.get(given["status"].strip())
        state = FlowState.WAITING if given["flow_state"] is None else FLOW_STATES_BY_NAME[given["flow_state"]]
        owner = old.owner_stream if old and "owner_stream" not in given else None
        if given.get("owner_stream"):
            owner = stream_named(rights.access, given["owner_stream"])
            if state != FlowState.WAITING:
                raise bad_value(f"/stages/{number}/owner_stream", "not_waiting", "Only a wait has an owner.")
        mapping.append(
            StageGiven(
                status_name=given["status"],
                flow_state=None if given["flow_state"] is None else state,
                order=given.get("order", old.order if old else end + number),
                owner_stream=owner,
            )
        )
    return mapping


FLOW_STATES_BY_NAME = {state.label: state for state in FlowState}


def shown(access: Access, stream: ValueStream) -> dict[str, Any]:
    """The stream as it is stored now."""
    return _shown(_streams(access).get(pk=stream.pk))


def _shown(stream: ValueStream) -> dict[str, Any]:
    return dict(ValueStreamOut(stream).data)
