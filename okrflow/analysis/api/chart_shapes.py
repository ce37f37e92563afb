"""The shapes of what is charted beside the Flow Metrics, for the description: `analysis.chart_bodies` makes them."""

from typing import Any

from rest_framework import serializers

from okrflow.analysis.api.shapes import EnvelopeOut, bounds
from okrflow.api.serializers import ReasonOut
from okrflow.flow import Grain, State
from okrflow.work_items.api.periods import KINDS

CumulativePeriodOut = type(
    "CumulativeFlowPeriodOut",
    (serializers.Serializer,),
    {
        "__doc__": "A period that has begun.",
        **bounds(),
        "at_end": serializers.DictField(
            child=serializers.IntegerField(), help_text="By status, the items in it at the period's end"
        ),
    },
)


class StatusBeforeOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    flow_state = serializers.ChoiceField(choices=[state.name.lower() for state in State])
    before = serializers.IntegerField(help_text="The items in it just before the first period")


CumulativeFlowOut = type(
    "CumulativeFlowOut",
    (EnvelopeOut,),
    {
        "__doc__": "How many items stand in each status, of every flow state, at the ends of periods.",
        **bounds(),
        "group": serializers.ChoiceField(choices=[grain.value for grain in Grain], allow_null=True),
        "statuses": StatusBeforeOut(many=True, help_text="In the stream's order"),
        "periods": CumulativePeriodOut(many=True),
    },
)

BinOut = type(
    "FlowTimeBinOut",
    (serializers.Serializer,),
    {
        "__doc__": "Items whose flow time lies in [from_days, to_days).",
        "from_days": serializers.FloatField(),
        "to_days": serializers.FloatField(allow_null=True, help_text="Null: and all that took longer"),
        "items": serializers.IntegerField(),
        **{kind: serializers.IntegerField() for kind in KINDS},
    },
)

FlowTimeHistogramOut = type(
    "FlowTimeHistogramOut",
    (EnvelopeOut,),
    {
        "__doc__": "How often each flow time comes among the items finished.",
        **bounds(),
        "bins": BinOut(many=True),
    },
)


class AgeingItemOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    status = serializers.CharField()
    started_at = serializers.DateTimeField()
    age_days = serializers.FloatField(help_text="Since it started")
    in_stage_days = serializers.FloatField(help_text="Since its visit of the stage began")


class LeftAgeOut(serializers.Serializer[Any]):
    p50 = serializers.FloatField(allow_null=True)
    p85 = serializers.FloatField(allow_null=True)
    reason = ReasonOut(required=False, help_text="There when the figures are null")


class PaceOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    flow_state = serializers.ChoiceField(choices=["active", "waiting"])
    left = serializers.IntegerField(help_text="Visits that ended in the period")
    left_age_days = LeftAgeOut(help_text="How old items were when these visits ended")


AgeingOut = type(
    "AgeingOut",
    (EnvelopeOut,),
    {
        "__doc__": "The items in progress at the period's end, the oldest first, and the pace of the stages.",
        **bounds(),
        "items": AgeingItemOut(many=True),
        "stages": PaceOut(many=True),
    },
)
