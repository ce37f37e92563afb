"""Forms of metrics and their values."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q

from okrflow.metrics.models import Better, Category, Counts, Metric, MetricKind, Source, Timing, UnitKind
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import MetricGiven
from okrflow.value_streams.models import ValueStream
from okrflow.web.forms import ReaderDecimalField

POSSIBLE_DAYS: Final = [
    MinValueValidator(date(1970, 1, 2), "Days count from 2 January 1970 on."),
    MaxValueValidator(date(2198, 12, 31), "Days count up to 2198."),
]


def day_field(**options: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, validators=POSSIBLE_DAYS, **options)


class MetricForm(forms.Form):
    """What a typed-in or sent metric is."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What it counts and where it comes from.",
    )
    kind = forms.ChoiceField(
        choices=[
            (MetricKind.BUSINESS, "Business: seen by the organisation"),
            (MetricKind.TEAM, "Team: seen by its stream's members only"),
        ]
    )
    value_stream = forms.ModelChoiceField(
        ValueStream.objects.none(), required=False, empty_label="The whole organisation", label="Belongs to"
    )
    category = forms.ChoiceField(choices=[("", "None"), *Category.choices], required=False)
    timing = forms.ChoiceField(
        choices=Timing,
        help_text="Leading ones move first, lagging ones follow. Changed by administrators only.",
    )
    unit_kind = forms.ChoiceField(choices=UnitKind, label="Kind of unit")
    unit = forms.CharField(
        max_length=30,
        required=False,
        help_text="As shown behind the number: days, EUR, points. Percent need none.",
    )
    digits = forms.IntegerField(min_value=0, max_value=6, initial=1, label="Decimals shown")
    better = forms.ChoiceField(choices=Better, label="Which way is better")
    counts = forms.ChoiceField(
        choices=Counts, label="It counts", help_text="An effect, or how much was delivered?"
    )
    cadence_days = forms.IntegerField(
        min_value=1,
        max_value=400,
        initial=7,
        label="A new value every (days)",
        help_text="Later than that it is called outdated.",
    )
    lag_days = forms.IntegerField(
        min_value=0,
        max_value=400,
        initial=0,
        label="Lag (days)",
        help_text="How long an effect takes to show in it.",
    )
    source = forms.ChoiceField(
        choices=[(Source.HAND, Source.HAND.label), (Source.API, Source.API.label)], label="Values are"
    )

    def __init__(
        self, *args: Any, rights: MetricRights, metric: Metric | None = None, **options: Any
    ) -> None:
        initial = (
            {name: getattr(metric, name) for name in self.base_fields}
            if metric
            else {"timing": Timing.LAGGING}
        )
        super().__init__(*args, **{"initial": initial} | options)
        self.rights = rights
        streams = self.fields["value_stream"]
        assert isinstance(streams, forms.ModelChoiceField)
        own = Q(pk=metric.value_stream_id) if metric else Q()
        offered = ValueStream.objects.for_organisation(rights.access.organisation)
        streams.queryset = offered.filter(Q(closed_on=None) | own).in_order()
        if not rights.sets_timing:
            del self.fields["timing"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stream = cleaned.get("value_stream")
        if cleaned.get("kind") == MetricKind.TEAM and (stream is None or stream.pk not in self.rights.roles):
            self.add_error(
                "value_stream", "A team metric belongs to a value stream of your own. Choose that one."
            )
        if cleaned.get("unit_kind") == UnitKind.CURRENCY and not cleaned.get("unit"):
            self.add_error("unit", "Which currency? Give its code, like EUR.")
        return cleaned

    @property
    def given(self) -> MetricGiven:
        return MetricGiven(**{**self.cleaned_data, "timing": self.cleaned_data.get("timing") or None})


class ValueForm(forms.Form):
    """A value about a day."""

    about_on = day_field(label="About the day")
    value = ReaderDecimalField()
    note = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: Any, metric: Metric, today: date, **options: Any) -> None:
        options["initial"] = {"about_on": today} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.fields["value"] = ReaderDecimalField(
            percent=metric.unit_kind == UnitKind.PERCENT,
            label=f"Value ({metric.unit})" if metric.unit else "Value",
        )
        self.fields["about_on"].widget.attrs["max"] = today.isoformat()
