"""The forms of cycles, check-ins, and of what others know of a key result."""

from datetime import date, timedelta
from typing import Any

from django import forms

from okrflow.metrics.forms import day_field
from okrflow.metrics.models import Metric, UnitKind
from okrflow.okrs.models import ContributionKind, Cycle, KeyResult, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.scoring.closing import LONGEST_GRACE_DAYS
from okrflow.okrs.services import CycleGiven
from okrflow.web.forms import ReaderDecimalField


class CycleForm(forms.Form):
    """People say the last day that is in it; the first one that is not is kept."""

    name = forms.CharField(max_length=120, help_text="Like “Q4 2026” or “14 September to 13 December”.")
    starts_on = day_field(label="First day")
    last_on = day_field(label="Last day")

    def __init__(self, *args: Any, cycle: Cycle | None = None, **options: Any) -> None:
        initial = (
            {"name": cycle.name, "starts_on": cycle.starts_on, "last_on": cycle.last_on} if cycle else None
        )
        super().__init__(*args, **{"initial": initial} | options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "The last day lies before the first.")
        elif last and last.year > 2198:
            self.add_error("last_on", "A cycle lies between 1971 and 2199.")
        return cleaned

    @property
    def given(self) -> CycleGiven:
        cleaned = self.cleaned_data
        ends_on: date = cleaned["last_on"] + timedelta(days=1)
        return CycleGiven(name=cleaned["name"], starts_on=cleaned["starts_on"], ends_on=ends_on)


class OkrSettingsForm(forms.Form):
    """What holds for all cycles of the organisation."""

    grace_days = forms.IntegerField(
        label="Days of grace",
        min_value=0,
        max_value=LONGEST_GRACE_DAYS,
        help_text="0 closes the books with the cycle.",
    )


class CheckInForm(forms.Form):
    """Two fields, a confidence and a note; metrics computed from flow have no value to type."""

    value = ReaderDecimalField(required=False)
    about_on = day_field(label="About the day", required=False)
    confidence = forms.TypedChoiceField(
        choices=[("", "Not given"), *((str(points), str(points)) for points in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="0: it will not happen. 10: it is done. Under 4, say why in the note.",
    )
    note = forms.CharField(
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What changed, and what comes next?",
    )

    def __init__(self, *args: Any, metric: Metric | None, today: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"about_on": today}} | options)
        if metric is None or metric.computed:
            del self.fields["value"], self.fields["about_on"]
            return
        label = f"Value ({metric.unit})" if metric.unit else "Value"
        self.fields["value"] = ReaderDecimalField(
            required=False, label=label, percent=metric.unit_kind == UnitKind.PERCENT
        )
        self.fields["about_on"].widget.attrs["max"] = today.isoformat()


class SuggestionForm(forms.Form):
    """A value that somebody outside knows of, and how."""

    value = ReaderDecimalField()
    about_on = day_field(label="About the day")
    note = forms.CharField(max_length=2000, required=False, help_text="Where it comes from")

    def __init__(self, *args: Any, metric: Metric, today: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"about_on": today}} | options)
        label = f"Value ({metric.unit})" if metric.unit else "Value"
        self.fields["value"] = ReaderDecimalField(label=label, percent=metric.unit_kind == UnitKind.PERCENT)
        self.fields["about_on"].widget.attrs["max"] = today.isoformat()


class ContributionForm(forms.Form):
    """Which other key result this one moves: those of published objectives that the writer may read, by owner."""

    to = forms.ChoiceField(label="Key result")
    kind = forms.TypedChoiceField(
        label="How",
        choices=ContributionKind.choices,
        coerce=ContributionKind,
        initial=ContributionKind.CONTRIBUTES,
    )

    def __init__(self, *args: Any, rights: OkrRights, key_result: KeyResult, **options: Any) -> None:
        super().__init__(*args, **{"prefix": "contribution"} | options)
        rows = rights.readable_key_results.active().exclude(objective=key_result.objective_id)
        rows = rows.exclude(contributed_by__key_result=key_result)
        open_ones = rows.filter(objective__state=ObjectiveState.PUBLISHED).with_objective()
        self.rows = {
            str(row.uuid): row for row in open_ones.order_by("objective__value_stream__order", "key")
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for uuid, row in self.rows.items():
            owner = str(row.objective.value_stream or "Organisation")
            groups.setdefault(owner, []).append((uuid, f"{row.title} ({row.key})"))
        ordered = sorted(groups.items(), key=lambda pair: pair[0] != "Organisation")
        self.fields["to"].choices = [("", "Choose one"), *ordered]  # type: ignore[attr-defined]

    def clean_to(self) -> KeyResult:
        return self.rows[self.cleaned_data["to"]]
