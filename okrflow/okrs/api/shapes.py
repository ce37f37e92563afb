"""What is sent and answered of objectives and key results."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Date, Id, Instant, Number, Text, Whole, Word, instant_shown
from okrflow.api.serializers import ReasonOut, Strict
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, Ambition, Grade, KeyResult, Objective, ObjectiveState, TargetForm
from okrflow.okrs.progress import Forecast, KeyResultStanding, ObjectiveStanding
from okrflow.okrs.scoring.codes import Status
from okrflow.web.templatetags.figures import reason_text
from okrflow.work_items.models import Kind

KINDS = [kind.label for kind in Kind]
STATUSES = [status.value for status in Status]


def _number(help_text: str = "") -> Number:
    return Number(allow_null=True, help_text=help_text)


class ChanceOut(serializers.Serializer[Any]):
    """The chance that it meets its target on its cycle's last day, if things go on as they did."""

    chance = serializers.FloatField(allow_null=True, help_text="0.01 to 0.99")
    reason = ReasonOut(allow_null=True, help_text="Why there is none")


class KeyResultOut(serializers.Serializer[KeyResult]):
    """Values are in the metric's unit, percent as shares (0.22). `hidden`: one measure of the team's own, all else null."""

    id = serializers.UUIDField(allow_null=True)
    key = serializers.CharField(allow_null=True, help_text="Permanent, like POL-KR-12")
    objective = serializers.UUIDField()
    hidden = serializers.BooleanField()
    title = serializers.CharField()
    order = serializers.IntegerField(allow_null=True)
    metric = serializers.CharField(allow_null=True)
    aim = serializers.ChoiceField(choices=Aim.choices, allow_null=True)
    baseline = _number()
    baseline_on = serializers.DateField(allow_null=True)
    target_form = serializers.ChoiceField(choices=TargetForm.choices, allow_null=True)
    target = _number("As typed: a value, a share of the baseline, or a change")
    target_value = _number("The value that it makes")
    lower = _number("Of stay above and between")
    upper = _number("Of stay below and between")
    ambition = serializers.ChoiceField(choices=Ambition.choices, allow_null=True)
    kept_by = serializers.UUIDField(allow_null=True, help_text="The member who is reminded")
    guard_for = serializers.UUIDField(allow_null=True, help_text="The key result that it keeps honest")
    retired_at = Instant(allow_null=True, help_text="Since then it counts no more")
    retired_why = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    value = _number()
    progress = serializers.FloatField(allow_null=True)
    score = serializers.FloatField(allow_null=True)
    expected = serializers.FloatField(allow_null=True, help_text="The share that should be reached by now")
    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    outdated = serializers.BooleanField(allow_null=True)
    entered_late = serializers.BooleanField(
        allow_null=True, help_text="Of a closed one: its value came in the grace period"
    )
    value_reason = serializers.CharField(allow_null=True, help_text="Why figures are null")
    confidence = serializers.IntegerField(allow_null=True, help_text="0 to 10")
    checked_in_at = Instant(allow_null=True)
    forecast = ChanceOut(allow_null=True)


class ObjectiveOut(serializers.Serializer[Objective]):
    """An objective with its key results; those of team metrics are told to the team only, and count for it only."""

    id = serializers.UUIDField()
    key = serializers.CharField(help_text="Permanent, like POL-O-3")
    title = serializers.CharField()
    why = serializers.CharField()
    value_stream = serializers.CharField(allow_null=True, help_text="null: the organisation's")
    cycle = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    supports = serializers.UUIDField(allow_null=True)
    support_refused_at = Instant(allow_null=True, help_text="The owner of what it supports does not count it")
    state = serializers.ChoiceField(choices=ObjectiveState.choices)
    version = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    measured = serializers.IntegerField(help_text="Key results with a score")
    counting = serializers.IntegerField(help_text="Key results that could have one")
    confidence = serializers.IntegerField(allow_null=True, help_text="The weakest")
    published_at = Instant(allow_null=True)
    closed_at = Instant(allow_null=True)
    closed_why = serializers.CharField(help_text="Why before its cycle's end, or dropped")
    grade = serializers.ChoiceField(choices=Grade.choices, allow_null=True, help_text="Of a closed one")
    grade_by_score = serializers.ChoiceField(
        choices=Grade.choices, allow_null=True, help_text="What its score comes to, closed or closed today"
    )
    grade_reason = serializers.CharField(help_text="Why people gave another one")
    archived_at = Instant(allow_null=True)
    created_at = Instant()
    updated_at = Instant()
    key_results = KeyResultOut(many=True)


class FlowIn(Strict):
    """A flow measure of the objective's stream (of all streams for the organisation's)."""

    measure = Word(choices=Measure.choices)
    kind = Word(choices=KINDS, allow_null=True, required=False)
    stage = Text(max_length=200, allow_null=True, required=False, help_text="A status of the stream")


class KeyResultPatch(Strict):
    title = Text(max_length=200, required=False)
    metric = Text(max_length=80, allow_null=True, required=False, help_text="Slug or id")
    flow = FlowIn(required=False, help_text="Instead of `metric`")
    aim = Word(choices=Aim.choices, required=False)
    baseline = Number(allow_null=True, required=False)
    baseline_on = Date(allow_null=True, required=False)
    target_form = Word(choices=TargetForm.choices, required=False)
    target = Number(
        allow_null=True, required=False, help_text="A value, a share of the baseline, or a change"
    )
    lower = Number(allow_null=True, required=False)
    upper = Number(allow_null=True, required=False)
    ambition = Word(choices=Ambition.choices, required=False)
    kept_by = Id(allow_null=True, required=False, help_text="A member")
    keep = Word(
        choices=["target", "typed"],
        required=False,
        help_text="When the baseline of a published one changes: keep the target, or what was typed for it",
    )
    guard_for = Id(
        allow_null=True,
        required=False,
        help_text="Another key result of the same objective that it keeps honest",
    )
    note = Text(
        max_length=2000, allow_blank=True, required=False, help_text="Why the goal of a published one moves"
    )


class KeyResultIn(KeyResultPatch):
    title = Text(max_length=200)


class KeyResultOfIn(KeyResultIn):
    id = Id(required=False, help_text="Of one that is there already")


class ObjectivePatch(Strict):
    title = Text(max_length=200, required=False)
    why = Text(max_length=5000, allow_blank=True, required=False)
    cycle = Text(max_length=80, required=False, help_text="Slug or id")
    rank = Whole(min_value=0, max_value=1_000_000, allow_null=True, required=False)
    supports = Id(allow_null=True, required=False, help_text="An objective in the same or an enclosing cycle")


class ObjectivePut(ObjectivePatch):
    title = Text(max_length=200)
    cycle = Text(max_length=80, help_text="Slug or id")
    key_results = KeyResultOfIn(  # type: ignore[call-arg]
        many=True, required=False, max_length=50, help_text="All of them, in order; others are removed"
    )


class ObjectiveIn(ObjectivePatch):
    title = Text(max_length=200)
    cycle = Text(max_length=80, help_text="Slug or id")
    value_stream = Text(
        max_length=60,
        allow_null=True,
        required=False,
        help_text="Slug or id; null or left out: the organisation's",
    )
    key_results = KeyResultIn(many=True, required=False, max_length=50)  # type: ignore[call-arg]


def key_result_shown(objective: Objective, found: KeyResultStanding) -> dict[str, Any]:
    """A key result, or of a hidden one no more than that it is there."""
    shown: dict[str, Any] = dict.fromkeys(KeyResultOut().fields)
    shown |= {"objective": str(objective.uuid), "hidden": found.hidden, "title": found.title}
    row = found.key_result
    if row is None:
        return shown
    aim, figures = Aim(row.aim), found.figures
    return shown | {
        "id": str(row.uuid),
        "key": row.key,
        "order": row.order,
        "metric": found.metric.slug if found.metric else None,
        "aim": row.aim,
        "baseline": _float(row.baseline),
        "baseline_on": row.baseline_on.isoformat() if row.baseline_on else None,
        "target_form": row.target_form,
        "target": _float(row.target_typed),
        "target_value": _float(row.target) if aim.moves else None,
        "lower": _float(row.target_lower),
        "upper": _float(row.target) if aim.stays else None,
        "ambition": row.ambition,
        "kept_by": str(row.kept_by.uuid) if row.kept_by else None,
        "guard_for": str(row.guard_for.uuid) if row.guard_for else None,
        "retired_at": instant_shown(row.retired_at),
        "retired_why": row.retired_why or None,
        "version": row.version,
        "value": _float(found.value),
        "progress": found.progress,
        "score": found.score,
        "expected": found.expected,
        "status": figures.status.value if figures.status else None,
        "outdated": figures.outdated,
        "entered_late": row.closed_late,
        "value_reason": found.reason or (figures.missing.value if figures.missing else None),
        "confidence": found.confidence,
        "checked_in_at": instant_shown(found.checked_in_at),
        "forecast": _forecast(found.forecast),
    }


def objective_shown(found: ObjectiveStanding) -> dict[str, Any]:
    objective = found.objective
    supports = objective.supports
    return {
        "id": str(objective.uuid),
        "key": objective.key,
        "title": objective.title,
        "why": objective.why,
        "value_stream": objective.value_stream.slug if objective.value_stream else None,
        "cycle": objective.cycle.slug,
        "rank": objective.rank,
        "supports": str(supports.uuid) if supports else None,
        "support_refused_at": instant_shown(objective.support_refused_at),
        "state": objective.state,
        "version": objective.version,
        "score": found.score,
        "measured": found.measured,
        "counting": found.counting,
        "confidence": found.confidence,
        "published_at": instant_shown(objective.published_at),
        "closed_at": instant_shown(objective.closed_at),
        "closed_why": objective.closed_why,
        "grade": found.grade.value if found.grade else None,
        "grade_by_score": found.grade_by_score.value if found.grade_by_score else None,
        "grade_reason": objective.grade_reason,
        "archived_at": instant_shown(objective.archived_at),
        "created_at": instant_shown(objective.created_at),
        "updated_at": instant_shown(objective.updated_at),
        "key_results": [key_result_shown(objective, each) for each in found.key_results],
    }


def objectives_shown(found: Sequence[ObjectiveStanding]) -> list[dict[str, Any]]:
    return [objective_shown(each) for each in found]


def _forecast(found: Forecast) -> dict[str, Any]:
    reason = found.reason and {"code": "no_forecast", "text": reason_text(found.reason)}
    return {"chance": found.chance, "reason": reason}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
