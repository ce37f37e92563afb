"""The forms of impediments."""

from typing import Any

from django import forms

from okrflow.impediments.given import ImpedimentGiven, limitable, stages_for
from okrflow.impediments.services import addressing
from okrflow.metrics.forms import day_field
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Stage, ValueStream


class StageField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no run-time parameters
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.status} ({obj.value_stream})"


class KeyResultField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no run-time parameters
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.objective.value_stream or 'organisation'}, {obj.objective.cycle})"


class ImpedimentForm(forms.Form):
    title = forms.CharField(
        max_length=200, label="What stands in the way", help_text="Like “Answers of the business take weeks”."
    )
    what = forms.CharField(
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        label="What happens, and what would help",
    )
    stage = StageField(
        Stage.objects.none(),
        required=False,
        empty_label="No stage",
        help_text="A stage of yours, or of a stream that you wait for.",
    )
    limits = KeyResultField(
        KeyResult.objects.none(), required=False, empty_label="None", label="Key result that it limits"
    )
    raised_on = day_field(label="Since")

    def __init__(self, *args: Any, rights: OkrRights, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (
            ("stage", stages_for(value_stream)),
            ("limits", limitable(rights, value_stream)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    @property
    def given(self) -> ImpedimentGiven:
        cleaned = self.cleaned_data
        stage: Stage | None = cleaned["stage"]
        return ImpedimentGiven(
            title=cleaned["title"],
            what=cleaned["what"],
            raised_on=cleaned["raised_on"],
            stage=stage.status if stage else None,
            stage_stream=stage.value_stream if stage else None,
            limits=cleaned["limits"],
        )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        label="Your answer",
        help_text="What happens about it, and until when; or why nothing does.",
    )


class AddressForm(forms.Form):
    objective = forms.ModelChoiceField(
        Objective.objects.none(), required=False, empty_label="None", label="Objective that addresses it"
    )

    def __init__(self, *args: Any, rights: OkrRights, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["objective"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = addressing(rights)
