"""What people say when an objective is closed."""

from typing import Any

from django import forms

from okrflow.okrs.models import Grade, Objective
from okrflow.okrs.services import ClosingGiven


class ClosingForm(forms.Form):
    """The grade and the three questions; `why` only before the cycle's end."""

    why = forms.CharField(
        label="Why close it before the cycle’s end",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    grade = forms.ChoiceField(required=False)
    grade_reason = forms.CharField(
        label="Why another grade than the score’s",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Needed with another grade. Both stay on record.",
    )
    learnt = forms.CharField(
        label="What did we learn?", max_length=5000, required=False, widget=forms.Textarea({"rows": 3})
    )
    experiment_showed = forms.CharField(
        label="What did the experiment show?",
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    changes_next = forms.CharField(
        label="What changes next?", max_length=5000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, objective: Objective, by_score: Grade | None, early: bool, **options: Any
    ) -> None:
        super().__init__(*args, **{"initial": _initial(objective)} | options)
        own = f"By its score: {by_score.label}" if by_score else "None, as nothing is scored"
        others = [(value, label.capitalize()) for value, label in Grade.choices if value != by_score]
        self.fields["grade"].choices = [("", own), *others]  # type: ignore[attr-defined]
        if not early:
            del self.fields["why"]

    @property
    def given(self) -> ClosingGiven:
        return ClosingGiven(**self.cleaned_data)


def _initial(objective: Objective) -> dict[str, str]:
    """What was said already, of a closed one or of one that was opened again."""
    taught = getattr(objective, "retrospective", None)
    answers = ("learnt", "experiment_showed", "changes_next")
    said = {"grade": objective.grade_given, "grade_reason": objective.grade_reason}
    return said | {name: getattr(taught, name, "") for name in answers}
