"""The forms of experiments."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst

from okrflow.experiments.given import ExperimentGiven, stage_ids
from okrflow.experiments.models import MEASURES, Verdict
from okrflow.experiments.rights import servable
from okrflow.flow.effect_groups import Measured
from okrflow.metrics.forms import day_field
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Status, ValueStream
from okrflow.what_if.changes import in_words
from okrflow.what_if.models import Scenario
from okrflow.work_items.models import Kind


class KeyResultField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no run-time parameters
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.objective.value_stream or 'organisation'}, {obj.objective.cycle})"


class ScenarioField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no run-time parameters
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name or in_words(obj.changes)}, with what was known on {obj.to_on:%-d %B %Y}"


class ExperimentForm(forms.Form):
    """People say the last day that is in it; the first one that is not is kept."""

    title = forms.CharField(max_length=200, help_text="Like “0 days waiting for business input”.")
    hypothesis = forms.CharField(
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="What will be different, and why? “If …, then …, because …”.",
    )
    what_changes = forms.CharField(
        max_length=5000, widget=forms.Textarea({"rows": 3}), help_text="What do you do differently?"
    )
    stage = forms.ModelChoiceField(
        Status.objects.none(),
        required=False,
        empty_label="The work as a whole",
        label="Changed stage",
        help_text="Items count as changed once they come into this stage; without one, once they start.",
    )
    from_on = day_field(label="First day")
    last_on = day_field(label="Last day", required=False, help_text="Leave it open if you don’t know yet.")
    measure = forms.ChoiceField(
        choices=[(value, capfirst(label)) for value, label in MEASURES], label="Measured by"
    )
    item_kind = forms.TypedChoiceField(
        choices=[("", "All kinds"), *((kind.value, f"{capfirst(kind.label)}s") for kind in Kind)],
        coerce=lambda value: Kind(int(value)),
        empty_value=None,
        required=False,
        label="Kind of items",
    )
    key_result = KeyResultField(
        KeyResult.objects.none(), required=False, empty_label="None", label="Key result that it serves"
    )
    scenario = ScenarioField(
        Scenario.objects.none(), required=False, empty_label="None", label="What-if that foretold it"
    )

    def __init__(self, *args: Any, rights: OkrRights, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **options)
        stages = stage_ids(value_stream)
        self._offer(
            "stage", Status.objects.filter(pk__in=stages).order_by("stages__order", "name").distinct()
        )
        self._offer("key_result", servable(rights, value_stream).order_by("objective__title", "order", "pk"))
        given = options.get("initial", {}).get("scenario")
        offered = Scenario.objects.of_stream(value_stream)
        kept = offered.saved() | offered.filter(pk__in=[given.pk] if given else [])
        self._offer("scenario", kept.order_by("-pk"))

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def given(self) -> ExperimentGiven:
        cleaned = dict(self.cleaned_data)
        last = cleaned.pop("last_on")
        cleaned["measure"] = Measured(cleaned["measure"])
        return ExperimentGiven(**cleaned, to_on=last + timedelta(days=1) if last else None)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        choices=[(verdict.value, capfirst(verdict.label)) for verdict in Verdict],
        label="What do you make of it?",
    )
    note = forms.CharField(
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What did you learn? What else may explain what was measured?",
    )
