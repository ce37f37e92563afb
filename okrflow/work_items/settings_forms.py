"""The form that says what a stream's statuses mean."""

from typing import Any

from django import forms

from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.value_streams.services import StageGiven
from okrflow.work_items.figures.flow import unmapped_with_items

STATES = [("", "not mapped: counts as waiting"), *((str(state.value), state.label) for state in FlowState)]


class StatusForm(forms.Form):
    """One status: its flow state, its place in the stream's order, whom a wait is for."""

    name = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    flow_state = forms.TypedChoiceField(
        choices=STATES, required=False, coerce=lambda value: FlowState(int(value)), empty_value=None
    )
    order = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    owner_stream = forms.ModelChoiceField(
        ValueStream.objects.none(), required=False, empty_label="nobody else"
    )

    def __init__(self, *args: Any, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner_stream"]
        assert isinstance(owner, forms.ModelChoiceField)
        others = ValueStream.objects.for_organisation(value_stream.organisation).exclude(pk=value_stream.pk)
        owner.queryset = others.in_order()

    def given(self) -> StageGiven | None:
        """The mapping as typed; None for the empty row of a new status."""
        data = self.cleaned_data
        if not data["name"].strip():
            return None
        return StageGiven(
            status_name=data["name"],
            flow_state=data["flow_state"],
            order=data["order"] or 0,
            owner_stream=data["owner_stream"],
        )


StatusFormSet = forms.formset_factory(StatusForm, extra=0, max_num=500, absolute_max=600)


def rows_of(value_stream: ValueStream) -> list[dict[str, Any]]:
    """The form's rows: unmapped statuses first, the most frequent on top, then the mapped ones in their order."""
    mapped = (
        Stage.objects.filter(value_stream=value_stream)
        .select_related("status")
        .order_by("order", "status__name")
    )
    unmapped = sorted(unmapped_with_items(value_stream), key=lambda each: -each.items)
    rows: list[dict[str, Any]] = [
        {"name": each.status.name, "items": each.items, "order": None} for each in unmapped
    ]
    rows += [
        {
            "name": stage.status.name,
            "flow_state": stage.flow_state,
            "order": stage.order,
            "owner_stream": stage.owner_stream_id,
        }
        for stage in mapped
    ]
    return rows


def known_names(value_stream: ValueStream) -> list[str]:
    """Status names of the organisation, to choose from while one is typed."""
    statuses = Status.objects.filter(organisation=value_stream.organisation).order_by("name")
    return list(statuses.values_list("name", flat=True)[:500])
