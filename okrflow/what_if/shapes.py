"""The shapes of the what-if in the API, for the description: `what_if.bodies` makes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from okrflow.api.fields import Date, Flag, Instant, Text, Whole, Word
from okrflow.api.serializers import ReasonOut, Strict
from okrflow.what_if.changes import LEAST_FACTOR, MOST_CHANGES, MOST_FACTOR, MOST_LOAD, MOST_PLACES
from okrflow.what_if.services import LONGEST_DAYS, LONGEST_NAME, SHORTEST_DAYS
from okrflow.work_items.api.periods import KINDS


@extend_schema_field({"type": "number", "minimum": 0, "maximum": MOST_FACTOR})
class Factor(serializers.FloatField):
    """A JSON number: 0.5 is half of today's."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "number", "minimum": LEAST_FACTOR, "maximum": MOST_FACTOR})
class WorkFactor(Factor):
    """Work never takes no time at all."""


class ChangeIn(Strict):
    """A stage with `places`, `work_factor` or `no_waiting`; a kind with `arrivals_factor`; or a `load_limit`."""

    stage = Text(max_length=200, required=False, help_text="A status of the stream that is in progress")
    places = Whole(min_value=1, max_value=MOST_PLACES, required=False, help_text="So many more at a time")
    work_factor = WorkFactor(min_value=LEAST_FACTOR, max_value=MOST_FACTOR, required=False)
    no_waiting = Flag(required=False)
    kind = Word(choices=KINDS, required=False)
    arrivals_factor = Factor(min_value=0, max_value=MOST_FACTOR, required=False)
    load_limit = Whole(
        min_value=1, max_value=MOST_LOAD, required=False, help_text="Items in progress at most"
    )


class QuestionIn(Strict):
    changes = serializers.ListField(child=ChangeIn(), max_length=MOST_CHANGES)
    window_days = Whole(min_value=SHORTEST_DAYS, max_value=LONGEST_DAYS, required=False, default=180)
    to = Date(required=False, help_text="The window ends before this day; left out: today")
    name = Text(max_length=LONGEST_NAME, required=False, help_text="Saves the scenario")


class NameIn(Strict):
    name = Text(max_length=LONGEST_NAME)


class BandOut(serializers.Serializer[Any]):
    """Over all runs."""

    mean = serializers.FloatField()
    p5 = serializers.FloatField()
    p95 = serializers.FloatField()


class FiguresOut(serializers.Serializer[Any]):
    flow_time_days = BandOut(
        allow_null=True, help_text="The median of the window; null: no run finished anything"
    )
    velocity_per_week = BandOut(help_text="Of the window's second half")
    load = BandOut()
    efficiency = BandOut(allow_null=True, help_text="Null: nothing measurable")


class ConstraintOut(serializers.Serializer[Any]):
    """The stage that limits velocity; null: none does."""

    today = serializers.CharField(allow_null=True)
    scenario = serializers.CharField(allow_null=True)


class ReadingOut(serializers.Serializer[Any]):
    """Today, the scenario and their paired difference; all null until it is simulated, with the `reason`."""

    today = FiguresOut(allow_null=True)
    scenario = FiguresOut(allow_null=True)
    difference = FiguresOut(allow_null=True)
    flow_time_change = BandOut(allow_null=True, help_text="Relative: -0.7 is 70 % less")
    released_items = BandOut(allow_null=True)
    waiting_to_start = BandOut(allow_null=True, help_text="With a load limit only")
    constraint = ConstraintOut(allow_null=True)
    sentence = serializers.CharField(allow_null=True)


class CheckOut(serializers.Serializer[Any]):
    measure = serializers.CharField()
    observed = serializers.FloatField()
    modelled = serializers.FloatField()
    error = serializers.FloatField(help_text="modelled / observed - 1")
    tolerance = serializers.FloatField()
    within = serializers.BooleanField()


class DoubtOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
    stage = serializers.CharField(allow_null=True)
    measure = serializers.CharField(allow_null=True)
    found = serializers.FloatField()
    needed = serializers.FloatField()


class StageModelOut(serializers.Serializer[Any]):
    stage = serializers.CharField()
    flow_state = serializers.ChoiceField(choices=["active", "waiting"])
    reading = serializers.ChoiceField(choices=["work", "line", "outside_delay", "both"])
    visits = serializers.IntegerField(help_text="That ended in the window")
    in_front_of = serializers.CharField(allow_null=True)
    idle = serializers.FloatField(allow_null=True)
    rho = serializers.FloatField(allow_null=True)
    order = serializers.ChoiceField(choices=["first_come", "by_kind", "random"], allow_null=True)
    capacity = serializers.IntegerField(allow_null=True, help_text="Null: it can't be seen")
    pick_up_days = serializers.FloatField(allow_null=True)
    busy = serializers.FloatField(allow_null=True)


class FitOut(serializers.Serializer[Any]):
    """How far the model reproduces the window, and what it makes of each stage."""

    trusted = serializers.BooleanField()
    text = serializers.CharField()
    doubts = DoubtOut(many=True)
    checks = CheckOut(many=True)
    stages = StageModelOut(many=True)


class ScenarioBaseOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="Empty until it is saved")
    value_stream = serializers.CharField()
    changes = ChangeIn(many=True)
    replications = serializers.IntegerField()
    job = serializers.UUIDField(allow_null=True)
    created_by = serializers.UUIDField(allow_null=True)
    created_at = Instant()
    computed_at = Instant(allow_null=True)


# `from` is no name in Python
ScenarioOut = type(
    "ScenarioOut",
    (ReadingOut, ScenarioBaseOut),
    {
        "__doc__": "A what-if scenario with its answer.",
        "from": serializers.DateField(),
        "to": serializers.DateField(help_text="Not included"),
        "fit": FitOut(allow_null=True),
        "second_reading": ReadingOut(allow_null=True, help_text="Where a wait can be read in two ways"),
        "reason": ReasonOut(allow_null=True, help_text="Why there are no figures"),
    },
)
