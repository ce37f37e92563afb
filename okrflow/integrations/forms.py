"""The first step of an import: the file and the value stream."""

from typing import Any

from django import forms

from okrflow.organisations.access import Access
from okrflow.value_streams.models import ValueStream


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="CSV, Excel workbook (.xlsx) or Jira’s search result (JSON), with one row for each "
        "change of status, or one "
        "for each item with the dates of its stages.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Export the items again, with a header row and one row for each "
            "change.",
        },
    )
    value_stream = forms.ModelChoiceField(
        label="Value stream",
        queryset=ValueStream.objects.none(),
        to_field_name="slug",
        empty_label="Choose…",
        help_text="It holds the items, unless a column of the file names their streams.",
        error_messages={"required": "Choose the value stream that holds these items."},
    )

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streams: Any = self.fields["value_stream"]
        streams.queryset = ValueStream.objects.for_organisation(access.organisation).at_work().in_order()
        if streams.queryset.count() == 1:
            streams.initial, streams.empty_label = streams.queryset.get().slug, None
