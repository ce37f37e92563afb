"""Data quality of a value stream: the checks, and the items that one finds."""

from functools import partial
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.analysis.quality.checks import Check
from okrflow.analysis.quality.findings import Finding, findings
from okrflow.analysis.quality.items import Asked, items_of
from okrflow.api.fields import Instant
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Query
from okrflow.api.views import ApiView
from okrflow.organisations.models import Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items import stale
from okrflow.work_items.api.item_bodies import item_shown
from okrflow.work_items.api.items import JOINED, WorkItemPageOut
from okrflow.work_items.api.periods import period_fields, window_of

READ = (Scope.WORK_ITEMS_READ,)
QualityQuery = type("DataQualityQuery", (Query,), period_fields())


class ItemsQuery(PageQuery):
    check = serializers.ChoiceField(
        choices=[check.value for check in Check], help_text="The items that it finds"
    )
    count = serializers.BooleanField(required=False, default=False, help_text="Adds the number of all")


QualityItemsQuery = type("DataQualityItemsQuery", (ItemsQuery,), period_fields())


class QualityFindingOut(serializers.Serializer[Finding]):
    check = serializers.ChoiceField(choices=[check.value for check in Check])
    title = serializers.CharField()
    rule = serializers.CharField(help_text="Which items it finds")
    items = serializers.IntegerField(help_text="0: nothing to put right")
    effect = serializers.CharField(allow_null=True, help_text="What they do to the figures; null: nothing")
    share = serializers.FloatField(allow_null=True, help_text="The part of `share_of` that is concerned")
    share_of = serializers.ChoiceField(choices=["time_in_stages", "velocity", "load"], allow_null=True)
    item_days = serializers.FloatField(allow_null=True, help_text="The time of items that is concerned")
    notes = serializers.ListField(child=serializers.CharField(), help_text="How it was counted")
    advice = serializers.CharField()


DataQualityOut = type(
    "DataQualityOut",
    (serializers.Serializer,),
    {
        "__doc__": "The checks in their order, also those that find nothing.",
        "value_stream": serializers.CharField(),
        "from": serializers.DateField(),
        "to": serializers.DateField(help_text="Not included"),
        "as_of": Instant(),
        "up_to_date": serializers.BooleanField(help_text="Whether the figures show every event"),
        "checks": QualityFindingOut(many=True),
    },
)


class DataQuality(ApiView):
    """What keeps a stream's figures over a period from being sure."""

    @operation(summary="Read data quality", scopes=READ, query=QualityQuery, answers={200: DataQualityOut})
    def get(self, request: Request, stream: str) -> Response:
        found, now = stream_named(self.access, stream), timezone.now()
        window = window_of(self.access, self.parameters)
        return Response(
            {
                "value_stream": found.slug,
                "from": window.first.isoformat(),
                "to": window.to.isoformat(),
                "as_of": now.isoformat(),
                "up_to_date": stale.is_up_to_date([found.pk], now=now),
                "checks": [_shown(each) for each in findings(found, window, now=now)],
            }
        )


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check.value,
        "title": finding.words.title,
        "rule": finding.words.rule,
        "items": finding.items,
        "effect": finding.effect if finding.items else None,
        "share": finding.share,
        "share_of": finding.share_of,
        "item_days": finding.item_days,
        "notes": list(finding.notes),
        "advice": finding.words.advice,
    }


class DataQualityItems(ApiView):
    """Exactly the items that a check counts."""

    @operation(
        summary="List the items of a data quality check",
        scopes=READ,
        query=QualityItemsQuery,
        answers={200: WorkItemPageOut},
    )
    def get(self, request: Request, stream: str) -> Response:
        found = stream_named(self.access, stream)
        window = window_of(self.access, self.parameters)
        asked = Asked.of(found, window, now=timezone.now())
        items = items_of(Check(self.parameters["check"]), asked)
        more: dict[str, Any] = {"count": items.count()} if self.parameters["count"] else {}
        shown = partial(item_shown, clock=window.clock, now=asked.now)
        return self.page(items.select_related(*JOINED), shown, **more)
