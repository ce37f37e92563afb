"""POST work-items/bulk: many items and their events in one call."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, Final, cast
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Text, Word
from okrflow.api.operations import operation
from okrflow.api.parsers import JsonLinesParser, JsonParser, Line, Lines, NdjsonParser
from okrflow.api.problems import Error, Problem
from okrflow.api.serializers import ErrorOut, Lenient, Query, Strict
from okrflow.api.views import ApiView
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.api.periods import KINDS
from okrflow.work_items.api.reading import BadItem, Reader
from okrflow.work_items.histories import HistoryGiven, Outcome, Result
from okrflow.work_items.models import StaleItem, WorkItem
from okrflow.work_items.services import History, write_histories
from okrflow.work_items.signals import items_sent

MOST_ITEMS: Final = 5_000
WRITE = (Scope.WORK_ITEMS_WRITE,)
HISTORY = [("append", "add those not yet there"), ("replace", "they are the whole history")]


class EventIn(Strict):
    """What is left out is taken from the event before it."""

    at = Instant(help_text="With its offset from UTC")
    value_stream = Text(
        max_length=60, required=False, allow_null=True, help_text="Slug or id; null: it leaves every stream"
    )
    status = Text(max_length=200, required=False)
    kind = Word(choices=KINDS, required=False)


class ItemIn(Strict):
    source = Text(max_length=60, help_text="The tool it comes from")  # type: ignore[assignment]
    external_id = Text(max_length=200, help_text="Its permanent id there")
    key = Text(max_length=200, required=False, help_text="What people call it; left out: the external id")
    title = Text(max_length=500, required=False, allow_null=True, allow_blank=True)
    url = serializers.URLField(max_length=1000, required=False, allow_null=True)
    parent = Text(  # type: ignore[assignment]
        max_length=200,
        required=False,
        allow_null=True,
        help_text="The external id, in the same source, of the item that it is a part of; null: of none",
    )
    created_at = Instant(
        required=False, allow_null=True, help_text="For your convenience; the first event counts"
    )
    events = EventIn(many=True, required=False)
    history = Word(choices=HISTORY, required=False, help_text="Of this item; left out: that of the call")


class BulkIn(Lenient):
    """Items that can't be read are rejected one by one, not the call."""

    judged_one_by_one = ("items",)

    items = ItemIn(many=True, max_length=MOST_ITEMS)  # type: ignore[call-arg]
    history = Word(choices=HISTORY, required=False)


class BulkQuery(Query):
    atomic = serializers.BooleanField(
        required=False, default=False, help_text="All or nothing: 422 if one item is rejected"
    )
    history = serializers.ChoiceField(choices=HISTORY, required=False, help_text="For NDJSON")


class BulkResultOut(serializers.Serializer[Any]):
    result = serializers.ChoiceField(choices=[result.value for result in Result])
    line = serializers.IntegerField(required=False, help_text="Of NDJSON, from 1 on")
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    external_id = serializers.CharField(allow_null=True)
    id = serializers.UUIDField(allow_null=True)
    events_added = serializers.IntegerField()
    parent_unknown = serializers.BooleanField(
        help_text="The parent is not there yet and was left out; send the item again after it"
    )
    errors = ErrorOut(  # type: ignore[assignment]
        many=True, help_text="Pointers from the whole body; of NDJSON, from the line's value"
    )


class RecomputeOut(serializers.Serializer[Any]):
    value_streams = serializers.ListField(
        child=serializers.CharField(), help_text="Whose figures will change"
    )
    jobs = serializers.ListField(child=serializers.UUIDField())


class BulkOut(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    results = BulkResultOut(many=True, help_text="One an item, in the order sent")
    recompute = RecomputeOut()


EXAMPLE = OpenApiExample(
    "One item",
    value={
        "items": [
            {
                "source": "jira",
                "external_id": "10063",
                "key": "EE-1",
                "title": "Sort the charts",
                "events": [
                    {
                        "at": "2020-06-12T00:13:13Z",
                        "value_stream": "policy",
                        "status": "Open",
                        "kind": "feature",
                    },
                    {"at": "2020-06-12T03:38:39Z", "status": "In Development"},
                ],
            }
        ]
    },
    request_only=True,
    media_type="application/json",
)


class Bulk(ApiView):
    """Work items with their histories. Sent twice, nothing changes; what is due is computed within seconds."""

    parser_classes = (JsonParser, NdjsonParser, JsonLinesParser)

    @operation(
        summary="Write work items",
        scopes=WRITE,
        role=Role.EDITOR,
        query=BulkQuery,
        request={"application/json": BulkIn, "application/x-ndjson": {"type": "string"}},
        for_services=True,
        answers={200: BulkOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        given, default = self._given(request.data)
        if len(given) > MOST_ITEMS:
            raise Problem(413, "too_many_items", f"A call takes {MOST_ITEMS} items at most. Send several.")
        call = Call(self.access, given, default)
        call.write()
        if self.parameters["atomic"] and call.errors:
            raise Problem(
                422, "rejected", "An item is rejected, so nothing was written.", errors=call.errors[:100]
            )
        call.tell()
        return Response(call.answer)

    def _given(self, body: Any) -> tuple[Sequence[Line], str]:
        """The items with their lines (0: not of NDJSON), and how histories are taken. Raises Problem (400)."""
        default = self.parameters.get("history", "append")
        if isinstance(body, Lines):
            return body, default
        if not isinstance(body, dict) or not isinstance(body.get("items"), list):
            error = Error(pointer="/items", code="required", detail="Give a list of items.")
            raise Problem(400, "invalid", "The body is an object with a list of items.", errors=[error])
        unknown = sorted(body.keys() - {"items", "history"})
        errors = [
            Error(pointer=f"/{n[:100]}", code="unknown", detail="Nothing has this name.") for n in unknown
        ]
        if body.get("history", default) not in list(dict(HISTORY)):
            errors.append(Error(pointer="/history", code="invalid_choice", detail="Say append or replace."))
        if errors:
            raise Problem(400, "invalid", "The body is not as expected.", errors=errors)
        return [Line(number=0, value=value) for value in body["items"]], body.get("history", default)


class Call:
    """One call on its way: what was read, what was written, what is answered."""

    def __init__(self, access: Access, given: Sequence[Line], history: str) -> None:
        self.access, self.given, self.history = access, given, history
        self.outcomes: dict[int, Outcome] = {}
        self.unreadable: dict[int, list[Error]] = {}
        self.ids: dict[int, UUID] = {}

    def write(self) -> None:
        """Write what can be read, in the caller's transaction."""
        waiting: dict[str, dict[int, HistoryGiven]] = {"append": {}, "replace": {}}
        for place, (history, mode) in self._read().items():
            waiting[mode][place] = history
        for mode, histories in waiting.items():
            if histories:
                outcomes = write_histories(
                    organisation=self.access.organisation,
                    histories=list(histories.values()),
                    history=cast(History, mode),
                )
                self.outcomes |= dict(zip(histories, outcomes, strict=True))
        pks = [outcome.work_item_id for outcome in self.outcomes.values() if outcome.work_item_id]
        uuids = dict(
            WorkItem.objects.for_organisation(self.access.organisation)
            .filter(pk__in=pks)
            .values_list("pk", "uuid")
        )
        self.ids = {
            place: uuids[outcome.work_item_id]
            for place, outcome in self.outcomes.items()
            if outcome.work_item_id in uuids
        }

    def tell(self) -> None:
        """On commit, tell the apps above what a token has sent."""
        if self.access.token is None or not self.touched:
            return
        send = partial(
            items_sent.send,
            sender=WorkItem,
            organisation_id=self.access.organisation.pk,
            token_id=self.access.token.pk,
            value_streams=self.touched,
        )
        transaction.on_commit(send)

    def _read(self) -> dict[int, tuple[HistoryGiven, str]]:
        streams = ValueStream.objects.for_organisation(self.access.organisation)
        named = {name: stream for stream in streams for name in (stream.slug, str(stream.uuid))}
        read: dict[int, tuple[HistoryGiven, str]] = {}
        seen: set[tuple[str, str]] = set()
        for place, line in enumerate(self.given):
            try:
                if (name := _name(line.value)) in seen:
                    raise BadItem([_duplicate()])
                if name:
                    seen.add(name)
                read[place] = self._read_one(line, lambda name: named.get(name) or named.get(name.lower()))
            except BadItem as error:
                self.unreadable[place] = error.errors
        return read

    def _read_one(self, line: Line, find_stream: Any) -> tuple[HistoryGiven, str]:
        if line.problem:
            raise BadItem([Error(pointer="", code="not_json", detail=f"Line {line.number}: {line.problem}")])
        history = Reader(find_stream).item(line.value)
        mode = line.value.get("history", self.history)
        if not isinstance(mode, str) or mode not in dict(HISTORY):
            raise BadItem([Error(pointer="/history", code="invalid_choice", detail="Say append or replace.")])
        return history, mode

    @property
    def errors(self) -> list[Error]:
        return [error for place in range(len(self.given)) for error in self._errors(place)]

    def _errors(self, place: int) -> list[Error]:
        found = self.unreadable.get(place)
        if found is None:
            found = [
                Error(pointer=f"/{name}", code=code, detail=text)
                for name, code, text in self.outcomes[place].errors
            ]
        line = self.given[place].number
        prefix = "" if line else f"/items/{place}"
        return [error | {"pointer": prefix + error["pointer"]} for error in found]

    @property
    def answer(self) -> dict[str, Any]:
        results = [self._result(place) for place in range(len(self.given))]
        counts = Counter(result["result"] for result in results)
        return {
            **{result.value: counts[result.value] for result in Result},
            "results": results,
            "recompute": {"value_streams": self.touched, "jobs": []},
        }

    def _result(self, place: int) -> dict[str, Any]:
        line, outcome = self.given[place], self.outcomes.get(place)
        name = _name(line.value)
        return {
            "result": outcome.result.value if outcome else Result.REJECTED.value,
            **({"line": line.number} if line.number else {}),
            "source": name[0] if name else None,
            "external_id": name[1] if name else None,
            "id": str(self.ids[place]) if place in self.ids else None,
            "events_added": outcome.events_added if outcome else 0,
            "parent_unknown": outcome.parent_unknown if outcome else False,
            "errors": self._errors(place),
        }

    @cached_property
    def touched(self) -> list[str]:
        """The streams that this call has made work for."""
        changed = [
            outcome.work_item_id
            for outcome in self.outcomes.values()
            if outcome.result in {Result.CREATED, Result.UPDATED}
        ]
        stale = StaleItem.objects.filter(organisation=self.access.organisation, work_item__in=changed)
        return list(
            stale.order_by("value_stream__slug").values_list("value_stream__slug", flat=True).distinct()
        )


def _name(value: Any) -> tuple[str, str] | None:
    """What names an item, if that can be read."""
    if not isinstance(value, dict):
        return None
    source, external_id = value.get("source"), value.get("external_id")
    if not isinstance(source, str) or not isinstance(external_id, str):
        return None
    return source.strip(), external_id.strip()


def _duplicate() -> Error:
    return Error(
        pointer="/external_id", code="duplicate", detail="This item stands earlier in the same call."
    )
