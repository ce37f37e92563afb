"""The fields of an objective and of its key results."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from okrflow.metrics.forms import day_field
from okrflow.metrics.models import Metric, UnitKind
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Aim, Ambition, TargetForm
from okrflow.web.forms import ReaderDecimalField


class AmountField(ReaderDecimalField):
    """A number of the metric, or percent: the sign may stand behind it."""

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)


class ObjectiveForm(forms.Form):
    title = forms.CharField(
        max_length=200,
        label="Objective",
        help_text="What will be different? In words; the numbers go into the key results.",
    )
    why = forms.CharField(max_length=5000, required=False, label="Why", widget=forms.Textarea({"rows": 3}))
    cycle = forms.ChoiceField()
    supports = forms.ChoiceField(
        required=False, help_text="An objective of the same or of a longer cycle around it."
    )

    def __init__(self, *args: Any, offers: Offers, own: str = "", **options: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False} | options)
        self.cycles = {str(cycle.uuid): cycle for cycle in offers.cycles}
        self.parents = {str(parent.uuid): parent for parent in offers.parents if str(parent.uuid) != own}
        parents = [
            (uuid, f"{parent.title} ({parent.value_stream or 'organisation'})")
            for uuid, parent in self.parents.items()
        ]
        self.fields["cycle"] = forms.ChoiceField(
            choices=[(uuid, cycle.name) for uuid, cycle in self.cycles.items()]
        )
        self.fields["supports"] = forms.ChoiceField(
            choices=[("", "None"), *parents], required=False, help_text=self.fields["supports"].help_text
        )

    def given(self, *, rank: int | None) -> ObjectiveGiven:
        """What was typed; the rank is set in the lists, not here."""
        cleaned = self.cleaned_data
        return ObjectiveGiven(
            title=cleaned["title"],
            why=cleaned["why"],
            cycle=self.cycles[cleaned["cycle"]],
            supports=self.parents.get(cleaned["supports"]),
            rank=rank,
        )


class KeyResultForm(forms.Form):
    """One key result. Numbers are typed as they are read: 22 for the share 0.22 of a percent metric."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, label="Key result")
    metric = forms.ChoiceField(required=False, label="Measured by")
    item_kind = forms.ChoiceField(required=False, label="Kind of item")
    stage = forms.ChoiceField(required=False, label="Stage")
    aim = forms.ChoiceField(choices=[(aim.value, aim.label.capitalize()) for aim in Aim], initial=Aim.RAISE)
    baseline = AmountField(required=False, label="From (baseline)")
    baseline_on = day_field(required=False, label="Baseline of")
    target_form = forms.ChoiceField(
        choices=[(form.value, form.label.capitalize()) for form in TargetForm],
        label="Target",
        initial=TargetForm.ABSOLUTE,
    )
    target = AmountField(required=False, label="How much")
    lower = AmountField(required=False, label="At least")
    upper = AmountField(required=False, label="At most")
    ambition = forms.ChoiceField(
        choices=[(each.value, each.label.capitalize()) for each in Ambition], initial=Ambition.ASPIRATIONAL
    )
    kept_by = forms.ChoiceField(required=False, label="Kept up to date by")
    guard_for = forms.ChoiceField(
        required=False, label="Keeps honest", help_text="The key result that must not be reached at its cost."
    )
    keep = forms.ChoiceField(
        choices=[
            ("", "Choose"),
            ("target", "Keep the target as it stands"),
            ("typed", "Keep what was typed"),
        ],
        required=False,
        label="The baseline changed",
    )

    note = forms.CharField(
        required=False,
        max_length=2000,
        label="Why does the goal move?",
        help_text="It is published: a new baseline or target is kept with what you say here.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, *args: Any, offers: Offers, guarded: Sequence[tuple[str, str]] = (), **options: Any
    ) -> None:
        super().__init__(*args, **{"use_required_attribute": False} | options)
        self.offers = offers
        for name, choices in (
            ("guard_for", [("", "No other one"), *guarded]),
            ("metric", offers.metric_choices),
            ("item_kind", offers.kind_choices),
            ("stage", offers.stage_choices),
            ("kept_by", offers.keeper_choices),
        ):
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                choices=choices, required=False, label=field.label, help_text=field.help_text
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = self.offers.chosen(*(cleaned.get(name, "") for name in ("metric", "item_kind", "stage")))
        cleaned["chosen"] = chosen
        if isinstance(chosen, FlowGiven) and (field := self.offers.needs(chosen)):
            self.add_error(field, "Choose one: this measure is of a single one.")
        metric = self.offers.as_metric(chosen)
        percent = metric is not None and metric.unit_kind == UnitKind.PERCENT
        for name in ("baseline", "lower", "upper", "target"):
            relative = name == "target" and cleaned.get("target_form") == TargetForm.RELATIVE
            if cleaned.get(name) is not None and (relative or percent):
                cleaned[name] = cleaned[name] / 100
        cleaned["target"] = _signed(cleaned)
        return cleaned

    @property
    def seen_metric(self) -> Metric | None:
        """The metric that is chosen, also one that is not made yet."""
        return self.offers.as_metric(self.cleaned_data.get("chosen"))

    @property
    def given(self) -> KeyResultGiven:
        cleaned = self.cleaned_data
        keepers = {str(person.pk): person for person in self.offers.keepers}
        same = ("uuid", "title", "baseline", "baseline_on", "target", "lower", "upper", "keep", "note")
        return KeyResultGiven(
            **{name: cleaned[name] for name in same},
            metric=cleaned["chosen"],
            aim=Aim(cleaned["aim"]),
            target_form=TargetForm(cleaned["target_form"]),
            ambition=Ambition(cleaned["ambition"]),
            kept_by=keepers.get(cleaned["kept_by"]),
            guard_for=UUID(cleaned["guard_for"]) if cleaned["guard_for"] else None,
        )


def _signed(cleaned: dict[str, Any]) -> Decimal | None:
    """ "Lower it by 30 percent" means -30 %: nobody types the sign."""
    target: Decimal | None = cleaned.get("target")
    by = cleaned.get("target_form") in {TargetForm.RELATIVE, TargetForm.CHANGE}
    return -target if target is not None and by and cleaned.get("aim") == Aim.LOWER and target > 0 else target
