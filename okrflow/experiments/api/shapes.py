"""The shapes of experiments in the API."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Date, Id, Instant, Text, Word
from okrflow.api.serializers import ReasonOut, Strict
from okrflow.experiments.foretelling import Stands
from okrflow.experiments.models import MEASURES, Experiment, ExperimentState, Verdict
from okrflow.experiments.presenting import Presented
from okrflow.experiments.sentences import Shown, caution_sentence
from okrflow.flow import Kind
from okrflow.flow.effects import Warned
from okrflow.okrs.rights import OkrRights
from okrflow.web.templatetags.figures import reason_text

KINDS = {kind.name.lower(): kind for kind in Kind}
_CHANGE = "Relative: -0.7 is 70 % less"


class CautionOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=[each.value for each in Warned])
    number = serializers.FloatField()
    text = serializers.CharField()


class EffectOut(serializers.Serializer[Any]):
    """`change` with its 90 % interval; null with a `reason` while there is nothing to compare."""

    change = serializers.FloatField(allow_null=True, help_text=_CHANGE)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    reason = ReasonOut(allow_null=True)
    shows = serializers.ChoiceField(choices=[each.value for each in Shown], allow_null=True)
    before = serializers.FloatField(allow_null=True, help_text="Days, or a share of efficiency")
    after = serializers.FloatField(allow_null=True, help_text="Standardised to the kinds before")
    before_items = serializers.IntegerField()
    settling_items = serializers.IntegerField()
    after_items = serializers.IntegerField()
    open_items = serializers.IntegerField()
    settling_days = serializers.FloatField()
    warnings = CautionOut(many=True)


class ForetellingOut(serializers.Serializer[Any]):
    """The relative change of the median flow time that the what-if foretold: mean, 5th and 95th percentile of the runs."""

    scenario = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[each.value for each in Stands])
    trusted = serializers.BooleanField()
    mean = serializers.FloatField(allow_null=True, help_text=_CHANGE)
    p5 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)
    agrees = serializers.BooleanField(
        allow_null=True,
        help_text="Whether one of foretold and measured lies within the interval of the other",
    )


class VerdictOut(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    note = serializers.CharField(allow_blank=True)
    at = Instant()
    by = serializers.UUIDField(allow_null=True)


class ExperimentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    value_stream = serializers.CharField()
    title = serializers.CharField()
    hypothesis = serializers.CharField()
    what_changes = serializers.CharField()
    stage = serializers.CharField(allow_null=True, help_text="Null: the work as a whole")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The first day that is no longer in it")
    dated_at = Instant(help_text="When the first day was written last")
    written_afterwards = serializers.BooleanField(help_text="Whether that was after the first day")
    state = serializers.ChoiceField(choices=ExperimentState.choices)
    measure = serializers.ChoiceField(choices=MEASURES)
    item_kind = serializers.ChoiceField(choices=list(KINDS), allow_null=True)
    key_result = serializers.UUIDField(allow_null=True, help_text="The one that it serves, if you may know")
    scenario = serializers.UUIDField(allow_null=True, help_text="The what-if that foretold it")
    effect = EffectOut(allow_null=True)
    foretold = ForetellingOut(allow_null=True)
    verdict = VerdictOut(allow_null=True)
    version = serializers.IntegerField()
    measured_at = Instant(allow_null=True)
    created_at = Instant()
    updated_at = Instant()


class ExperimentPatch(Strict):
    title = Text(max_length=200, required=False)
    hypothesis = Text(max_length=5000, required=False)
    what_changes = Text(max_length=5000, required=False)
    stage = Text(max_length=200, allow_null=True, required=False, help_text="A stage of the stream, by name")
    from_on = Date(required=False)
    to_on = Date(allow_null=True, required=False, help_text="The first day that is no longer in it")
    measure = Word(choices=MEASURES, required=False)
    item_kind = Word(choices=list(KINDS), allow_null=True, required=False)
    key_result = Id(allow_null=True, required=False)
    scenario = Id(allow_null=True, required=False, help_text="One whose window ends before it begins")


class ExperimentIn(ExperimentPatch):
    value_stream = Text(max_length=60, help_text="Slug or id")
    title = Text(max_length=200)
    hypothesis = Text(max_length=5000)
    what_changes = Text(max_length=5000)
    from_on = Date()


class VerdictIn(Strict):
    verdict = Word(choices=Verdict.choices)
    note = Text(max_length=5000, allow_blank=True, required=False)


def experiment_shown(row: Experiment, rights: OkrRights, *, now: datetime) -> dict[str, Any]:
    """The experiment as this member sees it; names always there."""
    shown = Presented(row, rights, now=now)
    serves = shown.key_result
    body = {
        "id": row.uuid,
        "value_stream": row.value_stream.slug,
        "stage": row.stage.name if row.stage else None,
        "state": shown.state,
        "item_kind": None if row.item_kind is None else Kind(row.item_kind).name.lower(),
        "key_result": serves.uuid if serves else None,
        "scenario": row.scenario.uuid if row.scenario else None,
        "effect": _effect(shown),
        "foretold": _foretold(shown),
        "verdict": _verdict(row),
    }
    plain = {name: getattr(row, name) for name in ExperimentOut().get_fields() if name not in body}
    return dict(ExperimentOut(body | plain).data)


def _effect(shown: Presented) -> dict[str, Any] | None:
    if shown.effect is None:
        return None
    reason, warnings = shown.effect.reason, shown.effect.warnings
    return asdict(shown.effect) | {
        "shows": shown.verdict,
        "reason": {"code": reason.value, "text": reason_text(reason)} if reason else None,
        "warnings": [
            {"code": each.code.value, "number": each.number, "text": caution_sentence(each)}
            for each in warnings
        ],
    }


def _foretold(shown: Presented) -> dict[str, Any] | None:
    found = shown.foretelling
    if found is None:
        return None
    return {
        "scenario": found.scenario.uuid,
        "state": found.stands.value,
        "trusted": found.trusted,
        "mean": found.mean,
        "p5": found.low,
        "p95": found.high,
        "agrees": found.agrees,
    }


def _verdict(row: Experiment) -> dict[str, Any] | None:
    if not row.verdict:
        return None
    by = row.verdict_by.uuid if row.verdict_by else None
    return {"verdict": row.verdict, "note": row.verdict_note, "at": row.verdict_at, "by": by}
