"""The shapes of findings, waivers and thresholds in the API."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Date, Id, Instant, Text
from okrflow.api.serializers import Strict
from okrflow.review.checks import Family
from okrflow.review.facts import Amount, Count, Fact, written
from okrflow.review.models import FindingState, SeverityChoice, SubjectChoice, Waiver
from okrflow.review.shown import Shown
from okrflow.review.stored import facts_of
from okrflow.review.thresholds import Threshold

FAMILIES = [each.name.lower() for each in Family]


class SubjectOut(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=SubjectChoice.choices)
    id = serializers.UUIDField()
    title = serializers.CharField()


class EvidenceOut(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As it stands in braces in the check’s sentence")
    value = serializers.FloatField(allow_null=True, help_text="Null for a text; a share is from 0 to 1")
    text = serializers.CharField()


class FindingOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    check = serializers.CharField()
    check_version = serializers.IntegerField()
    family = serializers.ChoiceField(choices=FAMILIES)
    severity = serializers.ChoiceField(choices=SeverityChoice.choices)
    not_publishable = serializers.BooleanField(help_text="Published, and would not be publishable today")
    state = serializers.ChoiceField(choices=FindingState.choices)
    value_stream = serializers.CharField(allow_null=True, help_text="Null: the organisation")
    objective = serializers.UUIDField(allow_null=True)
    of_draft = serializers.BooleanField()
    subject = SubjectOut()
    message = serializers.CharField()
    advice = serializers.CharField()
    evidence = EvidenceOut(many=True)
    concerns = serializers.ListField(child=serializers.UUIDField(), help_text="What else it is about")
    opened_at = Instant()
    closed_at = Instant(allow_null=True)
    waived_until = serializers.DateField(allow_null=True, help_text="The last day of the waiver that holds")
    absorbed_by = serializers.UUIDField(allow_null=True, help_text="The finding shown in its place")


class WaiverIn(Strict):
    finding = Id()
    reason = Text(max_length=2000)
    until = Date(help_text="The last day, at the latest that of the cycle")


class WaiverOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    finding = serializers.UUIDField()
    reason = serializers.CharField()
    until = serializers.DateField()
    waived_at = Instant()
    waived_by = serializers.UUIDField(allow_null=True)
    withdrawn_at = Instant(allow_null=True)
    withdrawn_by = serializers.UUIDField(allow_null=True)


class ThresholdOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    checks = serializers.ListField(child=serializers.CharField())
    value = serializers.FloatField()
    default = serializers.FloatField()
    low = serializers.FloatField(help_text="The least that it may be")
    high = serializers.FloatField(help_text="The most that it may be")
    unit = serializers.CharField()
    explanation = serializers.CharField()
    changed_at = Instant(allow_null=True, help_text="Null: the default holds")


class ThresholdsOut(serializers.Serializer[Any]):
    """All of them, in the order of the checks."""

    results = ThresholdOut(many=True)


class ThresholdIn(Strict):
    value = serializers.FloatField(allow_null=True, help_text="Null: the default")


def finding_shown(shown: Shown) -> dict[str, Any]:
    row = shown.finding
    body = {
        "id": row.uuid,
        "check": row.check_id,
        "check_version": row.check_version,
        "family": shown.family.name.lower(),
        "severity": row.severity,
        "not_publishable": row.not_publishable,
        "state": shown.state,
        "value_stream": row.value_stream.slug if row.value_stream else None,
        "objective": row.objective.uuid if row.objective else None,
        "of_draft": row.of_draft,
        "subject": {"type": row.subject_type, "id": row.subject_uuid, "title": shown.about.label},
        "message": row.said,
        "advice": row.advised,
        "evidence": [_evidence(name, fact) for name, fact in facts_of(row.facts).items()],
        "concerns": row.concerns,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "waived_until": shown.waived_until,
        "absorbed_by": row.absorbed_by.uuid if row.absorbed_by else None,
    }
    return dict(FindingOut(body).data)


def _evidence(name: str, fact: Fact) -> Mapping[str, Any]:
    match fact:
        case Amount():
            value: float | None = float(fact.value)
        case Count(number=number):
            value = float(number)
        case int():
            value = float(fact)
        case str() | date() | tuple():
            value = None
    return {"name": name, "value": value, "text": written(fact)}


def waiver_shown(row: Waiver) -> dict[str, Any]:
    body = {
        "id": row.uuid,
        "finding": row.finding.uuid,
        "reason": row.reason,
        "until": row.until,
        "waived_at": row.waived_at,
        "waived_by": row.waived_by.uuid if row.waived_by else None,
        "withdrawn_at": row.withdrawn_at,
        "withdrawn_by": row.withdrawn_by.uuid if row.withdrawn_by else None,
    }
    return dict(WaiverOut(body).data)


def threshold_shown(threshold: Threshold, value: float, changed_at: Any) -> dict[str, Any]:
    same = ("name", "default", "low", "high", "unit", "explanation")
    body = {name: getattr(threshold, name) for name in same}
    body |= {"checks": threshold.checks.split(", "), "value": value, "changed_at": changed_at}
    return dict(ThresholdOut(body).data)
