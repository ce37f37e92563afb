"""Forms of the review."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from okrflow.metrics.forms import day_field
from okrflow.review.checks import Family
from okrflow.review.findings import Severity
from okrflow.review.models import FindingState
from okrflow.review.thresholds import Threshold
from okrflow.value_streams.models import ValueStream
from okrflow.web.forms import ReaderDecimalField

ORGANISATION = "-"


class FilterForm(forms.Form):
    """What the list of findings shows; open ones unless said otherwise."""

    stream = forms.ChoiceField(required=False, label="Of")
    severity = forms.ChoiceField(
        choices=[("", "Any"), *((each.value, each.value) for each in Severity)], required=False
    )
    family = forms.ChoiceField(
        choices=[("", "Any"), *((each.name.lower(), each.value) for each in Family)], required=False
    )
    state = forms.ChoiceField(choices=FindingState.choices, required=False)

    def __init__(self, *args: Any, streams: list[ValueStream], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            ("", "All"),
            (ORGANISATION, "The organisation"),
            *((each.slug, each.name) for each in streams),
        ]
        self.fields["stream"] = forms.ChoiceField(choices=choices, required=False, label="Of")


class WaiverForm(forms.Form):
    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea({"rows": 2}), label="Why do you accept it?"
    )
    until = day_field(label="Until")

    def __init__(self, *args: Any, latest: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until"].initial = latest
        self.fields["until"].help_text = "The last day of the cycle at the latest."


def threshold_field(threshold: Threshold) -> ReaderDecimalField:
    """A number in the threshold's unit; shares are typed as they are stored, from 0 to 1."""
    return ReaderDecimalField(
        min_value=Decimal(str(round(threshold.low, 6))),
        max_value=Decimal(str(round(threshold.high, 6))),
        required=False,
        label=threshold.explanation,
    )


class ThresholdForm(forms.Form):
    """One threshold; an empty field goes back to the default."""

    def __init__(self, *args: Any, threshold: Threshold, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = threshold_field(threshold)
