"""The forms that arrange objectives: their order, where key results belong, and several at once."""

from typing import Any

from django import forms

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.models import Cycle, Objective


class RankForm(forms.Form):
    """Where an objective goes among those of the same owner and cycle."""

    to = forms.ChoiceField(choices=[(to, to) for to in ("top", "up", "down", "before")])
    before = forms.UUIDField(required=False)


class MoveForm(forms.Form):
    """The objective that a key result goes to."""

    to = forms.ChoiceField(label="To the objective")

    def __init__(self, *args: Any, objectives: list[Objective], **options: Any) -> None:
        super().__init__(*args, **options)
        self.objectives = {str(each.uuid): each for each in objectives}
        choices = [(uuid, f"{each.title} ({each.cycle})") for uuid, each in self.objectives.items()]
        self.fields["to"] = forms.ChoiceField(choices=choices, label=self.fields["to"].label)

    @property
    def chosen(self) -> Objective:
        return self.objectives[self.cleaned_data["to"]]


class CarryForm(forms.Form):
    """The cycle that an objective is carried over to."""

    cycle = forms.ChoiceField(label="To the cycle")

    def __init__(self, *args: Any, cycles: list[Cycle], **options: Any) -> None:
        super().__init__(*args, **options)
        self.cycles = {str(each.uuid): each for each in cycles}
        self.fields["cycle"] = forms.ChoiceField(
            choices=[(uuid, each.name) for uuid, each in self.cycles.items()],
            label=self.fields["cycle"].label,
        )

    @property
    def chosen(self) -> Cycle:
        return self.cycles[self.cleaned_data["cycle"]]


class RetireForm(forms.Form):
    why = forms.CharField(
        max_length=2000,
        label="Why do you give it up?",
        help_text="Kept beside it. It counts no more; what was said of it stays.",
        widget=forms.Textarea({"rows": 3}),
    )


class SeveralForm(forms.Form):
    """What to do with the chosen objectives, and with what."""

    ACTS = (
        ("carry-over", "Carry over to the cycle"),
        ("cycle", "Change the cycle"),
        ("kept-by", "Kept up to date by"),
        ("close", "Close"),
    )
    act = forms.ChoiceField(choices=ACTS, label="With those that you choose")
    cycle = forms.ChoiceField(required=False)
    keeper = forms.ChoiceField(required=False, label="Person")
    why = forms.CharField(
        max_length=2000, required=False, label="Why", help_text="When you close before the cycle's end."
    )

    def __init__(self, *args: Any, offers: Offers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cycles = {str(cycle.uuid): cycle for cycle in offers.cycles}
        self.keepers = {str(person.pk): person for person in offers.keepers}
        self.fields["cycle"] = forms.ChoiceField(
            choices=[("", "Choose"), *((uuid, each.name) for uuid, each in self.cycles.items())],
            required=False,
        )
        self.fields["keeper"] = forms.ChoiceField(
            choices=offers.keeper_choices, required=False, label=self.fields["keeper"].label
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") in {"cycle", "carry-over"} and not cleaned.get("cycle"):
            self.add_error("cycle", "Choose the cycle.")
        return cleaned
