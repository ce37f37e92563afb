"""The form of a question to the what-if: any of the changes that the stream offers, together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms

from okrflow.flow import Kind
from okrflow.metrics.forms import day_field
from okrflow.web.forms import ReaderDecimalField
from okrflow.what_if.changes import LEAST_FACTOR, MOST_FACTOR, MOST_LOAD, MOST_PLACES, Change, subject, what
from okrflow.what_if.results import not_offered
from okrflow.what_if.sentences import capacity_notes, reading_sentence, why_not
from okrflow.what_if.services import LONGEST_NAME, WINDOW_DAYS

WINDOWS: Final = ((60, "60 days"), (90, "90 days"), (180, "180 days"), (365, "a year"))
OF_STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "active": ("places", "work_factor"),
    "waiting": ("no_waiting",),
}
"""What can be changed of a stage, by its flow state."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A stage, or the stream as a whole: the fields that change it; what they mean, and why others are not offered."""

    name: str
    fields: list[forms.BoundField]
    notes: list[str]
    flow_state: str = ""
    model: Mapping[str, Any] | None = None

    @property
    def words(self) -> str:
        """What the model makes of a stage."""
        return reading_sentence(self.model) if self.model else "Not seen in the window."


class QuestionForm(forms.Form):
    """A field for each change of each stage and kind, named like `places:Verification`; empty ones change nothing.

    `stages` are the flow states by name, in the stream's order; `model` is the newest one fitted; one that can be trusted
    narrows what is offered.
    """

    window_days = forms.TypedChoiceField(
        choices=WINDOWS, coerce=int, initial=WINDOW_DAYS, label="Fit the model on"
    )
    to = day_field(label="before", required=False)

    def __init__(
        self, *args: Any, stages: Mapping[str, str], model: Mapping[str, Any] | None, **options: Any
    ) -> None:
        super().__init__(*args, **{"use_required_attribute": False} | options)
        self.stages, self.model = stages, model
        self.reasons: dict[str, str] = {}
        for stage, flow_state in stages.items():
            for name in OF_STAGES[flow_state]:
                self._offer({"stage": stage, name: None})
        self._offer({"load_limit": None})
        for kind in Kind:
            self._offer({"kind": kind.name.lower(), "arrivals_factor": None})

    def _offer(self, change: Change) -> None:
        """Add the change's field, or note why it is not offered."""
        refused = not_offered(self.model["offers"], [change]) if self.model and self.model["trusted"] else []
        if refused:
            self.reasons[field_name(change)] = why_not(refused[0])
        else:
            field = _field(change)
            field.widget.attrs["id"] = f"change-{len(self.fields)}"
            self.fields[field_name(change)] = field

    @property
    def of_stages(self) -> list[Subject]:
        """The stages in their order."""
        return [self._of_stage(stage, state) for stage, state in self.stages.items()]

    def _of_stage(self, stage: str, flow_state: str) -> Subject:
        models = self.model["stages"] if self.model else []
        subject = self._subject(
            stage,
            [{"stage": stage, change: None} for change in OF_STAGES[flow_state]],
            flow_state=flow_state,
            model=next((each for each in models if each["stage"] == stage), None),
        )
        subject.notes.extend(capacity_notes(self.model, [stage]) if self.model else [])
        return subject

    @property
    def of_stream(self) -> Subject:
        """The load limit, and the arrivals of each kind."""
        arrivals = [{"kind": kind.name.lower(), "arrivals_factor": None} for kind in Kind]
        return self._subject("", [{"load_limit": None}, *arrivals])

    def _subject(self, name: str, changes: Sequence[Change], **more: Any) -> Subject:
        """The fields of some changes, and the reasons of those that have none."""
        names = [field_name(change) for change in changes]
        return Subject(
            name=name,
            fields=[self[each] for each in names if each in self.fields],
            notes=[self.reasons[each] for each in names if each in self.reasons],
            **more,
        )

    @property
    def changes(self) -> list[Change]:
        """The changes that were filled in."""
        found: list[Change] = []
        for field, value in self.cleaned_data.items():
            change, colon, name = field.partition(":")
            if colon and value not in (None, False):
                found.append(_change(change, name, value))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and "fit" not in self.data and not self.changes:
            self.add_error(None, "Choose at least one change, or only fit the model.")
        return cleaned


class NameForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, help_text="Like “One more analyst”.")


def field_name(change: Change) -> str:
    return f"{what(change)}:{subject(change)}"


def as_asked(changes: Sequence[Change], *, days: int, to: date | None) -> dict[str, Any]:
    """What the form shows for a question that was asked before."""
    window = {"window_days": days} if days in dict(WINDOWS) else {}
    return {field_name(change): change[what(change)] for change in changes} | window | {"to": to}


def suggested(stage: str, flow_state: str) -> dict[str, Any]:
    """What the form begins with for a stage."""
    return {f"no_waiting:{stage}": True} if flow_state == "waiting" else {f"places:{stage}": 1}


def _change(change: str, name: str, value: Any) -> Change:
    match change:
        case "load_limit":
            return {"load_limit": value}
        case "arrivals_factor":
            return {"kind": name, change: float(value)}
        case "work_factor":
            return {"stage": name, change: float(value)}
    return {"stage": name, change: value}


def _field(change: Change) -> forms.Field:
    match what(change):
        case "no_waiting":
            return forms.BooleanField(required=False, label="No waiting")
        case "places":
            return forms.IntegerField(
                required=False, min_value=1, max_value=MOST_PLACES, label="More at a time"
            )
        case "load_limit":
            return forms.IntegerField(
                required=False, min_value=1, max_value=MOST_LOAD, label="Items in progress at most"
            )
        case "work_factor":
            return _percent("Work, % of today’s", least=LEAST_FACTOR)
        case _:
            plural = "Debt" if subject(change) == "debt" else f"{subject(change).capitalize()}s"
            return _percent(f"{plural}, % of today’s", least=0)


def _percent(label: str, *, least: float) -> ReaderDecimalField:
    return ReaderDecimalField(
        required=False,
        percent=True,
        min_value=round(least * 100),
        max_value=round(MOST_FACTOR * 100),
        label=label,
    )
