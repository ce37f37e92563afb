"""The shapes of impediments in the API."""

from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Date, Id, Instant, Text
from okrflow.api.serializers import Strict
from okrflow.impediments.models import Impediment, ImpedimentState
from okrflow.impediments.rights import may_see_limited
from okrflow.okrs.rights import OkrRights


class ImpedimentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    value_stream = serializers.CharField(help_text="The stream that raised it")
    title = serializers.CharField()
    what = serializers.CharField()
    state = serializers.ChoiceField(choices=ImpedimentState.choices)
    raised_on = serializers.DateField()
    raised_by = serializers.UUIDField(allow_null=True)
    stage = serializers.CharField(allow_null=True)
    stage_stream = serializers.CharField(allow_null=True, help_text="The stream whose stage it is")
    limits = serializers.UUIDField(allow_null=True, help_text="The key result, if you may know it")
    addressed_by = serializers.UUIDField(allow_null=True, help_text="An objective of the organisation")
    addressed_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField()
    answered_at = Instant(allow_null=True)
    answered_by = serializers.UUIDField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    created_at = Instant()
    updated_at = Instant()


class ImpedimentPatch(Strict):
    title = Text(max_length=200, required=False)
    what = Text(max_length=5000, allow_blank=True, required=False)
    raised_on = Date(required=False, help_text="Since when")
    stage = Text(max_length=200, allow_null=True, required=False, help_text="A status, by name")
    stage_stream = Text(
        max_length=60,
        allow_null=True,
        required=False,
        help_text="Slug or id of the stream whose stage it is; left out: the one that raises it",
    )
    limits = Id(allow_null=True, required=False, help_text="A key result")


class ImpedimentIn(ImpedimentPatch):
    value_stream = Text(max_length=60, help_text="Slug or id")
    title = Text(max_length=200)
    raised_on = Date(required=False, help_text="Since when; left out: today")


class AnswerIn(Strict):
    answer = Text(max_length=5000)


class AddressIn(Strict):
    objective = Id(
        allow_null=True, help_text="A published objective of the organisation; null: none any more"
    )


def impediment_shown(row: Impediment, rights: OkrRights) -> dict[str, Any]:
    """The impediment as this member sees it."""
    body = {
        "id": row.uuid,
        "value_stream": row.value_stream.slug,
        "state": row.state,
        "raised_by": row.raised_by.uuid if row.raised_by else None,
        "stage": row.stage.name if row.stage else None,
        "stage_stream": row.stage_stream.slug if row.stage_stream else None,
        "limits": row.limits.uuid if row.limits and may_see_limited(rights, row) else None,
        "addressed_by": row.addressed_by.uuid if row.addressed_by else None,
        "answered_by": row.answered_by.uuid if row.answered_by else None,
    }
    plain = {name: getattr(row, name) for name in ImpedimentOut().get_fields() if name not in body}
    return dict(ImpedimentOut(body | plain).data)
