"""The shapes of flow figures, for the description: `analysis.bodies` makes them."""

from typing import Any

from rest_framework import serializers

from okrflow.api.serializers import ReasonOut
from okrflow.work_items.api.periods import CLOCKS, KINDS


def _count(help_text: str = "") -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, help_text=help_text)


def _figure(help_text: str = "") -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=help_text)


def _why() -> ReasonOut:
    return ReasonOut(required=False, help_text="There when the figures are null")


class CountsOut(serializers.Serializer[Any]):
    feature = _count()
    defect = _count()
    risk = _count()
    debt = _count()
    reason = _why()


class VelocityOut(CountsOut):
    """Items finished."""

    total = _count()


class LoadOut(CountsOut):
    """Items in progress; of each kind at the end."""

    at_end = _count()
    mean = _figure()


class DistributionOut(serializers.Serializer[Any]):
    """Shares of velocity."""

    feature = _figure()
    defect = _figure()
    risk = _figure()
    debt = _figure()
    reason = _why()


class FlowTimeOut(serializers.Serializer[Any]):
    count = _count()
    mean = _figure()
    p50 = _figure()
    p85 = _figure()
    p95 = _figure()
    reason = _why()


class EfficiencyOut(serializers.Serializer[Any]):
    value = _figure("Active time / flow time")
    measured = _count("Items that it is the efficiency of")
    unmeasured = _count()
    reason = _why()


class PredictabilityOut(serializers.Serializer[Any]):
    value = _figure()
    committed = _count()
    finished = _count()
    written_afterwards = _count(
        "Of the committed those that were committed to after their period's first day"
    )
    reason = _why()


def _figures(*, required: bool) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    counts = ("arrivals", "entered", "left", "cancelled", "reopened")
    return {
        "velocity": VelocityOut(required=required),
        "distribution": DistributionOut(required=required),
        "flow_time_days": FlowTimeOut(required=required),
        "efficiency": EfficiencyOut(required=required),
        "load": LoadOut(required=required),
        "predictability": PredictabilityOut(required=required),
        **{name: serializers.IntegerField(allow_null=True, required=required) for name in counts},
        "reason": _why(),
    }


def bounds() -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    """The days of a period (`from` is no name in Python)."""
    return {
        "from": serializers.DateField(),
        "to": serializers.DateField(help_text="Not included"),
    }


PeriodOut = type(
    "FlowPeriodOut",
    (serializers.Serializer,),
    {
        "__doc__": "The figures of one period.",
        **bounds(),
        **_figures(required=True),
    },
)


class UnmappedOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    items = serializers.IntegerField(help_text="That ever were in it")


class EnvelopeOut(serializers.Serializer[Any]):
    value_stream = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS, allow_null=True)
    as_of = serializers.DateTimeField()
    clock = serializers.ChoiceField(choices=CLOCKS, help_text="Of durations")
    computed_at = serializers.DateTimeField()
    up_to_date = serializers.BooleanField(help_text="Whether the figures show every event")


FlowMetricsOut = type(
    "FlowMetricsOut",
    (EnvelopeOut,),
    {
        "__doc__": "The figures of the period, or with `group` those of its parts in `periods`.",
        **bounds(),
        **_figures(required=False),
        "group": serializers.ChoiceField(choices=["day", "week", "month"], required=False),
        "periods": PeriodOut(many=True, required=False),
        "unmapped_statuses": UnmappedOut(many=True),
    },
)


class VisitDaysOut(serializers.Serializer[Any]):
    p50 = _figure()
    p85 = _figure()
    reason = _why()


class StageFiguresOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    flow_state = serializers.ChoiceField(choices=["active", "waiting"])
    waits_for = serializers.CharField(allow_null=True, help_text="The stream that owns this waiting stage")
    visits = _count()
    item_days = _figure()
    mean_load = _figure()
    share = _figure()
    share_reason = _why()
    entered = _count()
    left = _count()
    growth_per_week = _figure()
    current = _count("There at the period's end")
    max = _count("The most at any instant")
    visit_days = VisitDaysOut()
    age_days_p85 = _figure()
    age_days_p85_reason = _why()


class BottleneckOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    in_front_of = serializers.CharField(allow_null=True)
    share = _figure()
    growth_per_week = _figure()
    stability = _figure("Of how many draws it is the bottleneck")


class CandidateOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    stability = serializers.FloatField()


class OthersWaitOut(serializers.Serializer[Any]):
    """A stage of another stream that this one owns, with its figures there."""

    value_stream = serializers.CharField()
    status = serializers.CharField()
    item_days = _figure()
    mean_load = _figure()
    share = _figure("Of that stream's time")
    entered = _count()
    left = _count()
    growth_per_week = _figure()
    current = _count("There at the period's end")


def _found() -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    return {
        "bottleneck": BottleneckOut(allow_null=True),
        "bottleneck_reason": ReasonOut(allow_null=True),
        "candidates": CandidateOut(many=True),
    }


StagesOut = type(
    "StagesOut",
    (EnvelopeOut,),
    {
        "__doc__": "The stages in their order, where most of the time goes, and which other streams wait for this one.",
        **bounds(),
        "stages": StageFiguresOut(many=True),
        **_found(),
        "others_wait": OthersWaitOut(many=True),
    },
)


class StageShareOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    flow_state = serializers.ChoiceField(choices=["active", "waiting"])
    mean_load = _figure()
    share = _figure()


MonthOut = type(
    "StageHistoryMonthOut",
    (serializers.Serializer,),
    {
        "__doc__": "The bottleneck of one month.",
        **bounds(),
        "stages": StageShareOut(many=True),
        **_found(),
    },
)

StageHistoryOut = type(
    "StageHistoryOut",
    (EnvelopeOut,),
    {"__doc__": "The bottleneck month by month.", **bounds(), "periods": MonthOut(many=True)},
)
