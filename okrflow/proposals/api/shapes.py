"""What is sent and answered of proposals."""

from datetime import date
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Id, Instant, Number, Text
from okrflow.api.serializers import Strict
from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Metric
from okrflow.okrs.api.shapes import KINDS, KeyResultOfIn
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.models import Aim, Ambition, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal, ProposalState, ProposalVersion


class ProposedFlowOut(serializers.Serializer[Any]):
    measure = serializers.ChoiceField(choices=Measure.choices)
    kind = serializers.ChoiceField(choices=KINDS, allow_null=True)
    stage = serializers.CharField(allow_null=True)


class ProposedKeyResultOut(serializers.Serializer[Any]):
    """`hidden`: one measure of the team's own, all else null. `id`: the key result that it changes."""

    id = serializers.UUIDField(allow_null=True)
    hidden = serializers.BooleanField()
    title = serializers.CharField()
    metric = serializers.CharField(allow_null=True)
    flow = ProposedFlowOut(allow_null=True, help_text="A flow measure whose metric is made on accepting")
    aim = serializers.ChoiceField(choices=Aim.choices, allow_null=True)
    baseline = Number(allow_null=True)
    baseline_on = serializers.DateField(allow_null=True)
    target_form = serializers.ChoiceField(choices=TargetForm.choices, allow_null=True)
    target = Number(allow_null=True)
    lower = Number(allow_null=True)
    upper = Number(allow_null=True)
    ambition = serializers.ChoiceField(choices=Ambition.choices, allow_null=True)


class VersionOut(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    title = serializers.CharField()
    why = serializers.CharField()
    cycle = serializers.CharField()
    supports = serializers.UUIDField(allow_null=True)
    note = serializers.CharField()
    written_at = Instant()
    written_by = serializers.UUIDField(allow_null=True)
    key_results = ProposedKeyResultOut(many=True)


class ProposalOut(VersionOut):
    """A proposal as its version that stands says it, and how it was answered."""

    id = serializers.UUIDField()
    value_stream = serializers.CharField(allow_null=True, help_text="null: put to the organisation")
    objective = serializers.UUIDField(allow_null=True, help_text="The objective that it changes")
    state = serializers.ChoiceField(choices=ProposalState.choices)
    proposed_at = Instant()
    proposed_by = serializers.UUIDField(allow_null=True)
    answered_at = Instant(allow_null=True)
    answered_by = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField(help_text="Why it was declined")
    accepted_as = serializers.UUIDField(allow_null=True, help_text="The objective that came of it")


class ProposalPatch(Strict):
    """What is left out stays as it is; of a change, as the objective says it."""

    title = Text(max_length=200, required=False)
    why = Text(max_length=5000, allow_blank=True, required=False)
    cycle = Text(max_length=80, required=False, help_text="Slug or id; not of a change")
    supports = Id(allow_null=True, required=False, help_text="Not of a change")
    note = Text(max_length=2000, allow_blank=True, required=False)
    key_results = KeyResultOfIn(  # type: ignore[call-arg]
        many=True, required=False, max_length=30, help_text="All of them; `kept_by` is the stream's to say"
    )


class ProposalIn(ProposalPatch):
    value_stream = Text(
        max_length=60, allow_null=True, required=False, help_text="Slug or id; null: the organisation"
    )
    objective = Id(allow_null=True, required=False, help_text="A published one, to propose a change of it")


class DeclineIn(Strict):
    reason = Text(max_length=2000)


def versions_shown(
    proposal: Proposal, versions: list[ProposalVersion], rights: OkrRights
) -> list[dict[str, Any]]:
    library = Library(proposal.organisation, [each.content for each in versions])
    return [version_shown(each, library, rights) for each in versions]


def version_shown(version: ProposalVersion, library: Library, rights: OkrRights) -> dict[str, Any]:
    given = library.objective(version.content)
    rows = library.key_results(version.content)
    return {
        "version": version.number,
        "title": given.title,
        "why": given.why,
        "cycle": given.cycle.slug,
        "supports": str(given.supports.uuid) if given.supports else None,
        "note": version.note,
        "written_at": Instant().to_representation(version.written_at),
        "written_by": str(version.written_by.uuid) if version.written_by else None,
        "key_results": [_key_result(row, rights) for row in rows],
    }


def _key_result(given: KeyResultGiven, rights: OkrRights) -> dict[str, Any]:
    shown: dict[str, Any] = dict.fromkeys(ProposedKeyResultOut().fields)
    metric = given.metric
    if isinstance(metric, Metric) and not rights.metrics.sees(metric):
        return shown | {"hidden": True, "title": "One measure of the team's own"}
    numbers = {name: getattr(given, name) for name in ("baseline", "target", "lower", "upper")}
    return shown | {
        "id": str(given.uuid) if given.uuid else None,
        "hidden": False,
        "title": given.title,
        "metric": metric.slug if isinstance(metric, Metric) else None,
        "flow": _flow(metric) if isinstance(metric, FlowGiven) else None,
        "aim": given.aim.value,
        "baseline_on": _day(given.baseline_on),
        "target_form": given.target_form.value,
        "ambition": given.ambition.value,
        **{name: None if value is None else float(value) for name, value in numbers.items()},
    }


def _flow(flow: FlowGiven) -> dict[str, Any]:
    return {
        "measure": flow.measure.value,
        "kind": None if flow.item_kind is None else Kind(flow.item_kind).name.lower(),
        "stage": flow.stage.name if flow.stage else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
